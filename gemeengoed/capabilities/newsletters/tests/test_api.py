"""The same by the API."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gemeengoed.capabilities.newsletters.models import Letter, Subscriber
from gemeengoed.core.people.services import make_token

from .conftest import Scene, mails

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/api/commons/v1/commons/werf"


def call(person: Any, method: str, path: str, body: object = None) -> tuple[int, Any]:
    headers = {"authorization": f"Bearer {make_token(person)[1]}"} if person else {}
    answer = Client().generic(
        method, HOME + path, json.dumps(body), content_type="application/json", headers=headers
    )
    return answer.status_code, json.loads(answer.content or b"null")


def test_a_letter_from_beginning_to_tally(scene: Scene) -> None:
    scene.on_the_list()
    status, made = call(scene.eva, "POST", "/letters", {"language": "nl", "subject": "Brief"})
    assert status == 201
    here = f"/letters/{made['slug']}"
    text = {"subject": "Brief", "edition": 1, "blocks": [{"kind": "words", "markdown": "Dag"}]}
    status, saved = call(scene.eva, "PUT", f"{here}/texts/nl", text)
    assert (status, saved["edition"]) == (200, 2)
    assert call(scene.eva, "PUT", f"{here}/texts/nl", text)[0] == 422
    assert call(scene.eva, "POST", f"{here}/texts", {"language": "en"})[0] == 201
    assert call(scene.eva, "DELETE", f"{here}/texts/en")[0] == 204
    levels = {one["level"] for one in call(scene.eva, "GET", f"{here}/findings")[1]}
    assert levels == {"warning"}
    before = len(mails())
    assert call(scene.eva, "POST", f"{here}/texts/nl/test")[0] == 204
    assert len(mails()) == before + 1
    assert call(None, "GET", here)[0] == 404
    assert call(scene.eva, "POST", f"{here}/schedule", {})[0] == 200
    assert call(scene.eva, "GET", f"{here}/tally")[1]["total"] == 1
    assert call(scene.eva, "POST", f"{here}/pause")[1]["state"] == "paused"
    assert call(scene.eva, "POST", f"{here}/resume")[1]["state"] == "sending"
    assert call(scene.eva, "POST", f"{here}/cancel")[1]["state"] == "cancelled"
    assert call(None, "GET", "/letters")[1]["total"] == 1
    assert call(scene.eva, "DELETE", here)[0] == 422
    assert call(scene.eva, "POST", f"{here}/nonsense")[0] == 404


def test_a_letter_that_went_nowhere_is_thrown_away(scene: Scene) -> None:
    _status, made = call(scene.eva, "POST", "/letters", {"language": "nl", "collect": True})
    assert call(scene.eva, "DELETE", f"/letters/{made['slug']}")[0] == 204
    assert not Letter.objects.exists()


def test_the_list_is_for_stewards(scene: Scene) -> None:
    pk = scene.on_the_list().pk
    for method, path in (
        ("GET", "/subscribers"),
        ("POST", f"/subscribers/{pk}/remove"),
        ("DELETE", f"/subscribers/{pk}"),
        ("GET", "/letter-settings"),
        ("POST", "/topics"),
    ):
        body = {"name": {"nl": "x"}} if path == "/topics" else {}
        assert call(scene.eva, method, path, body)[0] == 403, path
        assert call(None, method, path, body)[0] == 401, path
    assert call(scene.bea, "GET", "/subscribers")[1]["items"][0]["address"] == "noor@voorbeeld.nl"
    assert call(scene.bea, "POST", f"/subscribers/{pk}/remove")[1]["state"] == "left"
    assert call(scene.bea, "DELETE", f"/subscribers/{pk}")[0] == 204
    status, topic = call(scene.bea, "POST", "/topics", {"name": {"nl": "Bouwen"}})
    assert status == 201
    assert call(scene.bea, "DELETE", f"/topics/{topic['id']}")[0] == 204
    given = {"postal_address": "Kade 1"}
    assert call(scene.bea, "PATCH", "/letter-settings", given)[1]["postal_address"] == "Kade 1"
    assert call(scene.bea, "GET", "/letter-settings")[1]["needs_approval"] is False


def test_a_list_comes_in_as_multipart(scene: Scene) -> None:
    headers = {"authorization": f"Bearer {make_token(scene.bea)[1]}"}
    file = SimpleUploadedFile("lijst.csv", b"e-mail\nnoor@voorbeeld.nl\nfout\n")
    fields = {"file": file, "ground": "Op papier", "confirm": "false"}
    answer = Client().post(f"{HOME}/subscribers/list", fields, headers=headers)
    assert answer.json()["added"] == 1
    assert answer.json()["broken"][0][0] == 3
    assert Subscriber.objects.get().state == "on"
