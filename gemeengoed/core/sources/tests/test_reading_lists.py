"""What goes out as BibTeX, CSL-JSON or RIS comes in as it was."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemeengoed.core.sources import details, names, reading_lists
from gemeengoed.core.sources.models import Source, SourceKind

KEPT = (
    "kind", "authors", "title", "container", "volume", "issue", "pages", "publisher", "date", "url",
    "doi", "isbn", "law", "language", "note",
)  # fmt: skip
# Letters, and every sign that means something to one of the formats.
_text = st.text(
    st.sampled_from("abz ÉßłЖ中'\"\\{}%&$#_~^@,;:-–()[]<>|!?*/=+.0123"), min_size=1, max_size=40
).map(lambda text: " ".join(text.split()))
_word = st.text(st.sampled_from("abcdeÉß-'. "), min_size=1, max_size=12).map(
    lambda text: " ".join(text.strip("-. ").split())
)
_name = st.one_of(
    st.builds(lambda f, g: {"family": f, "given": g}, _word.filter(bool), _word.filter(bool)),
    st.builds(lambda w: {"literal": w}, _word.filter(bool)),
    st.builds(
        lambda f, g: {"family": f, "given": g, "role": "editor"},
        _word.filter(bool), _word.filter(bool),
    ),
)  # fmt: skip


def _ordered(people: list[names.Name]) -> list[names.Name]:
    """Authors before editors, as every format has them."""
    return sorted(people, key=lambda name: name.get("role", ""))


_source = st.builds(
    dict,
    kind=st.sampled_from(
        [SourceKind.BOOK, SourceKind.ARTICLE, SourceKind.REPORT, SourceKind.CHAPTER]
    ),
    authors=st.lists(_name, max_size=4).map(_ordered),
    title=_text.filter(bool),
    container=_text,
    publisher=_text,
    volume=st.sampled_from(["", "12", "XII"]),
    issue=st.sampled_from(["", "3", "3859"]),
    pages=st.sampled_from(["", "12–34", "7"]),
    date=st.sampled_from(["", "1990", "2023-07", "2023-07-07"]),
    url=st.sampled_from(["", "https://example.org/a_b?c=%20d&e={f}#g~h"]),
    doi=st.sampled_from(["", "10.1126/science.162.3859.1243", "10.1000/a_b(c)"]),
    language=st.sampled_from(["", "nl"]),
    note=_text,
)


def _kept(source: dict[str, Any]) -> dict[str, Any]:
    kept = {name: source.get(name) or "" for name in KEPT}
    kept["url"] = kept["url"].replace("{", "%7B").replace("}", "%7D")
    kept["authors"] = list(source.get("authors") or [])
    return kept


@pytest.mark.parametrize("ending", reading_lists.FORMATS)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_out_and_in_again(ending: str, data: st.DataObject) -> None:
    written = data.draw(st.lists(_source, min_size=1, max_size=3))
    sources = [Source(pk=number, **typed) for number, typed in enumerate(written, 1)]
    found = reading_lists.read(reading_lists.write(ending, sources))
    assert found.problems == []
    assert [_kept(entry) for entry in found.entries] == [_kept(typed) for typed in written]


@pytest.mark.parametrize("ending", reading_lists.FORMATS)
@pytest.mark.parametrize("kind", SourceKind.values)
def test_every_kind_and_a_law_come_back(ending: str, kind: str) -> None:
    law = "32022R1925" if kind == "law" else ""
    source = Source(pk=1, kind=kind, title="Wet", law=law, isbn="" if law else "9780521405997")
    (entry,) = reading_lists.read(reading_lists.write(ending, [source])).entries
    wanted = {"json": {"letter": "other"}}.get(ending, {}).get(kind, kind)
    assert (entry["kind"], entry["law"]) == (wanted, law)
    if kind not in ("law", "article"):
        assert entry["isbn"] == "9780521405997"


def test_bibtex_of_others() -> None:
    found = reading_lists.read(r"""
        @string{cup = "Cambridge University Press"}
        @book{o, author = {Elinor Ostrom and {Commons Network} and van der Berg, Jan},
          title = "Governing the {C}ommons: \'etude \& \"o", publisher = cup, year = 1990, month = jul}
        @article{broken, title={x}, year=
        @online{w, title={Site}, date={2023-07-07}, url={https://x.org/a_b%20c}}
    """)
    book, site = found.entries
    assert book["authors"] == [
        {"family": "Ostrom", "given": "Elinor"},
        {"literal": "Commons Network"},
        {"family": "van der Berg", "given": "Jan"},
    ]
    assert (book["title"], book["publisher"], book["date"]) == (
        "Governing the Commons: étude & ö", "Cambridge University Press", "1990-07",
    )  # fmt: skip
    assert (site["kind"], site["url"]) == ("webpage", "https://x.org/a_b%20c")
    assert len(found.problems) == 1


def test_ris_of_others() -> None:
    found = reading_lists.read(
        "TY  - JOUR\nA1  - Hardin, Garrett\nT1  - The Tragedy\n  of the Commons\nJF  - Science\n"
        "Y1  - 1968/12/13/\nSP  - 1243\nEP  - 1248\nSN  - 0036-8075\nER  -\n\nTY  - WEB\nTI  - x\n"
    )
    assert len(found.entries) == 2
    first = found.entries[0]
    assert (first["title"], first["date"]) == ("The Tragedy of the Commons", "1968-12-13")
    assert (first["pages"], first["isbn"]) == ("1243–1248", "")


@pytest.mark.parametrize(
    "text",
    ["", "zomaar", "{", "[1, 2]", "[" * 100_000, "@book", "@" * 1000, "@book{a, title={" * 500, "TY  - ",
     '{"items": 3}', '[{"author": 3, "issued": {"date-parts": [["x"]]}, "title": {"a": 1}}]'],
)  # fmt: skip
def test_nonsense_is_refused_or_told_and_never_breaks(text: str) -> None:
    try:
        found = reading_lists.read(text)
    except reading_lists.NotAList:
        return
    assert found.entries or found.problems
    for entry in found.entries:
        details.lenient(entry)


def test_what_cannot_be_kept_goes_to_the_note() -> None:
    entry = {
        "title": "x",
        "isbn": "123",
        "date": "voorjaar",
        "note": "van mij",
        "publisher": "p" * 300,
    }
    kept, problems = details.lenient(entry)
    assert kept["note"] == f"van mij\nISBN: 123\nDate: voorjaar\nPublisher: {'p' * 300}"
    assert len(problems) == 3
    assert details.tidied(kept)


def test_an_entry_without_a_title_is_told() -> None:
    kept, problems = details.lenient({"title": "", "publisher": "x"})
    assert kept is None
    assert problems
