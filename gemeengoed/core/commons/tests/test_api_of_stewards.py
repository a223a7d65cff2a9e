"""Links, order and putting back in the API, for whom they are meant."""

from typing import Any

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Application
from gemeengoed.core.commons.services.joining import apply
from gemeengoed.core.commons.services.partners import add_partner
from gemeengoed.core.commons.services.programme import remove_question, save_question
from gemeengoed.core.commons.services.settings import set_picture
from gemeengoed.core.media.services import store_image
from gemeengoed.core.media.tests.making import picture
from gemeengoed.core.people.models import Organisation
from gemeengoed.core.people.services import create_organisation
from gemeengoed.core.people.services.tokens import make_token

from .conftest import ROLES, Cast

HOME = "/api/commons/v1/commons/werf"


def _ask(cast: Cast, role: str, method: str, path: str, data: object = None) -> Any:
    headers = {}
    if cast.people[role] is not None:
        headers["authorization"] = f"Bearer {make_token(cast.person(role))[1]}"
    send = getattr(Client(headers=headers), method)
    return send(HOME + path, data or {}, content_type="application/json")


def test_a_link_is_shown_once_lets_somebody_in_and_ends(cast: Cast) -> None:
    made = _ask(cast, "steward", "post", "/links", {"days": 3, "uses": 2})
    assert made.status_code == 201
    token = made.json()["link"].rstrip("/").rpartition("/")[2]
    assert cast.clients["stranger"].get(f"/@werf/join/{token}/").status_code == 200
    listed = _ask(cast, "steward", "get", "/links").json()
    assert [(one["id"], one["uses_left"]) for one in listed] == [(made.json()["id"], 2)]
    assert token not in str(listed)
    assert _ask(cast, "steward", "delete", f"/links/{listed[0]['id']}").status_code == 204
    assert _ask(cast, "steward", "delete", f"/links/{listed[0]['id']}").status_code == 422
    assert _ask(cast, "steward", "get", "/links").json() == []


@pytest.mark.parametrize(
    ("given", "field"),
    [({"days": 0}, "days"), ({"days": 366}, "days"), ({"uses": 0}, "uses")],
)
def test_a_link_without_end_is_refused(cast: Cast, given: object, field: str) -> None:
    answer = _ask(cast, "steward", "post", "/links", given)
    assert answer.status_code == 422
    assert field in answer.json()["fields"]


def test_somebody_takes_back_their_own_application(cast: Cast) -> None:
    apply(cast.commons, cast.person("stranger"), "Mag ik?")
    assert _ask(cast, "visitor", "delete", "/application").status_code == 401
    assert _ask(cast, "member", "delete", "/application").status_code == 204
    assert Application.objects.exists(), "of somebody else"
    assert _ask(cast, "stranger", "delete", "/application").status_code == 204
    assert not Application.objects.exists()


def test_questions_are_ordered_removed_and_put_back(cast: Cast) -> None:
    steward = cast.person("steward")
    main, first, second = (
        save_question(cast.commons, steward, text={"nl": words}) for words in ("A?", "B?", "C?")
    )
    order = {"order": [main.slug, second.slug, first.slug]}
    told = _ask(cast, "steward", "put", "/question-order", order).json()
    assert [one["slug"] for one in told] == order["order"]
    remove_question(second, steward)
    back = _ask(cast, "steward", "post", f"/questions/{second.slug}/restore")
    assert back.json()["slug"] == second.slug
    assert _ask(cast, "steward", "post", "/questions/none/restore").status_code == 404


def test_partners_are_ordered(cast: Cast) -> None:
    steward = cast.person("steward")
    for handle in ("meent", "waag"):
        organisation = create_organisation(handle, handle.capitalize(), steward)
        add_partner(cast.commons, organisation, steward)
    told = _ask(cast, "steward", "put", "/partner-order", {"order": ["waag", "meent"]}).json()
    assert [one["organisation"] for one in told] == ["waag", "meent"]
    wrong = _ask(cast, "steward", "put", "/partner-order", {"order": "waag"})
    assert wrong.status_code == 422


def test_a_partner_that_is_new_here_is_made_in_one_call(cast: Cast) -> None:
    hout = {"handle": "hout", "name": "Hout", "website": "https://hout.example/"}
    made = _ask(cast, "steward", "post", "/partners", {"organisation": hout, "role": "initiator"})
    assert made.status_code == 201
    assert made.json() == {
        "organisation": "hout",
        "name": "Hout",
        "website": "https://hout.example/",
        "role": "initiator",
    }
    assert Client().get("/@hout/").status_code == 200
    assert _ask(cast, "visitor", "get", "/partners").json() == [made.json()]


@pytest.mark.parametrize(
    ("changed", "role", "field"),
    [
        ({"handle": "werf"}, "partner", "handle"),
        ({"name": " "}, "partner", "name"),
        ({"website": "javascript:x"}, "partner", "website"),
        ({"description": {"xx-": "x"}}, "partner", "description"),
        ({}, "owner", "role"),
    ],
)
def test_a_new_partner_that_is_refused_leaves_no_organisation(
    cast: Cast, changed: dict[str, object], role: str, field: str
) -> None:
    hout = {"handle": "hout", "name": "Hout", **changed}
    answer = _ask(cast, "steward", "post", "/partners", {"organisation": hout, "role": role})
    assert answer.status_code == 422
    assert field in answer.json()["fields"]
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("role", [role for role in ROLES if role != "steward"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/links"),
        ("post", "/links"),
        ("delete", "/links/1"),
        ("put", "/question-order"),
        ("post", "/questions/x/restore"),
        ("put", "/partner-order"),
        ("post", "/partners"),
        ("delete", "/picture"),
        ("patch", "/picture"),
    ],
)
def test_only_stewards_may(cast: Cast, role: str, method: str, path: str) -> None:
    organisation = {"handle": "hout", "name": "Hout"}
    sent = {"order": [], "alt": {"nl": "x"}, "organisation": organisation}
    answer = _ask(cast, role, method, path, sent)
    assert not Organisation.objects.filter(actor__handle="hout").exists()
    assert answer.status_code == (401 if role == "visitor" else 403)


def test_the_picture_of_a_commons_comes_and_goes(cast: Cast) -> None:
    def send(role: str, alt: str) -> Any:
        token = make_token(cast.person(role))[1]
        client = Client(headers={"authorization": f"Bearer {token}"})
        return client.post(f"{HOME}/picture", {"file": picture(), "alt": alt})

    told = send("steward", "De werf")
    assert told.json()["alt"] == {"nl": "De werf"}
    assert told.json()["url"]
    assert send("steward", " ").status_code == 422
    assert send("editor", "x").status_code == 403
    assert _ask(cast, "steward", "delete", "/picture").status_code == 204
    cast.commons.refresh_from_db()
    assert cast.commons.picture is None


def test_only_the_words_of_a_picture_change(cast: Cast) -> None:
    early = _ask(cast, "steward", "patch", "/picture", {"alt": {"nl": "De werf"}})
    assert early.status_code == 422
    assert early.json()["fields"]["alt"]
    file = store_image(picture(), cast.commons.actor, cast.person("steward").actor)
    set_picture(cast.commons, cast.person("steward"), file, {"nl": "De werf"})
    before = _ask(cast, "visitor", "get", "/picture").json()
    words = {"nl": "De werf in de winter", "en": "The yard in winter"}
    told = _ask(cast, "steward", "patch", "/picture", {"alt": words}).json()
    assert told == {"url": before["url"], "alt": words}
    assert 'alt="The yard in winter"' in Client().get("/@werf/?lang=en").text
    for wrong in ({}, {"nl": " "}, {"nl": "x" * 5000}):
        assert _ask(cast, "steward", "patch", "/picture", {"alt": wrong}).status_code == 422
    assert _ask(cast, "visitor", "get", "/picture").json() == told
