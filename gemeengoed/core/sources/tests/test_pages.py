"""Sources through their pages: adding, finding, citing, merging, removing."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gemeengoed.core.activity.models import Activity
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents import services as documents
from gemeengoed.core.documents.models import Work
from gemeengoed.core.people.models import Person
from gemeengoed.core.registry import Audience
from gemeengoed.core.sources.models import Definition, FormattedSource, Source
from gemeengoed.core.sources.services import formatting, sources

pytestmark = pytest.mark.django_db
Make = Callable[..., Source]
ENGLISH = {"query_params": {"lang": "en"}}
TYPED = {
    "kind": "book",
    "authors": "Ostrom, Elinor",
    "title": "Governing the Commons",
    "date": "1990",
    "isbn": "978-0-521-40599-7",
    "keep_copy": "on",
}


def make_work(werf: Commons, name: str = "een", audience: Audience = Audience.PUBLIC) -> Work:
    return documents.create_work(werf, f"/@werf/teksten/{name}/", "publication", audience=audience)


def test_an_editor_adds_and_changes_a_source(editor: Client, werf: Commons, ada: Person) -> None:
    saved = editor.post("/@werf/sources/new/", TYPED)
    source = Source.objects.get()
    assert saved["Location"] == source.get_absolute_url()
    assert (source.isbn, source.author, source.added_by) == (
        "9780521405997", "Ostrom, Elinor", ada.actor,
    )  # fmt: skip
    page = editor.get(f"{source.get_absolute_url()}edit/").content.decode()
    assert "Ostrom, Elinor</textarea>" in page
    editor.post(f"{source.get_absolute_url()}edit/", {**TYPED, "date": "mei 1990"})
    source.refresh_from_db()
    assert (source.date, source.version) == ("mei 1990", 2)
    assert list(Activity.objects.filter(object_type="source").values_list("verb", flat=True)) == [
        "add", "change",
    ]  # fmt: skip


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    editor: Client, werf: Commons
) -> None:
    typed = {**TYPED, "isbn": "9780521405998", "date": "ooit", "note": "Heel lang werk"}
    page = editor.post("/@werf/sources/new/", typed, **ENGLISH)
    said = page.content.decode()
    assert page.status_code == 422
    assert "One of these digits is mistyped" in said
    assert "Write a year, a month or a day" in said
    for kept in ("Heel lang werk", "9780521405998", "ooit", "Ostrom, Elinor"):
        assert kept in said
    assert not Source.objects.exists()


def test_readers_find_a_source_by_its_words(make_source: Make, werf: Commons) -> None:
    make_source(title="Over de meent", authors="Ostrom, Elinor", date="1990")
    make_source(title="Buiten beeld")
    for words, found in (("meent", True), ("ostrom 1990", True), ("ostrom 1991", False)):
        page = Client().get("/@werf/sources/", {"words": words}).content.decode()
        assert ("Over de meent" in page) == found
        assert "Buiten beeld" not in page


def test_an_empty_list_says_what_could_be_here(editor: Client, werf: Commons) -> None:
    assert "You can add the first" in editor.get("/@werf/sources/", **ENGLISH).content.decode()
    assert "Editors of this commons add" in Client().get("/@werf/sources/", **ENGLISH).text


def test_the_menu_has_sources_once_there_are(make_source: Make, werf: Commons) -> None:
    assert "/@werf/sources/" not in Client().get("/@werf/").content.decode()
    make_source()
    assert "/@werf/sources/" in Client().get("/@werf/").content.decode()


def test_they_stand_by_author_or_title_then_by_date(make_source: Make) -> None:
    make_source(title="Bossen", authors="")
    make_source(title="Zee", authors="Cals, A.", date="1999")
    make_source(title="Meer", authors="Cals, A.", date="1990")
    make_source(title="Duin", authors="Cals, A.", date="1990")
    make_source(title="Akker", authors="Dijk, B.")
    pages = [
        Client().get(f"/api/commons/v1/commons/werf/sources?per_page=2&page={page}").json()
        for page in (1, 2, 3)
    ]
    titles = [one["title"] for page in pages for one in page["items"]]
    assert titles == ["Bossen", "Duin", "Meer", "Zee", "Akker"]


def test_a_source_is_written_in_the_style_of_its_commons_once_per_change(
    make_source: Make, werf: Commons, ada: Person
) -> None:
    source = make_source(authors="Ostrom, Elinor", date="1990", kind="book", publisher="CUP")
    address = source.get_absolute_url()
    assert "Ostrom, Elinor (1990)" in Client().get(address).content.decode()  # not yet in style
    formatting.write_out()
    assert "Ostrom, E. (1990). <i>Over de meent</i>. CUP." in Client().get(address).text
    row = FormattedSource.objects.get(language="nl")
    formatting.write_out()
    assert FormattedSource.objects.get(language="nl").pk == row.pk
    with CaptureQueriesContext(connection) as made:
        formatting.write_out()
    assert len(made) <= 4  # nothing is left to do: two looks
    sources.set_settings(werf, ada.actor, style="chicago-author-date", copies_for="nobody")
    formatting.write_out()
    assert "Ostrom, E. 1990. <i>Over de meent</i>" in Client().get(address).content.decode()


def test_a_title_cannot_bring_html(make_source: Make, werf: Commons) -> None:
    source = make_source(title="<script>alert(1)</script> & <b>x</b>", authors="<i>a</i>, b")
    for _written in range(2):
        page = Client().get(source.get_absolute_url()).content.decode()
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page
        formatting.write_out()


def test_all_that_cites_it_as_far_as_a_reader_may_know(
    make_source: Make, werf: Commons, ada: Person, editor: Client
) -> None:
    source = make_source()
    for name, audience in (("open", Audience.PUBLIC), ("dicht", Audience.MEMBERS)):
        work = make_work(werf, name, audience)
        documents.save_revision(work, "nl", documents.Words(f"Tekst {name}"), ada.actor, 0)
        documents.publish(work.documents.get(), lambda document, first: None)
        documents.cite(work, [source])
    draft = make_work(werf, "concept")
    documents.save_revision(draft, "nl", documents.Words("Tekst concept"), ada.actor, 0)
    documents.cite(draft, [source])
    seen = Client().get(source.get_absolute_url()).content.decode()
    assert [f"Tekst {n}" in seen for n in ("open", "dicht", "concept")] == [True, False, False]
    seen = editor.get(source.get_absolute_url()).content.decode()
    assert [f"Tekst {n}" in seen for n in ("open", "dicht", "concept")] == [True, True, True]


def test_two_that_are_the_same_become_one(
    make_source: Make, werf: Commons, ada: Person, editor: Client
) -> None:
    kept = make_source(title="Over de meent", date="1990")
    gone = make_source(title="over de meent", isbn="9780521405997", date="1991")
    both, only = make_work(werf, "beide"), make_work(werf, "een")
    documents.cite(both, [gone, kept])
    documents.cite(only, [gone])
    definition = Definition.objects.create(commons=werf, slug="meent", source=gone)
    page = editor.get(f"{kept.get_absolute_url()}merge/").content.decode()
    assert "over de meent" in page
    editor.post(f"{kept.get_absolute_url()}merge/", {"other": gone.pk})
    kept.refresh_from_db()
    definition.refresh_from_db()
    assert list(Source.objects.all()) == [kept]
    assert (kept.isbn, kept.date) == ("9780521405997", "1990")
    assert [work.citations.get().source for work in (both, only)] == [kept, kept]
    assert definition.source == kept


@pytest.mark.parametrize("other", ["", "x", "0", "9" * 30, "self"])
def test_a_merge_with_nothing_is_refused(make_source: Make, editor: Client, other: str) -> None:
    source = make_source()
    posted = {"other": str(source.pk) if other == "self" else other}
    answer = editor.post(f"{source.get_absolute_url()}merge/", posted)
    assert answer.status_code in (404, 422)
    assert Source.objects.count() == 1


def test_a_source_is_removed_only_when_nothing_rests_on_it(
    make_source: Make, werf: Commons, editor: Client
) -> None:
    source = make_source()
    work = make_work(werf)
    documents.cite(work, [source])
    refused = editor.post(f"{source.get_absolute_url()}remove/", **ENGLISH)
    assert "rests on this source" in refused.content.decode()
    documents.cite(work, [])
    editor.post(f"{source.get_absolute_url()}remove/")
    assert not Source.objects.exists()


BIB = (
    "@book{o, author={Ostrom, Elinor}, title={Governing}, year=1990}\n"
    "@book{p, title={Over de meent}, isbn={1}}"
)


def test_a_list_is_looked_at_before_it_comes_in(
    make_source: Make, werf: Commons, editor: Client
) -> None:
    make_source(title="Over de meent")
    page = editor.post("/@werf/sources/bring-in/", {"text": BIB}, **ENGLISH).content.decode()
    assert "There are 2 sources" in page
    assert "Here already" in page
    assert "An ISBN has 10 digits" in page
    assert Source.objects.count() == 1
    editor.post("/@werf/sources/bring-in/", {"text": BIB, "bring": "1", "take": ["0", "1"]})
    assert Source.objects.count() == 3
    assert Source.objects.get(note="ISBN: 1").title == "Over de meent"


@pytest.mark.parametrize("text", ["", "zomaar wat", "x" * 1_000_001])
def test_what_is_no_list_is_told_and_kept(editor: Client, werf: Commons, text: str) -> None:
    page = editor.post("/@werf/sources/bring-in/", {"text": text})
    assert page.status_code == 422
    assert text[:20] in page.content.decode()


@pytest.mark.parametrize(
    ("ending", "mark"), [("bib", "@book{"), ("json", '"type"'), ("ris", "TY  -")]
)
def test_readers_take_lists_along(
    make_source: Make, werf: Commons, ada: Person, ending: str, mark: str
) -> None:
    source = make_source(kind="book")
    work = make_work(werf)
    documents.save_revision(work, "nl", documents.Words("Tekst"), ada.actor, 0)
    documents.publish(work.documents.get(), lambda document, first: None)
    documents.cite(work, [source])
    for address in (
        f"/@werf/sources/list.{ending}",
        f"{source.get_absolute_url()}cite.{ending}",
        f"/@werf/texts/{work.documents.get().pk}/sources.{ending}",
    ):
        answer = Client().get(address)
        assert mark in answer.content.decode()
        assert f".{ending}" in answer.headers["Content-Disposition"]
    assert Client().get("/@werf/sources/list.exe").status_code == 404


ACTS = ["new/", "bring-in/", "{pk}/edit/", "{pk}/merge/", "{pk}/remove/"]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("role", "allowed"), [("visitor", False), ("member", False), ("editor", True)]
)
def test_only_editors_may_do_an_editors_act(
    make_source: Make, werf: Commons, make_person: Callable[..., Person],
    client_for: Callable[..., Client], act: str, role: str, allowed: bool,
) -> None:  # fmt: skip
    address = f"/@werf/sources/{act}".format(pk=make_source().pk)
    person = make_person("bea") if role != "visitor" else None
    if person:
        werf.memberships.create(person=person, role=role)
    client = client_for(person)
    assert (client.get(address).status_code == 200) == allowed
    if not allowed:
        client.post(address, TYPED)
        assert Source.objects.count() == 1


def test_only_stewards_choose_the_style(
    werf: Commons, make_person: Callable[..., Person], client_for: Callable[..., Client],
    editor: Client,
) -> None:  # fmt: skip
    bea = make_person("bea")
    werf.memberships.create(person=bea, role="editor")
    assert client_for(bea).get("/@werf/sources/settings/").status_code == 403
    editor.post("/@werf/sources/settings/", {"style": "apa", "copies_for": "nobody"})
    assert werf.source_settings.copies == "nobody"
    wrong = editor.post("/@werf/sources/settings/", {"style": "../x", "copies_for": "nobody"})
    assert wrong.status_code == 200
    assert werf.source_settings.style == "apa"


def test_a_source_of_another_commons_is_not_found_here(
    make_source: Make, make_commons: Callable[..., Commons], editor: Client
) -> None:
    make_commons("akker")
    assert editor.get(f"/@akker/sources/{make_source().pk}/").status_code == 404
    assert editor.get(f"/@werf/sources/{'9' * 25}/").status_code == 404
