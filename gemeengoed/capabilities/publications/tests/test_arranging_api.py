"""Series, kinds, details, sources and early readers: what the pages can do, the API can."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from gemeengoed.capabilities.publications import releasing, services
from gemeengoed.capabilities.publications.models import EarlyReader, Kind, Publication
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services.membership import add_member
from gemeengoed.core.commons.services.programme import save_question
from gemeengoed.core.documents.models import Document
from gemeengoed.core.people.models import Organisation, Person
from gemeengoed.core.people.services import create_organisation, make_token
from gemeengoed.core.registry import Audience, Role
from gemeengoed.core.sources.services.sources import save_source

pytestmark = pytest.mark.django_db
HOME = "/api/commons/v1/commons/werf"
TEXT = "/publications/sluis"
READERS = f"{TEXT}/nl/release/readers"


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    return make_person("ada")


@pytest.fixture
def werf(make_commons: Callable[..., Commons], ada: Person) -> Commons:
    return make_commons("werf", steward=ada)


@pytest.fixture
def sluis(werf: Commons, ada: Person) -> Publication:
    return services.begin(werf, Kind.ARTICLE, "nl", "Sluis", ada.actor)


def caller(person: Person) -> Client:
    return Client(headers={"authorization": f"Bearer {make_token(person)[1]}"})


@pytest.fixture
def api(ada: Person) -> Client:
    return caller(ada)


def _json(client: Client, method: str, path: str, given: object = None) -> tuple[int, Any]:
    answer = client.generic(method, f"{HOME}{path}", json.dumps(given or {}), "application/json")
    return answer.status_code, answer.json() if answer.content else None


def test_a_series_is_made_and_read_with_its_parts(
    api: Client, sluis: Publication, ada: Person
) -> None:
    status, made = _json(api, "POST", "/series", {"title": {"nl": "Water"}, "total": 3})
    assert (status, made["slug"]) == (201, "water")
    placed = _json(api, "PATCH", TEXT, {"series": "water", "number": 2})[1]
    assert (placed["series"], placed["number"], placed["kind"]) == ("water", 2, "article")
    assert _json(Client(), "GET", "/series/water")[1]["parts"] == [], "it is not out yet"
    services.publish(sluis, Document.objects.get(), ada.actor)
    read = _json(Client(), "GET", "/series/water")[1]
    assert [(part["number"], part["title"]) for part in read["parts"]] == [(2, "Sluis")]
    assert [one["slug"] for one in _json(Client(), "GET", "/series")[1]] == ["water"]
    assert _json(api, "PATCH", TEXT, {"series": None})[1]["number"] is None


@pytest.mark.parametrize(
    "given", [{"title": {}}, {"title": {"nl": "  "}}, {"title": {"nl": "Water"}, "total": -1}]
)
def test_a_series_without_a_title_or_with_a_wrong_total_is_refused(
    api: Client, werf: Commons, given: object
) -> None:
    assert _json(api, "POST", "/series", given)[0] == 422


def test_details_change_together_and_what_is_left_out_stays(
    api: Client, sluis: Publication, werf: Commons, ada: Person
) -> None:
    question = save_question(werf, ada, text={"nl": "Waarom?"})
    create_organisation("meent", "De Meent", ada, belongs=True)
    given = {"questions": [question.slug], "on_behalf_of": ["meent"], "audience": "members"}
    status, told = _json(api, "PATCH", TEXT, {**given, "licence": "CC0-1.0", "kind": "report"})
    assert status == 200
    assert {name: told[name] for name in given} == given
    assert (told["licence"], told["kind"]) == ("CC0-1.0", "report")
    kept = _json(api, "PATCH", TEXT, {"audience": "public"})[1]
    assert (kept["questions"], kept["on_behalf_of"]) == ([question.slug], ["meent"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"licence": "mine"}, "licence"),
        ({"kind": "poem"}, "kind"),
        ({"series": "none"}, "series"),
        ({"questions": ["none"]}, "questions"),
        ({"on_behalf_of": ["none"]}, "on_behalf_of"),
    ],
)
def test_wrong_details_are_told_by_field_and_change_nothing(
    api: Client, sluis: Publication, given: dict[str, Any], field: str
) -> None:
    status, told = _json(api, "PATCH", TEXT, {"audience": "members", **given})
    assert status == 422
    assert field in told["fields"]
    sluis.work.refresh_from_db()
    assert sluis.work.audience == Audience.PUBLIC


def test_nobody_signs_for_an_organisation_they_do_not_speak_for(
    sluis: Publication, ada: Person, make_person: Callable[..., Person], api: Client
) -> None:
    create_organisation("meent", "De Meent", make_person("bob"), belongs=True)
    meent = Organisation.objects.get()
    details: dict[str, Any] = {
        "licence": sluis.work.licence,
        "audience": Audience.PUBLIC,
        "questions": [],
        "on_behalf_of": [meent],
    }
    with pytest.raises(ValidationError) as refused:
        services.set_details(sluis, ada.actor, **details)
    assert "on_behalf_of" in refused.value.message_dict
    assert _json(api, "PATCH", TEXT, {"on_behalf_of": ["meent"]})[0] == 422
    sluis.work.on_behalf_of.add(meent)
    services.set_details(sluis, ada.actor, **details)
    assert list(sluis.work.on_behalf_of.all()) == [meent], "who signs already stays"


def test_own_kinds_come_and_go(api: Client, werf: Commons) -> None:
    status, made = _json(api, "POST", "/kinds", {"name": {"nl": "Manifest"}, "like": "report"})
    assert (status, made["slug"]) == (201, "manifest")
    assert "manifest" in [one["slug"] for one in _json(Client(), "GET", "/kinds")[1]]
    assert _json(api, "POST", "/kinds", {"name": {"nl": "Manifest"}})[0] == 422
    assert _json(api, "POST", "/kinds", {"name": {"nl": "Lied"}, "like": "poem"})[0] == 422
    assert _json(api, "DELETE", "/kinds/manifest")[0] == 204
    assert _json(api, "DELETE", "/kinds/manifest")[0] == 404


def test_sources_of_a_text_are_set_in_order(
    api: Client, sluis: Publication, werf: Commons, ada: Person
) -> None:
    given = [save_source(werf, ada.actor, {"title": title}).pk for title in ("Een", "Twee")]
    told = _json(api, "PUT", f"{TEXT}/sources", {"ids": given[::-1]})[1]
    assert [one["title"] for one in told] == ["Twee", "Een"]
    assert _json(api, "PUT", f"{TEXT}/sources", {"ids": [*given, 2**62]})[0] == 422
    assert len(_json(api, "GET", f"{TEXT}/sources")[1]) == 2
    assert _json(Client(), "GET", f"{TEXT}/sources")[0] == 404, "it is not out yet"
    services.publish(sluis, Document.objects.get(), ada.actor)
    assert len(_json(Client(), "GET", f"{TEXT}/sources")[1]) == 2


def test_links_for_early_readers(api: Client, sluis: Publication, ada: Person) -> None:
    assert _json(api, "POST", READERS, {"name": "Eva"})[0] == 422, "not under embargo"
    at = timezone.now() + timedelta(days=1)
    releasing.schedule(Document.objects.get(), at, ada.actor, embargo=True)
    status, made = _json(api, "POST", READERS, {"name": "Eva"})
    assert status == 201
    assert Client().get(made["link"]).status_code == 200
    assert _json(api, "POST", READERS, {"name": " "})[0] == 422
    (listed,) = _json(api, "GET", READERS)[1]
    assert (listed["name"], "link" in listed) == ("Eva", False)
    assert _json(api, "DELETE", f"{READERS}/{listed['id']}")[0] == 204
    assert not EarlyReader.objects.exists()
    assert Client().get(made["link"]).status_code == 404


ACTS = [
    ("POST", "/series", {"title": {"nl": "Water"}}, 201),
    ("PATCH", TEXT, {"licence": "CC0-1.0"}, 200),
    ("PUT", f"{TEXT}/sources", {"ids": []}, 200),
    ("GET", READERS, {}, 200),
    ("POST", READERS, {"name": "Eva"}, 422),
    ("DELETE", f"{READERS}/1", {}, 204),
    ("POST", "/kinds", {"name": {"nl": "Lied"}}, 403),
    ("DELETE", "/kinds/lied", {}, 403),
]
"""With what an editor gets."""


@pytest.mark.parametrize(("method", "path", "given", "editor"), ACTS)
def test_who_may(
    sluis: Publication, werf: Commons, make_person: Callable[..., Person],
    method: str, path: str, given: object, editor: int,
) -> None:  # fmt: skip
    member, writer = make_person("mia"), make_person("eli")
    add_member(werf, member)
    add_member(werf, writer, Role.EDITOR)
    assert _json(Client(), method, path, given)[0] == 401
    assert _json(caller(make_person("bob")), method, path, given)[0] == 403
    assert _json(caller(member), method, path, given)[0] == 403
    assert _json(caller(writer), method, path, given)[0] == editor
