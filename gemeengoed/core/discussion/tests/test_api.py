"""What the pages do, the API does by the same rules."""

import json

import pytest
from django.test import Client

from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import tokens

from .conftest import TEXT, World
from .test_suggestions import NEW, OLD

pytestmark = pytest.mark.django_db


class Caller:
    """Requests with a person's token."""

    def __init__(self, person: Person) -> None:
        _row, token = tokens.make_token(person, "test", ["read", "write"], None)
        self.headers = {"Authorization": f"Bearer {token}"}
        self.client = Client()

    def __call__(self, method: str, path: str, status: int = 200, **body: object) -> object:
        answer = self.client.generic(
            method, path, json.dumps(body), content_type="application/json", headers=self.headers
        )
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else None


@pytest.fixture
def call(world: World) -> dict[str, Caller]:
    return {name: Caller(getattr(world, name)) for name in ("bea", "eva", "finn", "noor", "vic")}


def test_a_thread_from_begin_to_end(world: World, call: dict[str, Caller]) -> None:
    base = f"{world.api}/discussion"
    read = call["noor"]("GET", base)
    assert [block["kind"] for block in read["blocks"]][:3] == ["heading", "paragraph", "paragraph"]
    at = {"block": 3, "revision": read["revision"], "text": "Klopt dit?"}
    thread = call["noor"]("POST", f"{base}/threads", 201, **at)
    first = thread["comments"][0]
    assert (thread["block"], thread["quote"], first["author"]) == (3, OLD, "noor")
    call["noor"]("POST", f"{base}/threads", 409, **{**at, "revision": 1})
    call["noor"]("POST", f"{base}/threads", 422, **{**at, "text": " "})
    call["vic"]("GET", base, 403)
    call["noor"]("PATCH", f"{base}/comments/{first['id']}", text="Klopt dit wel?")
    call["eva"]("PATCH", f"{base}/comments/{first['id']}", 403, text="Nee")
    call["eva"]("POST", f"{base}/threads/{thread['id']}/comments", 201, text="Ja hoor")
    assert call["noor"]("POST", f"{base}/threads/{thread['id']}/resolve")["resolved_by"] == "noor"
    call["noor"]("POST", f"{base}/threads/{thread['id']}/resolve", 422)
    call["noor"]("POST", f"{base}/threads/{thread['id']}/reopen")
    call["noor"]("POST", f"{base}/comments/{first['id']}/hide", 403, reason="x")
    hidden = call["eva"]("POST", f"{base}/comments/{first['id']}/hide", reason="Onaardig")
    assert hidden["comments"][0]["state"] == "hidden"
    assert call["noor"]("GET", base)["threads"][0]["comments"][0]["text"] == ""
    call["eva"]("POST", f"{base}/comments/{first['id']}/show")
    call["noor"]("DELETE", f"{base}/comments/{first['id']}", 204)
    assert call["eva"]("GET", base)["threads"][0]["comments"][0]["state"] == "taken back"


def test_suggestions(world: World, call: dict[str, Caller]) -> None:
    base = f"{world.api}/discussion"
    at = {"block": 3, "revision": 2, "text": "Preciezer", "proposed": NEW}
    made = [call["noor"]("POST", f"{base}/suggestions", 201, **at)["id"] for _ in range(3)]
    call["noor"]("POST", f"{base}/threads/{made[0]}/accept", 403)
    assert call["eva"]("POST", f"{base}/threads/{made[0]}/accept") == {"revision": 3}
    call["eva"]("POST", f"{base}/threads/{made[0]}/accept", 422)
    call["eva"]("POST", f"{base}/threads/{made[1]}/decline", 422, reason="")
    declined = call["eva"]("POST", f"{base}/threads/{made[1]}/decline", reason="Al gedaan")
    assert declined["suggestion"]["state"] == "declined"
    world.write(TEXT.replace(OLD, "De dijkgraaf kijkt in mei of de sloten schoon zijn."))
    changed = call["eva"]("POST", f"{base}/threads/{made[2]}/accept", 409)
    assert changed["now"].startswith("De dijkgraaf kijkt in mei of")
    call["noor"]("POST", f"{base}/threads/{made[2]}/withdraw")


def test_reviews_and_rules(world: World, call: dict[str, Caller]) -> None:
    rules = "/api/commons/v1/commons/werf/discussion"
    call["eva"]("PATCH", rules, 403, second_editor=True)
    changed = call["bea"]("PATCH", rules, second_editor=True)
    assert changed == {"readers": "members", "second_editor": True}
    call["bea"]("PATCH", rules, 422, readers="cats")
    world.write(TEXT + "\nMeer.\n")
    base = f"{world.api}/reviews"
    call["noor"]("POST", base, 403)
    asked = call["eva"]("POST", base, 201, of="finn", words="Graag")
    assert call["finn"]("GET", "/api/commons/v1/commons/werf/reviews")[0]["id"] == asked["id"]
    call["eva"]("POST", f"{base}/{asked['id']}/answer", 422, approve=True)
    answered = call["finn"]("POST", f"{base}/{asked['id']}/answer", approve=True)
    assert (answered["approved"], answered["answered_by"]) == (True, "finn")
    call["finn"]("DELETE", f"{base}/{asked['id']}", 422)
    assert len(call["eva"]("GET", base)) == 1
    call["eva"]("POST", "/api/commons/v1/commons/werf/publications/water/nl/publish")
