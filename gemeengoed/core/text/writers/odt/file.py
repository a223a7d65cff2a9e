"""A manuscript as an .odt (ODF 1.3 part 2: the package)."""

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ...markdown import Node
from ..model import Manuscript
from ..packing import packed
from .body import Body, frame
from .styles import NAMESPACES, TABLES, styles
from .words import Words, plain

TYPE = "application/vnd.oasis.opendocument.text"
WIDEST = 16.0
"""Centimetres between the margins."""
CENTIMETRES = 2.54 / 96
"""Of one CSS pixel."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write(manuscript: Manuscript, rasters: Mapping[str, bytes]) -> bytes:
    """The file; `rasters` are PNG by the url of a figure. The same text gives the same bytes."""
    names = {url: f"Pictures/figure-{n}.png" for n, url in enumerate(rasters, start=1)}
    with translation.override(manuscript.language):
        files = {
            "content.xml": _content(manuscript, names),
            "styles.xml": styles(manuscript.language, rtl=manuscript.right_to_left),
            "meta.xml": _meta(manuscript),
        }
    pictures = {names[url]: data for url, data in rasters.items()}
    listed = _manifest([*files, *pictures])
    inside = {name: text.encode() for name, text in files.items()}
    return packed({**inside, **pictures, "META-INF/manifest.xml": listed.encode()}, TYPE)


class _Inside:
    """What stands among the words: notes and pictures."""

    def __init__(self, manuscript: Manuscript, names: Mapping[str, str]) -> None:
        self.manuscript, self.names = manuscript, names
        self.placed: set[int] = set()
        self.figures = 0
        self.body = Body(
            Words(manuscript.target, self.note, self.picture),
            self.picture,
            rtl=manuscript.right_to_left,
        )
        self.in_notes = Body(
            Words(manuscript.target, lambda number: f"({number})", self.picture),
            self.picture,
            rtl=manuscript.right_to_left,
            in_notes=True,
        )

    def note(self, number: int) -> str:
        """The note where it is first referred to; a reference to it where it is again (6.3, 7.7.7)."""
        if number not in self.manuscript.tree.notes:
            return ""
        if number in self.placed:
            return (
                f'<text:note-ref text:note-class="footnote" text:reference-format="text" '
                f'text:ref-name="note{number}">{number}</text:note-ref>'
            )
        self.placed.add(number)
        inner = self.in_notes.blocks(self.manuscript.tree.notes[number], "Footnote")
        return (
            f'<text:note text:id="note{number}" text:note-class="footnote"><text:note-citation>{number}'
            f"</text:note-citation><text:note-body>{inner}</text:note-body></text:note>"
        )

    def picture(self, figure: Node) -> str:
        name = self.names.get(figure.data["url"])
        if name is None:
            return plain(f"[{figure.data['alt']}]")
        self.figures += 1
        width = (figure.data["width"] or 600) * CENTIMETRES
        height = (figure.data["height"] or 400) * CENTIMETRES
        scale = min(1.0, WIDEST / width)
        return frame(self.figures, name, figure.data["alt"], width * scale, height * scale)


def _content(manuscript: Manuscript, names: Mapping[str, str]) -> str:
    inside = _Inside(manuscript, names)
    text = inside.body.blocks(manuscript.tree.blocks)
    return (
        f'{_HEAD}<office:document-content {NAMESPACES} office:version="1.3">'
        f"<office:automatic-styles>{TABLES}</office:automatic-styles><office:body><office:text>"
        f"{_front(manuscript)}{text}{_end(manuscript, inside)}"
        "</office:text></office:body></office:document-content>"
    )


def _front(manuscript: Manuscript) -> str:
    facts = [manuscript.place, ", ".join(manuscript.bylines), manuscript.publisher]
    facts += [date_format(manuscript.made, "j F Y")] if manuscript.made else []
    if manuscript.version is None:
        facts.append(_("Draft, not published"))
    else:
        facts.append(_("version %(version)d") % {"version": manuscript.version})
    rows = [
        ("Title", manuscript.title),
        ("Subtitle", manuscript.summary),
        ("Imprint", " · ".join(filter(None, facts))),
    ]
    return "".join(
        f'<text:p text:style-name="{style}">{plain(text)}</text:p>' for style, text in rows if text
    )


def _end(manuscript: Manuscript, inside: _Inside) -> str:
    written = ""
    if manuscript.sources:
        written += _heading(_("Sources")) + "".join(
            f'<text:p text:style-name="Imprint">{inside.body.words.of(source)}</text:p>'
            for source in manuscript.sources
        )
    if manuscript.citation:
        written += _heading(_("How to cite"))
        written += f'<text:p text:style-name="Imprint">{plain(manuscript.citation)}</text:p>'
    return written


def _heading(words: str) -> str:
    return f'<text:h text:style-name="Imprint_20_heading" text:outline-level="1">{plain(words)}</text:h>'


def _meta(manuscript: Manuscript) -> str:
    made = manuscript.made.strftime("%Y-%m-%dT%H:%M:%S") if manuscript.made else ""
    rows = [
        f"<dc:title>{plain(manuscript.title)}</dc:title>",
        f"<dc:creator>{plain(', '.join(manuscript.bylines) or manuscript.publisher)}</dc:creator>",
        f"<dc:language>{plain(manuscript.language)}</dc:language>",
        f"<dc:description>{plain(manuscript.summary)}</dc:description>",
        f"<dc:subject>{plain(manuscript.place)}</dc:subject>",
        f"<meta:keyword>{plain(manuscript.licence.id)}</meta:keyword>",
        f"<dc:date>{made}</dc:date><meta:creation-date>{made}</meta:creation-date>" if made else "",
        "<meta:generator>Gemeengoed</meta:generator>",
    ]
    return (
        f'{_HEAD}<office:document-meta {NAMESPACES} office:version="1.3"><office:meta>'
        f"{''.join(rows)}</office:meta></office:document-meta>"
    )


def _manifest(names: list[str]) -> str:
    rows = "".join(
        f"<manifest:file-entry manifest:full-path={quoteattr(name)} "
        f'manifest:media-type="{"image/png" if name.endswith(".png") else "text/xml"}"/>'
        for name in names
    )
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
        f'manifest:media-type="{TYPE}"/>{rows}</manifest:manifest>'
    )
