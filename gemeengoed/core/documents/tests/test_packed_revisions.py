"""Old revisions are packed when a newer one replaces them, and read as if they were not."""

import random
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gemeengoed.core.documents import ageing, contents, services
from gemeengoed.core.documents.models import Document, Revision, Work
from gemeengoed.core.text.packing import DamagedError

pytestmark = pytest.mark.django_db
Write = Callable[..., Revision]


def edits(count: int) -> list[str]:
    chance = random.Random(4)
    words = ["wij", "delen", "het", "water", "en", "de", "sleutel", "van", "het", "hek"]
    text = [chance.choice(words) for _ in range(400)]
    made = []
    for _ in range(count):
        text[chance.randrange(len(text))] = chance.choice(words) + str(chance.random())
        made.append(" ".join(text))
    return made


def test_every_text_comes_back_whatever_stands_between(write: Write, work: Work) -> None:
    texts = edits(60)
    for number, text in enumerate(texts):
        write(text)
        if number in (0, 7, 8, 30):
            services.publish(work.documents.get(), lambda _document, _first: None)
    rows = list(Revision.objects.order_by("number"))
    assert [contents.text_of(row) for row in rows] == texts
    full = [row.number for row in rows if row.packed is None]
    assert full == [31, 60]
    assert [row.number for row in rows if row.packed is not None and row.stands_alone] == [50]
    assert all(not (row.text or row.html or row.plain or row.headings) for row in rows[:30])
    assert contents.texts_from(rows[0].document_id, 1, 60) == dict(enumerate(texts, 1))
    assert contents.texts_from(rows[0].document_id, 12, 12) == {12: texts[11]}


def test_a_chain_is_read_in_one_query(write: Write) -> None:
    for text in edits(52):
        write(text)
    old = Revision.objects.get(number=3)
    with CaptureQueriesContext(connection) as asked:
        contents.text_of(old)
    assert len(asked) == 1


def test_an_old_revision_is_rendered_anew(write: Write) -> None:
    write("## Kop\n\nEen *plan*.\n")
    write("Nieuw\n")
    found = contents.contents_of(Revision.objects.get(number=1))
    assert "<em>plan</em>" in found.html
    assert found.plain == "Kop\nEen plan."
    assert found.headings == [[2, "s-kop", "Kop"]]


def test_what_readers_see_stays_in_full_until_another_is_published(
    write: Write, work: Work
) -> None:
    write("Eerste")
    services.publish(work.documents.get(), lambda _document, _first: None)
    write("Tweede")
    write("Derde")
    assert Revision.objects.get(number=1).html == "<p>Eerste</p>\n"
    services.publish(work.documents.get(), lambda _document, _first: None)
    first = Revision.objects.get(number=1)
    assert first.packed is not None
    assert contents.text_of(first) == "Eerste"


def test_damage_is_told_and_not_shown(write: Write) -> None:
    for text in edits(3):
        write(text)
    Revision.objects.filter(number=1).update(digest=b"x" * 32)
    with pytest.raises(DamagedError):
        contents.text_of(Revision.objects.get(number=1))


def test_the_sweep_packs_what_came_in_another_way(write: Write) -> None:
    texts = edits(5)
    write(texts[0])
    document = Document.objects.get()
    for number, text in enumerate(texts[1:], 2):
        row = Revision.objects.create(document=document, number=number, title="T", text=text)
    Document.objects.update(head=row)
    assert ageing.pack_what_is_left() == 4
    assert ageing.pack_what_is_left() == 0
    assert Revision.objects.filter(packed=None).count() == 1
    assert [contents.text_of(r) for r in Revision.objects.order_by("number")] == texts


def test_the_licence_is_kept_as_it_was(write: Write, work: Work) -> None:
    write("Een")
    Work.objects.update(licence="CC0-1.0")
    work.refresh_from_db()
    write("Twee")
    assert list(Revision.objects.order_by("number").values_list("licence", flat=True)) == [
        "CC-BY-SA-4.0",
        "CC0-1.0",
    ]
