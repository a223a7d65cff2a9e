"""Books of ours bound as one: a part for each, with its own title page, chapters, notes and colophon.

A volume needs nothing but the books, so it is bound in a moment, however long their texts are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ... import languages
from ..model import runs_right_to_left
from ..packing import packed
from . import pages
from .opened import Book
from .package import Described
from .xhtml import attribute, words


@dataclass(frozen=True)
class Volume:
    """What stands around the parts. `address` is that of its page; `cover` is SVG."""

    title: str
    language: str
    summary: str
    publisher: str
    address: str
    cover: str


def bind(volume: Volume, books: Sequence[Book], cover: bytes = b"") -> bytes:
    """The volume, with the parts in this order. `cover` is a PNG that shows the title, as for `write`. The
    same books give the same bytes."""
    with translation.override(volume.language):
        return packed(_files(volume, books, cover), "application/epub+zip")


def _newest(books: Iterable[Book]) -> datetime:
    return max((book.made for book in books), default=datetime(1980, 1, 1, tzinfo=UTC))


def facts(books: Sequence[Book]) -> list[str]:
    """How many parts, and the day of the newest, in the active language."""
    count = ngettext("%(count)d part", "%(count)d parts", len(books)) % {"count": len(books)}
    return [count, date_format(_newest(books), "j F Y")]


def authors(books: Iterable[Book]) -> list[str]:
    """Who signs the parts, each once."""
    return list(dict.fromkeys(name for book in books for name in book.creators))


def _files(volume: Volume, books: Sequence[Book], cover: bytes) -> dict[str, bytes]:
    parts = [(f"part-{number}/", book) for number, book in enumerate(books, start=1)]
    written: dict[str, str | bytes] = {"title.xhtml": _title_page(volume, books)}
    for folder, book in parts:
        written |= {folder + name: _in_part(book, page) for name, page in book.pages.items()}
    written["about.xhtml"] = _about(volume, books)
    return pages.book(
        _described(volume, books),
        written,
        "\n".join(_entry(volume, folder, book) for folder, book in parts)
        + f'<li class="part"><a href="about.xhtml">{words(_("About this e-book"))}</a></li>',
        first=f"{parts[0][0]}title.xhtml" if parts else "",
        held={
            folder + name: data for folder, book in parts for name, data in book.pictures.items()
        },
        fonts={name: data for book in books for name, data in book.fonts.items()},
        cover=pages.front(cover, volume.cover),
    )


def _described(volume: Volume, books: Sequence[Book]) -> Described:
    """Other versions of its parts, or another order, make it another book."""
    tongues = [volume.language, *(book.language for book in books)]
    return Described(
        title=volume.title,
        languages=list(dict.fromkeys(tongues)),
        identity="\n".join([volume.address, volume.language, *(book.source for book in books)]),
        made=_newest(books),
        creators=authors(books),
        publisher=volume.publisher,
        summary=volume.summary,
        rights=list(dict.fromkeys(book.rights for book in books)),
        source=volume.address,
        pictured=any(book.pictures for book in books),
    )


def _in_part(book: Book, page: bytes) -> bytes:
    """A page as it stands a folder deeper. What is replaced is markup; words are escaped, so never that."""
    part = f'<section epub:type="part" role="doc-part" aria-label={attribute(book.title)}>'
    for old, new in (
        (pages.STYLED, pages.STYLED.replace("style.css", "../style.css")),
        ('<section epub:type="titlepage">', part),
        ('<body epub:type="frontmatter">', '<body epub:type="bodymatter">'),
        ('<body epub:type="backmatter">', '<body epub:type="bodymatter">'),
    ):
        page = page.replace(old.encode(), new.encode(), 1)
    return page


def _entry(volume: Volume, folder: str, book: Book) -> str:
    """In the contents: number, title, the language where it is another, and the chapters."""
    other = book.language != volume.language
    number = f"{book.number} · " if book.number else ""
    language = f" ({words(languages.name(book.language))})" if other else ""
    title = f"<span{_tongue(book)}>{words(book.title)}</span>" if other else words(book.title)
    chapters = "".join(
        f'<li><a href="{folder}{file}">{words(name)}</a></li>' for file, name in book.contents
    )
    return (
        f'<li class="part"><a href="{folder}title.xhtml">{number}{title}{language}</a>'
        f"<ol{_tongue(book) if other else ''}>{chapters}</ol></li>"
    )


def _tongue(book: Book) -> str:
    language = attribute(book.language)
    direction = "rtl" if runs_right_to_left(book.language) else "ltr"
    return f' lang={language} xml:lang={language} dir="{direction}"'


def _title_page(volume: Volume, books: Sequence[Book]) -> str:
    rows = [
        f'<p class="eyebrow">{words(_("The whole series"))}</p>',
        f'<h1 epub:type="title">{words(volume.title)}</h1>',
        f'<p class="lead">{words(volume.summary)}</p>' if volume.summary else "",
        f'<p class="byline">{words(", ".join(authors(books)))}</p>' if authors(books) else "",
        f'<p class="facts">{words(" · ".join([volume.publisher, *facts(books)]))}</p>',
    ]
    body = f'<section epub:type="titlepage">{"".join(rows)}</section>'
    return pages.page(volume.language, volume.title, body, "frontmatter")


def _about(volume: Volume, books: Sequence[Book]) -> str:
    day = date_format(_newest(books), "j F Y")
    lines = [
        words(_("Published by %(name)s.") % {"name": volume.publisher}),
        words(_("The newest part is of %(day)s.") % {"day": day}),
        words(_("Each part ends with its licence and the address of its version.")),
        words(_("The series stands at")),
        f"<a href={attribute(volume.address)}>{words(volume.address)}</a>",
    ]
    body = (
        f'<section epub:type="colophon" role="doc-colophon"><h2>{words(_("Colophon"))}</h2>'
        f"<p>{' '.join(lines)}</p></section>"
    )
    return pages.page(volume.language, _("About this e-book"), body, "backmatter")
