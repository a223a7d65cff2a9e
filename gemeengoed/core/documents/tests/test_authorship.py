"""Who wrote which passage, along the differences from revision to revision."""

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from gemeengoed.core.documents import authorship, services
from gemeengoed.core.documents.models import Authorship, Document, Revision, Work
from gemeengoed.core.people.models import Person
from gemeengoed.core.text import differences

Write = Callable[..., Revision]
TEXTS = st.lists(st.sampled_from(["een", "plan", "van", " ", "\n\n", ".", "é"]), max_size=20).map(
    "".join
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, max_size=6))
def test_runs_cover_the_text_and_name_revisions_that_were(texts: list[str]) -> None:
    runs: authorship.Runs = []
    before = ""
    for number, text in enumerate(texts, 1):
        runs = authorship.carried(runs, differences.compare(before, text), number)
        before = text
    assert sum(length for _owner, length in runs) == len(before)
    assert all(0 < owner <= len(texts) and length > 0 for owner, length in runs)


@pytest.fixture
def shared(write: Write, work: Work, bea: Person) -> Document:
    write("Een plan van ons.\n\nTweede alinea.\n")
    services.publish(work.documents.get(), lambda _document, _first: None)
    write("Een groot plan van ons.\n\nTweede alinea.\n", by=bea)
    write("Een groot plan van ons.\n\nTweede alinea.\n\nDerde, van Ada.\n")
    return work.documents.get()


def written(found: authorship.Passages) -> list[list[tuple[str, str]]]:
    return [[(p.author, p.text) for p in paragraph.parts] for paragraph in found.paragraphs]


@pytest.mark.django_db
def test_every_passage_has_its_writer(shared: Document) -> None:
    runs = authorship.runs_at(shared, 3)
    assert runs is not None
    assert written(authorship.passages(shared.head, runs)) == [
        [("Ada", "Een "), ("Bea", "groot "), ("Ada", "plan van ons.")],
        [("Ada", "Tweede alinea.")],
        [("Ada", "Derde, van Ada.")],
    ]


@pytest.mark.django_db
def test_it_is_kept_for_the_newest_and_the_published_text(shared: Document, write: Write) -> None:
    authorship.keep_authorship(shared.pk)
    write("Heel anders")
    authorship.keep_authorship(shared.pk)
    authorship.keep_authorship(shared.pk)
    assert set(Authorship.objects.values_list("number", flat=True)) == {1, 4}
    assert Authorship.objects.get(number=4).runs == [[4, len("Heel anders")]]


@pytest.mark.django_db
def test_the_sweep_finds_what_a_lost_wake_up_left(shared: Document) -> None:
    Authorship.objects.all().delete()
    authorship.sweep()
    assert set(Authorship.objects.values_list("number", flat=True)) == {1, 3}


@pytest.mark.django_db
def test_the_page_says_who_in_words(shared: Document, editor: Client) -> None:
    page = editor.get(f"/@werf/texts/{shared.pk}/authors/").content.decode()
    assert "Derde, van Ada." in page
    assert '<span class="by by--2">Bea</span>' in page
    assert '<span class="by by--2" title="Bea">groot </span>' in page


@pytest.mark.django_db
def test_readers_see_the_published_text(shared: Document) -> None:
    page = Client().get(f"/@werf/texts/{shared.pk}/authors/").content.decode()
    assert "Een plan van ons." in page
    assert "groot" not in page
    assert "Bea" not in page


@pytest.mark.django_db
def test_a_long_history_that_is_not_worked_out_yet_is_told(
    write: Write, work: Work, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gemeengoed.core.documents.views.authors.AT_ONCE", 3)
    for number in range(6):
        write(f"Tekst {number}")
    Authorship.objects.all().delete()
    pk = work.documents.get().pk
    assert "uitgezocht" in editor.get(f"/@werf/texts/{pk}/authors/").content.decode()
    authorship.keep_authorship(pk)
    assert "Tekst 5" in editor.get(f"/@werf/texts/{pk}/authors/").content.decode()


@pytest.mark.django_db
def test_long_histories_are_worked_out_in_strides(
    write: Write, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authorship, "A_STRIDE", 4)
    for number in range(11):
        write(" ".join(f"w{n}" for n in range(number + 1)))
    runs = authorship.runs_at(work.documents.get(), 11)
    assert [owner for owner, _length in runs or []] == list(range(1, 12))


@pytest.mark.django_db
def test_the_api_tells_it(shared: Document, editor: Client) -> None:
    found = editor.get(f"/api/commons/v1/commons/werf/texts/{shared.pk}/authors").json()
    assert [part["author"] for part in found[0]] == ["Ada", "Bea", "Ada"]
