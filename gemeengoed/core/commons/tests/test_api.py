"""The API does what the pages do, by the same rules."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Application, Commons
from gemeengoed.core.people.services.tokens import make_token

from .conftest import Cast

BASE = "/api/commons/v1/commons"
Call = Callable[..., Any]


@pytest.fixture
def call(cast: Cast) -> Call:
    """`call(role, method, path, data)`: the answer to a request with a token of that role."""
    tokens: dict[str, str] = {}

    def send(role: str, method: str, path: str = "", data: object = None) -> Any:
        person = cast.people[role]
        headers = {}
        if person is not None:
            tokens.setdefault(role, make_token(person)[1])
            headers["Authorization"] = f"Bearer {tokens[role]}"
        client = Client(headers=headers)
        send_it = getattr(client, method)
        if data is None:
            return send_it(BASE + path)
        return send_it(BASE + path, data, content_type="application/json")

    return send


def test_everybody_reads(call: Call) -> None:
    assert call("visitor", "get").json()["count"] == 1
    assert call("visitor", "get", "/werf").json()["licence"] == "CC-BY-SA-4.0"
    assert call("visitor", "get", "/werf/questions").json() == []
    assert call("visitor", "get", "/nergens").status_code == 404
    assert call("visitor", "get", "/werf/charter").status_code == 404


def test_making_and_changing(call: Call) -> None:
    new = {"handle": "tuin", "names": {"nl": "Tuin"}, "joining": "open"}
    assert call("visitor", "post", "", new).status_code == 401
    assert call("stranger", "post", "", new).status_code == 201
    assert call("stranger", "post", "", new).status_code == 422
    changed = call("stranger", "patch", "/tuin", {"licence": "CC0-1.0"})
    assert changed.json()["licence"] == "CC0-1.0"
    assert call("steward", "patch", "/tuin", {"licence": "CC0-1.0"}).status_code == 403
    wrong = call("stranger", "patch", "/tuin", {"licence": "CC-BY-SA-5.0"})
    assert wrong.status_code == 422
    assert "CC-BY-SA-4.0" in str(wrong.json()["fields"]["licence"])


def test_members_see_members(call: Call) -> None:
    seen = {
        role: {row["handle"] for row in call(role, "get", "/werf/members").json()["items"]}
        for role in ("visitor", "stranger", "member")
    }
    assert seen["visitor"] == seen["stranger"] == {"bea", "editor"}
    assert seen["member"] == {"bea", "editor", "member"}


def test_pages_of_members_are_bounded(call: Call) -> None:
    page = call("member", "get", "/werf/members?per_page=2&page=2").json()
    assert (len(page["items"]), page["count"], page["pages"]) == (1, 3, 2)


def test_applying_and_being_let_in(cast: Cast, call: Call) -> None:
    asked = call("stranger", "post", "/werf/join", {"words": "Mag ik?"})
    assert asked.json() == {"state": "waiting"}
    path = f"/werf/applications/{Application.objects.get().pk}"
    assert call("editor", "get", "/werf/applications").status_code == 403
    assert call("editor", "post", f"{path}/accept", {}).status_code == 403
    assert call("steward", "get", "/werf/applications").json()[0]["words"] == "Mag ik?"
    assert call("steward", "post", f"{path}/accept").json()["role"] == "member"
    assert cast.commons.memberships.count() == 4


def test_declining_wants_a_reason(call: Call) -> None:
    call("stranger", "post", "/werf/join", {"words": "Mag ik?"})
    path = f"/werf/applications/{Application.objects.get().pk}/decline"
    assert call("steward", "post", path, {"reason": ""}).status_code == 422
    assert call("steward", "post", path, {"reason": "Nee."}).status_code == 204


def test_joining_openly_and_leaving(cast: Cast, call: Call) -> None:
    assert call("steward", "patch", "/werf", {"joining": "open"}).status_code == 200
    assert call("stranger", "post", "/werf/join", {}).json() == {"state": "member"}
    assert call("stranger", "post", "/werf/leave").status_code == 204
    assert call("stranger", "post", "/werf/leave").status_code == 403


def test_the_last_steward_stays_here_too(cast: Cast, call: Call) -> None:
    refused = [
        call("steward", "post", "/werf/leave"),
        call("steward", "patch", "/werf/members/bea", {"role": "member"}),
        call("steward", "post", "/werf/members/bea/remove", {"reason": "Genoeg."}),
    ]
    assert [answer.status_code for answer in refused] == [422] * 3
    assert cast.commons.memberships.filter(role="steward").count() == 1


def test_roles_and_removal(cast: Cast, call: Call) -> None:
    path = "/werf/members/member"
    assert call("editor", "patch", path, {"role": "editor"}).status_code == 403
    assert call("steward", "patch", path, {"role": "baas"}).status_code == 422
    assert call("steward", "patch", path, {"role": "editor"}).json()["role"] == "editor"
    assert call("steward", "post", f"{path}/remove", {"reason": " "}).status_code == 422
    assert call("steward", "post", f"{path}/remove", {"reason": "Weg."}).status_code == 204
    assert call("steward", "patch", path, {"role": "member"}).status_code == 404


def test_the_charter_and_two_writers(call: Call) -> None:
    first = {"answers": {"fit": {"nl": "Samen."}}, "reason": "Begin.", "based_on": 0}
    assert call("editor", "post", "/werf/charter/versions", first).status_code == 403
    assert call("steward", "post", "/werf/charter/versions", first).status_code == 201
    late = first | {"answers": {"fit": {"nl": "Alleen."}}}
    refused = call("steward", "post", "/werf/charter/versions", late)
    assert refused.status_code == 409
    assert refused.json()["latest"]["answers"] == {"fit": {"nl": "Samen."}}
    again = call("steward", "post", "/werf/charter/versions", late | {"based_on": 1})
    assert again.json()["number"] == 2
    assert len(call("visitor", "get", "/werf/charter/versions").json()) == 2
    assert call("visitor", "get", "/werf/charter/versions/1").json()["number"] == 1
    strange = first | {"answers": {"zomaar": {"nl": "x"}}, "based_on": 2}
    assert call("steward", "post", "/werf/charter/versions", strange).status_code == 422


def test_questions_and_phases(call: Call) -> None:
    question = call("steward", "post", "/werf/questions", {"text": {"nl": "Wat?"}}).json()
    assert question["main"] is True
    path = f"/werf/questions/{question['slug']}"
    changed = {"text": {"nl": "Wat dan?"}, "main": True}
    assert call("steward", "put", path, changed).json()["text"] == {"nl": "Wat dan?"}
    phase = {
        "title": {"nl": "Begin"},
        "starts": "2024-01-01",
        "ends": "2024-02-01",
        "questions": [question["slug"]],
    }
    made = call("steward", "post", "/werf/phases", phase).json()
    assert made["questions"] == [question["slug"]]
    path = f"/werf/phases/{made['id']}"
    wrong = phase | {"ends": "2023-01-01"}
    assert call("steward", "put", path, wrong).status_code == 422
    assert call("member", "delete", path).status_code == 403
    assert call("steward", "delete", path).status_code == 204
    assert call("steward", "delete", f"/werf/questions/{question['slug']}").status_code == 204
    assert call("visitor", "get", "/werf/questions").json() == []


def test_groups(call: Call) -> None:
    group = {"name": "Redactie", "members": ["editor"]}
    assert call("editor", "post", "/werf/groups", group).status_code == 403
    assert call("steward", "post", "/werf/groups", group).json()["slug"] == "redactie"
    stranger = group | {"members": ["stranger"]}
    assert call("steward", "put", "/werf/groups/redactie", stranger).status_code == 422
    assert call("member", "get", "/werf/groups").json()[0]["members"] == ["editor"]
    assert call("stranger", "get", "/werf/groups").status_code == 403
    assert call("steward", "delete", "/werf/groups/redactie").status_code == 204


def test_partners(cast: Cast, call: Call, make_commons: Callable[..., Commons]) -> None:
    unknown = call("steward", "post", "/werf/partners", {"organisation": "hout"})
    assert unknown.status_code == 422
    cast.clients["steward"].post(
        "/@werf/settings/partners/new/", {"name": "Hout", "handle": "hout", "role": "partner"}
    )
    assert call("visitor", "get", "/werf/partners").json()[0]["name"] == "Hout"
    assert call("member", "delete", "/werf/partners/hout").status_code == 403
    assert call("steward", "delete", "/werf/partners/hout").status_code == 204
    added = {"organisation": "hout", "role": "initiator"}
    assert call("steward", "post", "/werf/partners", added).json()["role"] == "initiator"
