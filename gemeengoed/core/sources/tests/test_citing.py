"""What becomes of a source in each style, and what the library may not get wrong."""

from typing import Any

import pytest

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.sources import names
from gemeengoed.core.sources.citing import STYLES, entry
from gemeengoed.core.sources.models import Source, SourceKind


def make(authors: str = "", **fields: Any) -> Source:
    read = names.parse(authors)
    commons = Commons(language="nl")
    return Source(
        pk=1,
        commons=commons,
        authors=read,
        author=names.in_line(read),
        **{"title": "Meent"} | fields,
    )


BOOK = make("Ostrom, Elinor", kind="book", title="Over de meent", date="1990", publisher="CUP")


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("apa", "Ostrom, E. (1990). <i>Over de meent</i>. CUP."),
        ("chicago-author-date", "Ostrom, E. 1990. <i>Over de meent</i>. CUP."),
        ("harvard-cite-them-right", "Ostrom, E. (1990) <i>Over de meent</i>. CUP."),
    ],
)
def test_a_book_in_each_style(style: str, written: str) -> None:
    assert entry(BOOK, style, "nl") == written


def test_the_language_of_the_reader_writes_the_small_words() -> None:
    edited = make("Hess, Charlotte (ed.)", kind="book", date="2023-07-07")
    assert "(red.)" in entry(edited, "apa", "nl")
    assert "(2023, 7 juli)" in entry(make("CBS", date="2023-07-07"), "apa", "nl")
    assert "July 7" in entry(make("CBS", date="2023-07-07"), "apa", "en")


def test_editors_are_named_once() -> None:
    edited = make("Hess, Charlotte (ed.); Ostrom, Elinor (ed.)", kind="book", date="2007")
    for style in STYLES:
        assert entry(edited, style, "en").count("Hess") == 1


@pytest.mark.parametrize("kind", SourceKind.values)
@pytest.mark.parametrize("style", STYLES)
def test_no_kind_fails_or_repeats_its_title_in_any_style(style: str, kind: str) -> None:
    for source in (
        make(kind=kind),
        make(kind=kind, date="2022", law="32022R1925", url="https://x.org/?a=1&b=2"),
        make(
            "CBS; Hess, Charlotte (ed.)",
            kind=kind,
            date="2019–2021",
            container="Blad",
            doi="10.1/x",
        ),
    ):
        written = entry(source, style, "nl")
        assert written.count("Meent") == 1, written
        assert "32022R1925" in written or not source.law


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "bad", ["<script>alert(1)</script>", '"><img src=x>', "&lt;b&gt;", "\ue000b\ue001"]
)
def test_nothing_that_is_typed_becomes_html(style: str, bad: str) -> None:
    source = make(f"{bad}, x", title=bad, publisher=bad, container=bad, url=f"https://x.org/{bad}")
    written = entry(source, style, "nl")
    assert "<script" not in written
    assert "<img" not in written
    assert "<b>" not in written


def test_its_address_is_a_link_and_its_title_in_its_language() -> None:
    source = make("CBS", kind="webpage", url="https://x.org/?a=1&b=2", language="en")
    written = entry(source, "apa", "nl")
    assert '<a href="https://x.org/?a=1&amp;b=2" rel="noopener nofollow">' in written
    assert '<span lang="en">Meent</span>' in written
