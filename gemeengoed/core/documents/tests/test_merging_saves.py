"""Two who write at once: what does not touch is merged, what does is shown side by side."""

from collections.abc import Callable

import pytest
from django.test import Client

from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Revision
from gemeengoed.core.documents.services import EditConflict, Words
from gemeengoed.core.people.models import Person

pytestmark = pytest.mark.django_db
Write = Callable[..., Revision]

TEXT = "Eerste alinea van ons.\n\nTweede alinea van ons.\n\nDerde alinea van ons.\n"


@pytest.fixture
def text(werf: Commons, ada: Person) -> Publication:
    publication = publications.create_publication(werf, Kind.ARTICLE, "tekst")
    publications.write(publication, "nl", Words("Titel", "", TEXT), ada.actor, 0)
    return publication


@pytest.fixture
def theirs(text: Publication, bea: Person) -> Revision:
    """Bea saved while Ada was writing."""
    words = Words("Titel", "", TEXT.replace("Tweede alinea", "Middelste alinea"))
    return publications.write(text, "nl", words, bea.actor, 1)


def typed(text: str, **more: str | int) -> dict[str, str | int]:
    return {"title": "Titel", "summary": "", "text": text, "base": 1, **more}


WRITE = "/@werf/publications/tekst/nl/write/"


def test_what_does_not_touch_is_merged_and_the_writer_told(
    editor: Client, theirs: Revision
) -> None:
    answer = editor.post(WRITE, typed(TEXT.replace("Derde", "Laatste")), follow=True)
    saved = Revision.objects.get(number=3)
    assert saved.text == TEXT.replace("Tweede", "Middelste").replace("Derde", "Laatste")
    assert saved.merged_with == 2
    assert "samengevoegd met de tekst die Bea intussen opsloeg" in answer.content.decode()
    history = editor.get(f"/@werf/texts/{saved.document_id}/history/").content.decode()
    assert "samengevoegd met wijziging 2" in history


def test_what_touches_is_shown_side_by_side_and_nothing_is_stored(
    editor: Client, theirs: Revision
) -> None:
    mine = TEXT.replace("Tweede alinea", "Volgende alinea").replace("Derde", "Laatste")
    answer = editor.post(WRITE, typed(mine))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert Revision.objects.count() == 2
    assert "Middelste" in page
    assert f">\n{mine}</textarea>" in page
    assert 'name="base" value="2"' in page


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("mine", "Volgende alinea van ons."),
        ("theirs", "Middelste alinea van ons."),
        ("both", "Volgende Middelste alinea van ons."),
        ("", "Volgende alinea van ons."),
        ("nonsense", "Volgende alinea van ons."),
    ],
)
def test_the_writer_chooses_per_stretch(
    editor: Client, theirs: Revision, choice: str, expected: str
) -> None:
    mine = TEXT.replace("Tweede alinea", "Volgende alinea").replace("Derde", "Laatste")
    chosen = {"typed-base": 1, "typed-title": "Titel", "typed-summary": "", "typed-text": mine}
    answer = editor.post(WRITE, typed(mine, base=2, **chosen, **{"choice-text-0": choice}, save=""))
    assert answer.status_code == 302
    saved = Revision.objects.get(number=3).text
    assert saved == f"Eerste alinea van ons.\n\n{expected}\n\nLaatste alinea van ons.\n"


def test_what_is_edited_by_hand_goes_before_a_choice(editor: Client, theirs: Revision) -> None:
    mine = TEXT.replace("Tweede alinea", "Volgende alinea")
    chosen = {"typed-base": 1, "typed-title": "Titel", "typed-summary": "", "typed-text": mine}
    by_hand = mine.replace("Volgende alinea", "Alinea twee") + "\nEn nog iets.\n"
    editor.post(WRITE, typed(by_hand, base=2, **chosen, **{"choice-text-0": "theirs"}))
    assert Revision.objects.get(number=3).text == by_hand


def test_titles_go_as_a_whole(text: Publication, ada: Person, bea: Person) -> None:
    publications.write(text, "nl", Words("Titel van Bea", "", TEXT), bea.actor, 1)
    merged = publications.write(
        text, "nl", Words("Titel", "Kort", TEXT + "\nErbij.\n"), ada.actor, 1
    )
    assert (merged.title, merged.summary) == ("Titel van Bea", "Kort")
    with pytest.raises(EditConflict) as conflict:
        publications.write(text, "nl", Words("Titel van Ada", "Kort", TEXT), ada.actor, 1)
    assert [field for field, _n, _c in conflict.value.merge.conflicts] == ["title"]


@pytest.mark.parametrize("base", [0, 99, 999_999_999])
def test_a_base_that_is_not_there_merges_nothing_and_loses_nothing(
    text: Publication, ada: Person, base: int
) -> None:
    with pytest.raises(EditConflict) as conflict:
        publications.write(text, "nl", Words("Titel", "", "Heel iets anders"), ada.actor, base)
    assert [(c.mine, c.theirs) for _f, _n, c in conflict.value.merge.conflicts] == [
        ("Heel iets anders", TEXT)
    ]
    same = publications.write(text, "nl", Words("Titel", "", TEXT), ada.actor, base)
    assert same.number == 1


def test_the_api_merges_and_tells_conflicts(
    text: Publication, theirs: Revision, ada: Person, client_for: Callable[..., Client]
) -> None:
    address = "/api/commons/v1/commons/werf/publications/tekst/nl"

    def put(words: str, base: int) -> tuple[int, dict]:
        answer = client_for(ada).put(
            address, {"title": "Titel", "text": words, "base": base}, "application/json"
        )
        return answer.status_code, answer.json()

    status, answer = put(TEXT.replace("Tweede alinea", "Volgende alinea"), 1)
    assert status == 409
    assert [(c["field"], c["mine"], c["theirs"]) for c in answer["conflicts"]] == [
        ("text", "Volgende", "Middelste")
    ]
    assert answer["merged"]["base"] == answer["theirs"]["base"] == 2
    status, answer = put(answer["merged"]["text"], 2)
    assert (status, answer["number"], answer["merged_with"]) == (200, 3, None)
    status, answer = put(TEXT.replace("Derde", "Laatste"), 1)
    assert (status, answer["number"], answer["merged_with"]) == (200, 4, 3)


def test_a_merge_that_becomes_too_large_is_refused_in_words(
    text: Publication, ada: Person, bea: Person, editor: Client
) -> None:
    long = ("woord " * 90_000 + "\n\n").strip(" ")
    publications.write(text, "nl", Words("Titel", "", long + TEXT), bea.actor, 1)
    answer = editor.post(WRITE, typed(TEXT + "\n\n" + long))
    assert answer.status_code == 422
    assert "1 MB" in answer.content.decode()
    assert "woord woord" in answer.content.decode()
