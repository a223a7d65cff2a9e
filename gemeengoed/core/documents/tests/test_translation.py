"""A translation knows what it follows; editors see how far behind it is, readers that it is older."""

import pytest
from django.test import Client

from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents import translation
from gemeengoed.core.documents.models import Document, Revision
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person

pytestmark = pytest.mark.django_db
HOME = "/@werf/publications/tekst/"


@pytest.fixture
def text(werf: Commons, ada: Person) -> Publication:
    """Dutch with an English translation, both published."""
    publication = publications.create_publication(werf, Kind.ARTICLE, "tekst")
    publications.write(publication, "nl", Words("Titel", "", "Een plan.\n"), ada.actor, 0)
    publications.write(publication, "en", Words("Title", "", "A plan.\n"), ada.actor, 0)
    for document in publication.work.documents.all():
        publications.publish(publication, document, ada.actor)
    return publication


@pytest.fixture
def moved_on(text: Publication, ada: Person) -> Publication:
    """The Dutch text was changed twice since."""
    for base, words in ((1, "Een groot plan.\n"), (2, "Een groot plan van ons.\n")):
        publications.write(text, "nl", Words("Titel", "", words), ada.actor, base)
    return text


def standing(text: Publication, language: str) -> translation.Standing | None:
    return translation.standing(text.work.documents.select_related("head"), language)


def newest(text: Publication, language: str) -> Revision:
    return Document.objects.get(work=text.work, language=language).head


def test_a_translation_begins_up_to_date(text: Publication) -> None:
    assert translation.mark_of(newest(text, "en")) == "nl:1"
    assert translation.mark_of(newest(text, "nl")) == ""
    assert standing(text, "nl") is None


def test_it_is_behind_and_editors_see_how_far(moved_on: Publication, editor: Client) -> None:
    found = standing(moved_on, "en")
    assert found is not None
    assert found.ahead == 2
    page = editor.get(f"{HOME}en/").content.decode()
    assert "is 2 wijzigingen verder" in page
    beside = editor.get(f"{HOME}en/write/?translate=1").content.decode()
    assert '<ins><span class="visually-hidden">Toegevoegd: </span>groot ' in beside
    assert 'value="nl:3" checked' in beside


def test_a_small_repair_does_not_claim_to_follow(
    moved_on: Publication, ada: Person, editor: Client
) -> None:
    assert 'value="nl:3">' in editor.get(f"{HOME}en/write/").content.decode()
    typed = {"title": "Title", "summary": "", "text": "A good plan.\n", "base": 1}
    editor.post(f"{HOME}en/write/", typed)
    assert translation.mark_of(newest(moved_on, "en")) == "nl:1"


def test_saying_so_brings_it_up_to_date_also_without_new_words(
    moved_on: Publication, editor: Client
) -> None:
    typed = {"title": "Title", "summary": "", "text": "A plan.\n", "base": 1, "follows": "nl:3"}
    editor.post(f"{HOME}en/write/", typed)
    assert newest(moved_on, "en").number == 1
    found = standing(moved_on, "en")
    assert found is not None
    assert found.ahead == 0
    assert "to-translate" not in editor.get(f"{HOME}en/write/").content.decode()


@pytest.mark.parametrize("wrong", ["nl:99", "en:1", "nl", "nl:x", ":1", "nl:-1", "nl:9999999999"])
def test_a_mark_that_is_not_there_says_nothing(
    moved_on: Publication, editor: Client, wrong: str
) -> None:
    typed = {"title": "Title", "summary": "", "text": "B.\n", "base": 1, "follows": wrong}
    assert editor.post(f"{HOME}en/write/", typed).status_code == 302
    assert translation.mark_of(newest(moved_on, "en")) == "nl:1"


def test_readers_are_told_once_the_newer_text_is_out(moved_on: Publication, ada: Person) -> None:
    told = "is veranderd sinds deze vertaling is gemaakt"
    assert told not in Client().get(f"{HOME}en/").content.decode()
    document = Document.objects.get(work=moved_on.work, language="nl")
    publications.publish(moved_on, document, ada.actor)
    page = Client().get(f"{HOME}en/").content.decode()
    assert told in page
    assert f'href="{HOME}nl/" hreflang="nl"' in page
    assert told not in Client().get(f"{HOME}nl/").content.decode()


def test_a_new_language_has_the_whole_text_beside_it(text: Publication, editor: Client) -> None:
    page = editor.get(f"{HOME}pt-br/write/").content.decode()
    assert "Een plan." in page
    assert 'value="nl:1" checked' in page
    typed = {"title": "Título", "summary": "", "text": "Um plano.\n", "base": 0}
    editor.post(f"{HOME}pt-br/write/", {**typed, "follows": "nl:1"})
    assert translation.mark_of(newest(text, "pt-br")) == "nl:1"


def test_the_api_tells_and_takes_it(moved_on: Publication, editor: Client) -> None:
    address = "/api/commons/v1/commons/werf/publications/tekst/en"
    assert editor.get(address).json()["follows"] == "nl:1"
    body = {"title": "Title", "text": "A big plan.\n", "base": 1, "follows": "nl:3"}
    assert editor.put(address, body, "application/json").json()["follows"] == "nl:3"
