"""What the pages can do, the API can."""

import json
from typing import Any

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import make_token
from gemeengoed.core.sources.models import ArchivedCopy, Definition, Source

pytestmark = pytest.mark.django_db
HOME = "/api/commons/v1/commons/werf"
GIVEN = {"title": "Governing", "authors": [{"family": "Ostrom", "given": "Elinor"}], "date": "1990"}


@pytest.fixture
def api(ada: Person, werf: Commons) -> Client:
    token = make_token(ada)[1]
    return Client(headers={"authorization": f"Bearer {token}", "accept-language": "en"})


def _json(client: Client, method: str, path: str, given: object = None) -> tuple[int, Any]:
    answer = client.generic(method, f"{HOME}{path}", content_type="application/json",
                            data=json.dumps(given or {}))  # fmt: skip
    return answer.status_code, answer.json() if answer.content else None


def test_a_source_is_made_read_changed_merged_and_removed(api: Client) -> None:
    status, made = _json(api, "POST", "/sources", GIVEN)
    assert status == 201
    number = made["id"]
    read = Client().get(f"{HOME}/sources/{number}").json()
    assert (read["authors"][0]["family"], read["cited_by"]) == ("Ostrom", [])
    _json(api, "PUT", f"/sources/{number}", {**GIVEN, "isbn": "978-0-521-40599-7"})
    other = _json(api, "POST", "/sources", GIVEN)[1]["id"]
    assert _json(api, "POST", f"/sources/{number}/merge", {"other": other})[0] == 200
    assert Client().get(f"{HOME}/sources?q=ostrom").json()["count"] == 1
    assert Source.objects.get().isbn == "9780521405997"
    assert _json(api, "DELETE", f"/sources/{number}")[0] == 204
    assert not Source.objects.exists()


def test_what_is_wrong_is_told_by_field(api: Client) -> None:
    status, told = _json(api, "POST", "/sources", {"title": "x", "isbn": "1", "url": "nergens"})
    assert status == 422
    assert set(told["fields"]) == {"isbn", "url"}


def test_a_copy_is_asked_for_and_told_about(api: Client) -> None:
    number = _json(api, "POST", "/sources", {**GIVEN, "url": "http://127.0.0.1/x"})[1]["id"]
    assert _json(api, "POST", f"/sources/{number}/copy")[1]["copy_kept"]["state"] == "waiting"
    assert _json(api, "DELETE", f"/sources/{number}/copy")[0] == 204
    assert not ArchivedCopy.objects.exists()


def test_reading_lists_go_out_and_come_in(api: Client) -> None:
    _json(api, "POST", "/sources", GIVEN)
    written = Client().get(f"{HOME}/sources/list.bib").content.decode()
    assert "author = {Ostrom, Elinor}" in written
    status, told = _json(api, "POST", "/sources/list", {"text": written})
    assert (status, len(told["made"]), told["problems"]) == (201, 1, [])
    assert _json(api, "POST", "/sources/list", {"text": "zomaar"})[0] == 422
    assert Client().get(f"{HOME}/sources/list.exe").status_code == 422


def test_the_style_is_chosen_by_a_steward(api: Client) -> None:
    chosen = {"style": "chicago-author-date", "copies": "everybody"}
    assert _json(api, "PUT", "/source-settings", chosen)[0] == 200
    assert Client().get(f"{HOME}/source-settings").json()["style"] == "chicago-author-date"
    assert _json(api, "PUT", "/source-settings", {"style": "x", "copies": "everybody"})[0] == 422


def test_definitions(api: Client) -> None:
    source = _json(api, "POST", "/sources", GIVEN)[1]["id"]
    given = {"term": {"nl": "meent"}, "text": {"nl": "Van ons."}, "source": source}
    made = _json(api, "POST", "/definitions", given)[1]
    assert _json(api, "POST", "/definitions?slug=meent", given)[0] == 201
    assert _json(api, "POST", "/definitions?slug=anders", given)[0] == 404
    term = Client().get(f"{HOME}/definitions/meent").json()
    assert (len(term["definitions"]), term["used_in"]) == (2, [])
    address = f"/definitions/meent/{made['id']}"
    changed = _json(api, "PUT", address, {**given, "text": {"nl": "Anders."}})[1]
    assert changed["text"] == {"nl": "Anders."}
    assert _json(api, "DELETE", address)[0] == 204
    assert Definition.objects.count() == 1
    assert len(Client().get(f"{HOME}/definitions").json()) == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/sources"), ("PUT", "/sources/1"), ("DELETE", "/sources/1"),
        ("POST", "/sources/1/merge"), ("POST", "/sources/1/copy"), ("DELETE", "/sources/1/copy"),
        ("POST", "/sources/list"), ("PUT", "/source-settings"), ("POST", "/definitions"),
        ("PUT", "/definitions/x/1"), ("DELETE", "/definitions/x/1"),
    ],
)  # fmt: skip
def test_visitors_change_nothing(werf: Commons, method: str, path: str) -> None:
    assert _json(Client(), method, path)[0] == 401
