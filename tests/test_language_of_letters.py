"""A letter speaks its own language, whichever that of who looks at it or lets it go."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from gemeengoed.capabilities.newsletters.models import Letter, LetterState
from gemeengoed.capabilities.newsletters.services import arranging, sending, writing
from gemeengoed.capabilities.newsletters.tests.conftest import Scene, scene, server, signing_keys
from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind
from gemeengoed.core.documents.models import Document
from gemeengoed.core.documents.services import Words
from gemeengoed.core.mail.models import Mailing

__all__ = ["scene", "server", "signing_keys"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter(scene: Scene) -> Iterator[Letter]:
    """In Dutch, about an article, where a second editor approves; the job runs in English."""
    made = publications.create_publication(scene.werf, Kind.ARTICLE, "wat")
    words = Words("Wat is het?", "Kort.", "Tekst.")
    publications.write(made, "nl", words, scene.eva.actor, 0)
    document = Document.objects.get(work=made.work, language="nl")
    publications.publish(made, document, scene.eva.actor)
    arranging.change_settings(scene.werf, scene.bea.actor, needs_approval=True)
    block = {"kind": "object", "block": "publication", "uri": made.work.uri, "words": ""}
    text = writing.begin(
        scene.werf, scene.eva.actor, language="nl", subject="Brief", content=[block]
    )
    with translation.override("en"):
        yield text.letter


def test_what_was_approved_in_one_language_goes_out_in_another(
    scene: Scene, letter: Letter
) -> None:
    scene.on_the_list()
    home = f"/@werf/newsletters/{letter.slug}/send/"
    dutch, english = {"accept-language": "nl"}, {"accept-language": "en"}
    page = scene.clients["ko"].get(home, headers=dutch).text
    seen = re.findall(r'name="edition" value="(\w+)"', page)[0]
    scene.clients["ko"].post(f"{home}approve/", {"edition": seen}, headers=dutch)
    later = {"goes_out_0": "2050-01-01", "goes_out_1": "09:00"}
    scene.clients["eva"].post(f"{home}schedule/", later, headers=english)
    assert Letter.objects.get().state == LetterState.SCHEDULED
    Letter.objects.update(goes_out="2020-01-01T09:00Z")
    sending.send_due()
    kept = Letter.objects.get()
    assert (kept.state, kept.trouble) == (LetterState.SENDING, "")
    for sent in (str(Mailing.objects.get().template), Client().get(kept.get_absolute_url()).text):
        assert "Artikel" in sent
        assert "Article" not in sent
