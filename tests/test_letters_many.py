"""Many letters ask as little of the database as few, whatever is in them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gemeengoed.capabilities.newsletters.models import LetterState
from gemeengoed.capabilities.newsletters.services import writing
from gemeengoed.capabilities.newsletters.tests.conftest import Scene, scene
from gemeengoed.core.media.services import store_image
from gemeengoed.core.media.tests.making import picture

from .test_letters_of_publications import publish

pytestmark = pytest.mark.django_db
__all__ = ["scene"]
PLACES = {
    "the feed": "/@werf/newsletters/feed.atom",
    "the archive": "/@werf/newsletters/",
    "the API": "/api/commons/v1/commons/werf/letters",
}


def sent(scene: Scene, number: int) -> None:
    """A letter in two languages with a text, a picture and a publication that are its own."""
    text = publish(scene, f"Tekst {number}")
    stored = store_image(picture(), scene.werf.actor, scene.eva.actor)
    content = [
        {"kind": "words", "markdown": "Beste *lezer*"},
        {"kind": "picture", "file": stored.pk, "alt": "Een veld", "credit": ""},
        {"kind": "object", "block": "publication", "uri": text.work.uri, "words": ""},
    ]
    made = writing.begin(
        scene.werf, scene.eva.actor, language="nl", subject=f"Brief {number}", content=content
    )
    writing.add_language(made.letter, "en", made, scene.eva.actor)
    made.letter.state, made.letter.went_out = LetterState.SENT, timezone.now()
    made.letter.save()


@pytest.mark.parametrize("place", PLACES)
def test_three_letters_and_twelve_take_as_many_queries(scene: Scene, place: str) -> None:
    reader = scene.clients["bea"]
    counted, pages = [], []
    for first, last in ((0, 3), (3, 12)):
        for number in range(first, last):
            sent(scene, number)
        reader.get(PLACES[place])
        with CaptureQueriesContext(connection) as queries:
            pages.append(reader.get(PLACES[place]).text)
        counted.append(len(queries))
    assert counted[0] == counted[1] < 30
    for number in range(12):
        assert f"Brief {number}" in pages[1]
    if place == "the feed":
        assert pages[1].count("Een veld") == pages[1].count("Waarover het gaat.") == 12
