"""The package document (OPF) and the contents of an EPUB."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from ..model import Manuscript, runs_right_to_left
from .chapters import Chapter
from .xhtml import attribute, words

CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
TYPES = {
    "xhtml": "application/xhtml+xml",
    "css": "text/css",
    "svg": "image/svg+xml",
    "png": "image/png",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "woff2": "font/woff2",
}


@dataclass(frozen=True)
class Described:
    """What a package says of its book. The first of `languages` is the book's own; `identity` is what
    the identifier follows from: another version has another. `rights` are addresses or names of licences."""

    title: str
    languages: Sequence[str]
    identity: str
    made: datetime | None = None
    creators: Sequence[str] = ()
    publisher: str = ""
    summary: str = ""
    rights: Sequence[str] = ()
    source: str = ""
    series: str = ""
    number: int = 0
    pictured: bool = False


def described(manuscript: Manuscript) -> Described:
    address = manuscript.permanent or manuscript.address
    return Described(
        title=manuscript.title,
        languages=[manuscript.language],
        identity=address,
        made=manuscript.made,
        creators=manuscript.bylines,
        publisher=manuscript.publisher,
        summary=manuscript.summary,
        rights=[manuscript.licence.url or manuscript.licence.name],
        source=address,
        series=manuscript.series,
        number=manuscript.number,
        pictured=bool(manuscript.pictures),
    )


def package(book: Described, files: Sequence[str], spine: Sequence[str], cover: str) -> str:
    """`files` are all names in the folder of the package; `cover` the one that is the cover's picture."""
    language = book.languages[0]
    direction = ' page-progression-direction="rtl"' if runs_right_to_left(language) else ""
    items = "\n".join(_item(name, cover) for name in files)
    order = "\n".join(f'<itemref idref="{_id(name)}"/>' for name in spine)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f"xml:lang={attribute(language)} "
        'prefix="schema: http://schema.org/ a11y: http://www.idpf.org/epub/vocab/package/a11y/#">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{_metadata(book)}\n</metadata>\n<manifest>\n{items}\n</manifest>\n"
        f"<spine{direction}>\n{order}\n</spine>\n</package>\n"
    )


def _id(name: str) -> str:
    return "i-" + name.replace("/", "-").replace(".", "-")


def _item(name: str, cover: str) -> str:
    properties = []
    if name == "nav.xhtml":
        properties.append("nav")
    if name == cover:
        properties.append("cover-image")
    extra = f' properties="{" ".join(properties)}"' if properties else ""
    kind = TYPES[name.rpartition(".")[2]]
    return f'<item id="{_id(name)}" href={attribute(name)} media-type="{kind}"{extra}/>'


def _metadata(book: Described) -> str:
    made = (book.made or datetime(1980, 1, 1, tzinfo=UTC)).astimezone(UTC)
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, book.identity)
    rows = [
        f'<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>',
        f"<dc:title>{words(book.title)}</dc:title>",
        *(f"<dc:language>{words(language)}</dc:language>" for language in book.languages),
        f'<meta property="dcterms:modified">{made:%Y-%m-%dT%H:%M:%SZ}</meta>',
        f"<dc:date>{made:%Y-%m-%d}</dc:date>",
        *(f"<dc:creator>{words(name)}</dc:creator>" for name in book.creators),
        *_optional("dc:publisher", book.publisher),
        *_optional("dc:description", book.summary),
        *(row for licence in book.rights for row in _optional("dc:rights", licence)),
        *_optional("dc:source", book.source),
        *_series(book),
        *_accessibility(book),
    ]
    return "\n".join(rows)


def _optional(tag: str, value: str) -> list[str]:
    return [f"<{tag}>{words(value)}</{tag}>"] if value else []


def _series(book: Described) -> list[str]:
    if not book.series:
        return []
    return [
        f'<meta property="belongs-to-collection" id="series">{words(book.series)}</meta>',
        '<meta refines="#series" property="collection-type">series</meta>',
        *(
            [f'<meta refines="#series" property="group-position">{book.number}</meta>']
            if book.number
            else []
        ),
    ]


def _accessibility(book: Described) -> list[str]:
    """EPUB Accessibility 1.1, section 2. Every figure has words: a text without them is not kept."""
    features = [
        "structuralNavigation",
        "tableOfContents",
        "readingOrder",
        "displayTransformability",
    ]
    features += ["alternativeText"] if book.pictured else []
    modes = ["textual", *(["visual"] if book.pictured else [])]
    summary = _(
        "This book has headings, a table of contents and notes with a way back. Every picture is described "
        "in words, tables have headings, and nothing flashes, moves or sounds."
    )
    rows = [
        *(("schema:accessMode", mode) for mode in modes),
        ("schema:accessModeSufficient", "textual"),
        *(("schema:accessibilityFeature", feature) for feature in features),
        ("schema:accessibilityHazard", "none"),
        ("schema:accessibilitySummary", summary),
        ("dcterms:conformsTo", "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"),
        ("a11y:certifiedBy", book.publisher or "Gemeengoed"),
    ]
    return [f'<meta property="{name}">{words(value)}</meta>' for name, value in rows]


def contents(chapters: Sequence[Chapter], ends: Sequence[tuple[str, str]]) -> str:
    """The list for the nav element: chapters with their sections, then (file, title) of what follows."""
    rows = []
    for chapter in chapters:
        inner = "".join(
            f'<li><a href="{chapter.file}#{identifier}">{words(title)}</a></li>'
            for identifier, title in chapter.sections()
        )
        inner = f"<ol>{inner}</ol>" if inner else ""
        rows.append(f'<li><a href="{chapter.file}">{words(chapter.title)}</a>{inner}</li>')
    rows += [f'<li><a href="{file}">{words(title)}</a></li>' for file, title in ends]
    return "\n".join(rows)
