"""What a conversation is about is called by its title, in the language of the editor."""

import pytest
from django.test import Client

from gemeengoed.capabilities.newsletters.services import writing as letters
from gemeengoed.core.commons.services.programme import save_question

from .conftest import NL, QUESTION, Scene, begun, page

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}


def about(scene: Scene, address: str, client: Client, headers: dict[str, str]) -> str:
    one = begun(scene)
    client.post(page(one, "about"), {"about": address})
    shown = client.get(page(one), headers=headers).text
    return shown.partition(f'<a href="{address}">')[2].partition("</a>")[0]


@pytest.mark.parametrize(("headers", "title"), [(NL, "Wat delen we?"), (EN, "What do we share?")])
def test_a_question_is_called_by_its_words(
    scene: Scene, headers: dict[str, str], title: str
) -> None:
    words = {"nl": "Wat delen we?", "en": "What do we share?"}
    save_question(scene.werf, scene.eva, text=words, slug="wat-delen-we")
    scene.eva.language = ""
    scene.eva.save()
    assert about(scene, QUESTION, scene.editor, headers) == title


def test_a_letter_is_called_by_its_subject(scene: Scene) -> None:
    text = letters.begin(
        scene.werf, scene.eva.actor, language="nl", subject="Brief van mei", slug="2024-05"
    )
    assert about(scene, text.letter.get_absolute_url(), scene.editor, NL) == "Brief van mei"


def test_a_publication_is_called_by_its_title(scene: Scene) -> None:
    made = scene.editor.post(
        "/@werf/publications/new/",
        {"title": "Wat is een gemeengoed?", "slug": "wat", "language": "nl", "kind": "article"},
    )
    assert made.status_code == 302, made.text
    address = "/".join(made.url.split("/")[:4]) + "/"
    assert about(scene, address, scene.editor, NL) == "Wat is een gemeengoed?"


def test_what_is_gone_is_called_by_its_address(scene: Scene) -> None:
    assert about(scene, QUESTION, scene.editor, NL) == QUESTION
