"""What a letter looks like beside its words."""

import re

from django.test import Client

from ..composing import mail_of
from ..services import writing
from .conftest import Scene


def test_the_head_of_a_letter_shows_the_emblem_from_our_own_address(scene: Scene) -> None:
    content = [{"kind": "words", "markdown": "Dag"}]
    text = writing.begin(
        scene.werf, scene.eva.actor, language="nl", subject="Maart", content=content
    )
    found = re.search(r'<img src="https?://[^/"]+(/@werf/emblem\.png)"[^>]*>', mail_of(text).html)
    assert found
    assert 'width="48" height="48" alt=""' in found[0]
    answer = Client().get(found[1])
    assert answer["Content-Type"] == "image/png"
    assert answer.headers.get("Cross-Origin-Resource-Policy", "cross-origin") == "cross-origin"


def test_the_commons_is_called_as_in_the_language_of_the_letter(scene: Scene) -> None:
    scene.werf.names = {"nl": "De werf", "en": "The wharf"}
    scene.werf.save()
    content = [{"kind": "words", "markdown": "Hello"}]
    text = writing.begin(
        scene.werf, scene.eva.actor, language="en", subject="March", content=content
    )
    page = mail_of(text).html
    assert page.count("The wharf") == 2
    assert "De werf" not in page
