"""The history of a text: read, compared, undone and returned to."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents import services
from gemeengoed.core.documents.models import Document, Revision, Work
from gemeengoed.core.people.models import Person

pytestmark = pytest.mark.django_db
Write = Callable[..., Revision]
PARAGRAPHS = [f"Alinea {number} gaat over iets van ons allen." for number in range(12)]
TEXT = "\n\n".join(PARAGRAPHS) + "\n"


@pytest.fixture
def changed(write: Write, work: Work, bea: Person) -> Work:
    """1 as it began and published; 2 a word in the first paragraph; 3 a word in the last."""
    write(TEXT)
    services.publish(work.documents.get(), lambda _document, _first: None)
    write(TEXT.replace("Alinea 0 gaat", "Alinea 0 spreekt"), by=bea, reason="Mooier woord")
    write(TEXT.replace("Alinea 0 gaat", "Alinea 0 spreekt").replace("11 gaat", "11 vertelt"))
    return work


@pytest.fixture
def pages(changed: Work) -> str:
    return f"/@werf/texts/{changed.documents.get().pk}/"


def head(work: Work) -> Revision:
    return Document.objects.get(work=work).head


def test_it_lists_every_change_for_writers(editor: Client, pages: str) -> None:
    page = editor.get(f"{pages}history/").content.decode()
    for words in ("Mooier woord", "Bea", "Wijziging 3", "Versie 1", "compare/1..2/", "undo/2/"):
        assert words in page


def test_readers_see_what_was_published(pages: str) -> None:
    page = Client().get(f"{pages}history/").content.decode()
    assert "Versie 1" in page
    assert "Mooier woord" not in page
    assert Client().get(f"{pages}compare/1..2/").status_code == 404
    assert Client().get(f"{pages}history/2/").status_code == 404
    assert Client().get(f"{pages}compare/1..1/").status_code == 200


def test_a_draft_has_no_history_for_readers(write: Write, work: Work) -> None:
    write("Nog geheim")
    pages = f"/@werf/texts/{work.documents.get().pk}/"
    for page in ("history/", "compare/1..1/", "authors/", "history/1/"):
        assert Client().get(pages + page).status_code == 404


def test_a_difference_shows_words_and_folds_away_the_rest(editor: Client, pages: str) -> None:
    page = editor.get(f"{pages}compare/1..3/").content.decode()
    assert "</span>gaat</del>" in page
    assert "</span>spreekt</ins>" in page
    assert "<details><summary>10 alinea&#x27;s hetzelfde</summary>" in page
    assert "2 woorden erbij" in page


def test_an_old_revision_can_be_read(editor: Client, pages: str) -> None:
    assert "Alinea 0 spreekt" in editor.get(f"{pages}history/2/").content.decode()


def test_one_change_is_undone_and_the_later_one_stays(
    editor: Client, pages: str, changed: Work
) -> None:
    assert "</span>gaat</ins>" in editor.get(f"{pages}undo/2/").content.decode()
    answer = editor.post(f"{pages}undo/2/", {"reason": ""})
    assert answer["Location"] == f"{pages}history/"
    newest = head(changed)
    assert newest.text == TEXT.replace("11 gaat", "11 vertelt")
    assert (newest.number, newest.reason) == (4, "Wijziging 2 ongedaan gemaakt")
    assert "niets meer over" in editor.get(f"{pages}undo/2/").content.decode()
    assert editor.post(f"{pages}undo/2/").status_code == 422


def test_a_change_that_later_ones_touch_is_not_undone_and_both_are_shown(
    editor: Client, pages: str, changed: Work, write: Write
) -> None:
    write(head(changed).text.replace("Alinea 0 spreekt", "Alinea nul zingt"))
    page = editor.get(f"{pages}undo/2/").content.decode()
    assert "Zonder deze wijziging" in page
    assert "zingt" in page
    answer = editor.post(f"{pages}undo/2/")
    assert answer.status_code == 422
    assert head(changed).number == 4


def test_how_a_text_began_cannot_be_undone(editor: Client, pages: str) -> None:
    assert "Zo begon de tekst" in editor.get(f"{pages}undo/1/").content.decode()
    assert editor.post(f"{pages}undo/1/").status_code == 422


def test_a_return_is_a_new_revision_with_a_reason(
    editor: Client, pages: str, changed: Work
) -> None:
    assert editor.get(f"{pages}return/1/").status_code == 200
    editor.post(f"{pages}return/1/", {"reason": "Het was beter"})
    newest = head(changed)
    assert (newest.number, newest.text, newest.reason) == (4, TEXT, "Het was beter")
    assert Revision.objects.count() == 4


def test_undoing_keeps_what_this_person_is_writing(
    editor: Client, pages: str, changed: Work
) -> None:
    typed = {"title": "Titel", "text": "Half af", "base": 3}
    editor.post(f"/@werf/texts/draft/{changed.pk}/nl/", typed)
    editor.post(f"{pages}undo/2/")
    assert changed.drafts.get().text == "Half af"


@pytest.mark.parametrize(
    "page",
    [
        "compare/1..99/",
        "compare/0..1/",
        "undo/99/",
        "return/0/",
        "history/99/",
        "history/999999999/",
    ],
)
def test_numbers_that_are_not_there_are_told(editor: Client, pages: str, page: str) -> None:
    assert editor.get(pages + page).status_code == 404


@pytest.mark.parametrize("page", ["undo/2/", "return/1/"])
@pytest.mark.parametrize("role", ["visitor", "member"])
def test_only_writers_undo_and_return(
    pages: str,
    changed: Work,
    werf: Commons,
    make_person: Callable[..., Person],
    client_for: Callable[..., Client],
    page: str,
    role: str,
) -> None:
    client = Client()
    if role == "member":
        person = make_person("mia")
        werf.memberships.create(person=person, role=role)
        client = client_for(person)
    assert client.get(pages + page).status_code in (302, 403)
    assert client.post(pages + page).status_code in (302, 403)
    assert head(changed).number == 3


def test_a_text_of_another_commons_is_not_found_here(
    editor: Client, changed: Work, make_commons: Callable[..., Commons]
) -> None:
    make_commons("anders")
    pk = changed.documents.get().pk
    assert editor.get(f"/@anders/texts/{pk}/history/").status_code == 404


def test_a_long_history_is_paged_and_flat_in_queries(
    editor: Client, write: Write, work: Work
) -> None:
    def asked() -> int:
        pk = work.documents.get().pk
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(f"/@werf/texts/{pk}/history/").status_code == 200
        return len(queries)

    for number in range(3):
        write(f"Tekst {number}")
    asked()  # what a first page loads once
    few = asked()
    for number in range(3, 80):
        write(f"Tekst {number}")
    assert asked() == few
    page = editor.get(f"/@werf/texts/{work.documents.get().pk}/history/?page=2").content.decode()
    assert "Wijziging 50" in page
    assert "compare/20..21/" in page
    assert "Wijziging 20<" not in page


def test_the_api_does_what_the_pages_do(editor: Client, changed: Work) -> None:
    text = f"/api/commons/v1/commons/werf/texts/{changed.documents.get().pk}"
    assert [r["number"] for r in editor.get(f"{text}/history").json()["items"]] == [3, 2, 1]
    assert "spreekt" in editor.get(f"{text}/history/2").json()["text"]
    kinds = {change["kind"] for change in editor.get(f"{text}/compare/1/2").json()}
    assert kinds == {"same", "added", "removed"}
    undone = editor.post(f"{text}/history/2/undo", {"reason": "Weg"}, "application/json")
    assert (undone.json()["number"], undone.json()["reason"]) == (4, "Weg")
    again = editor.post(f"{text}/history/2/undo", {}, "application/json")
    assert again.status_code == 422
    back = editor.post(f"{text}/history/1/return", {}, "application/json")
    assert back.json()["number"] == 5
    assert editor.get(f"{text}/history/99").status_code == 404
    assert editor.get(f"{text}/history/99999999999999999999").status_code == 404
    assert Client().get(f"{text}/history").json()["total"] == 1
    assert Client().post(f"{text}/history/1/return", {}, "application/json").status_code == 401
