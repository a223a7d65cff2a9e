"""What publications offer to letters: collected for a draft, shown as they are now, hidden when they are."""

import pytest

from gemeengoed.capabilities.newsletters.services import sending
from gemeengoed.capabilities.newsletters.tests.conftest import Scene, scene
from gemeengoed.capabilities.newsletters.tests.test_writing import begin, write
from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.documents.services import Words

pytestmark = pytest.mark.django_db
__all__ = ["scene"]


def publish(scene: Scene, title: str) -> Publication:
    text = publications.begin(scene.werf, Kind.ARTICLE, "nl", title, scene.eva.actor)
    publications.write(text, "nl", Words(title, summary="Waarover het gaat."), scene.eva.actor, 1)
    publications.publish(text, text.work.documents.get(), scene.eva.actor)
    return text


def test_this_months_letter_collects_what_was_published(scene: Scene) -> None:
    publish(scene, "Over de werf")
    text = begin(scene, collect="1")
    assert [block["kind"] for block in text.blocks] == ["words", "words", "object"]
    page = scene.clients["eva"].get(f"/@werf/newsletters/{text.letter.slug}/preview/nl/").text
    assert "Over de werf" in page
    assert "Waarover het gaat." in page


def test_the_next_letter_begins_where_the_last_ended(scene: Scene) -> None:
    publish(scene, "Over de werf")
    first = begin(scene, collect="1")
    sending.schedule(first.letter, scene.eva.actor)
    sending.send_due()
    publish(scene, "Nog een tekst")
    second = begin(scene, collect="1")
    titles = [block["uri"] for block in second.blocks if block["kind"] == "object"]
    assert titles == ["/@werf/publications/nog-een-tekst/"]
    assert second.letter.slug != first.letter.slug


def test_what_is_for_members_stays_out_of_letters(scene: Scene) -> None:
    text = publish(scene, "Geheim")
    publications.set_details(
        text, scene.eva.actor, licence="CC0-1.0", audience="members", questions=[], on_behalf_of=[]
    )
    letter = begin(scene, collect="1")
    assert all(block["kind"] == "words" for block in letter.blocks)
    publish(scene, "Open")
    added = write(scene, letter, "add", add="publication /@werf/publications/geheim/")
    assert added.status_code == 302
    assert "Geheim" not in scene.clients["eva"].get(
        f"/@werf/newsletters/{letter.letter.slug}/preview/nl/"
    ).text.replace("geheim", "")
