"""What a form or the API can be sent and no database keeps: told in words, never an error of the server."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gemeengoed.capabilities.newsletters.models import LetterText, Settings
from gemeengoed.capabilities.newsletters.services import writing
from gemeengoed.core.people.services import make_token

from .conftest import Scene

pytestmark = pytest.mark.django_db
HOME = "/api/commons/v1/commons/werf"


def letter(scene: Scene) -> LetterText:
    return writing.begin(scene.werf, scene.eva.actor, language="nl", subject="Brief")


def call(person: Any, method: str, path: str, body: object) -> tuple[int, str]:
    headers = {"authorization": f"Bearer {make_token(person)[1]}", "accept-language": "nl"}
    answer = Client().generic(
        method, HOME + path, json.dumps(body), content_type="application/json", headers=headers
    )
    return answer.status_code, answer.text


@pytest.mark.parametrize(
    ("do", "file"),
    [("up ²", "²"), ("remove ①", "één"), ("down " + "9" * 5000, "9" * 5000), ("up -1", "-1"), ("remove", ""),
     ("add", "1.5"), ("remove ٣", "①")],
)  # fmt: skip
def test_a_number_that_is_none_changes_nothing(scene: Scene, do: str, file: str) -> None:
    text = letter(scene)
    given = {"subject": "Brief", "edition": 1, "do": do, "add": "picture\0",
             "block-0-kind": "words", "block-0-markdown": "Da\0g", "block-1-kind": "picture",
             "block-1-file": file, "block-1-alt": "Een \0kade", "block-1-credit": ""}  # fmt: skip
    answer = scene.clients["eva"].post(f"/@werf/newsletters/{text.letter.slug}/write/nl/", given)
    assert answer.status_code in (200, 302)
    text.refresh_from_db()
    words, picture = text.blocks[:2]
    assert words == {"kind": "words", "markdown": "Dag"}
    assert picture == {"kind": "picture", "file": "", "alt": "Een kade", "credit": ""}


@pytest.mark.parametrize(
    "file", ["één", "²", -1, 1.5, True, [1], {"pk": 1}, 10**30, "9" * 5000, "1 OR 1"]
)
def test_a_picture_by_the_api_is_a_number(scene: Scene, file: object) -> None:
    path = f"/letters/{letter(scene).letter.slug}/texts/nl"
    block = {"kind": "picture", "file": file, "alt": "Een kade", "credit": ""}
    body = {"subject": "Brief", "edition": 1, "blocks": [block]}
    status, said = call(scene.eva, "PUT", path, body)
    assert (status, "Kies de afbeelding van blok 1 opnieuw" in said) == (422, True), said
    block["file"] = "12"
    status, said = call(scene.eva, "PUT", path, body)
    assert (status, json.loads(said)["blocks"][0]["file"]) == (200, 12)


def test_nul_by_the_api_is_refused(scene: Scene) -> None:
    path = f"/letters/{letter(scene).letter.slug}/texts/nl"
    body = {"subject": "Brief", "edition": 1, "blocks": [{"kind": "words", "markdown": "Da\0g"}]}
    assert call(scene.eva, "PUT", path, body)[0] == 400
    assert LetterText.objects.get().edition == 1


@pytest.mark.parametrize("language", ["n/l", "x" * 500, "", "NL", "fr", "../..", "nl\n"])
def test_a_language_by_the_api_is_one_there_is(scene: Scene, language: str) -> None:
    here = f"/letters/{letter(scene).letter.slug}/texts"
    for path, more in (("/letters", {"subject": "x"}), ("/letters", {"collect": True}), (here, {})):
        status, said = call(scene.eva, "POST", path, {"language": language, **more})
        assert (status, "Er zijn brieven in deze talen: nl, en" in said) == (422, True), said
    assert LetterText.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"postal_address": "x" * 301},
        {"footer": {"nl": "x" * 301}},
        {"footer": {"n/l": "Tot ziens"}},
        {"footer": {"x" * 9999: ""}},
    ],
)
def test_the_foot_of_letters_has_its_measure(scene: Scene, given: dict[str, Any]) -> None:
    status, said = call(scene.bea, "PATCH", "/letter-settings", given)
    assert status == 422
    assert "hoogstens 300 tekens" in said or "deze talen" in said
    assert not Settings.objects.exists()


@pytest.mark.parametrize("name", [{"n/l": "Bouwen"}, {"x" * 9999: "Bouwen"}, {"nl": " "}, {}])
def test_a_topic_has_a_name_in_a_language_there_is(scene: Scene, name: dict[str, str]) -> None:
    assert call(scene.bea, "POST", "/topics", {"name": name})[0] == 422
    assert not scene.werf.topics.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ground": ""}, "Zeg waarom"),
        ({"ground": " \0 "}, "Zeg waarom"),
        ({"ground": "x" * 2001}, "hoogstens 2000 tekens"),
        ({"language": "n/l"}, "deze talen"),
        ({"language": "x" * 99}, "deze talen"),
    ],
)
def test_a_list_by_the_api_needs_a_ground_and_a_language(
    scene: Scene, given: dict[str, str], words: str
) -> None:
    headers = {"authorization": f"Bearer {make_token(scene.bea)[1]}", "accept-language": "nl"}
    file = SimpleUploadedFile("lijst.csv", b"\n\ne-mail\nnoor@voorbeeld.nl\n")
    fields = {"file": file, "ground": "Op papier", "confirm": "true", **given}
    answer = Client().post(f"{HOME}/subscribers/list", fields, headers=headers)
    assert (answer.status_code, words in answer.text) == (422, True), answer.text
    assert not scene.werf.subscribers.exists()
