"""A manuscript as a .docx, with footnotes in a part of their own (ECMA-376 part 1, 11.3.7)."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import quoteattr

import docx
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from ...markdown import Node
from ...xml import allowed
from ..model import Manuscript
from ..packing import packed
from .body import Body, paragraph
from .runs import NAMESPACES, Marks, Runs, run
from .styles import Lists, prepare

NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
EMU_PER_PIXEL = 9525
WIDEST = 5_400_000
"""English Metric Units between the margins: 15 cm."""


def write(manuscript: Manuscript, rasters: Mapping[str, bytes]) -> bytes:
    """The file; `rasters` are PNG or JPEG by the url of a figure, for Word draws no SVG alone. The same
    text gives the same bytes."""
    with translation.override(manuscript.language):
        document = docx.Document()
        prepare(document, manuscript.language, rtl=manuscript.right_to_left)
        _fill(document, manuscript, rasters)
        _properties(document, manuscript)
    held = BytesIO()
    document.save(held)
    with zipfile.ZipFile(held) as archive:
        return packed({name: archive.read(name) for name in sorted(archive.namelist())})


def _fill(document: Document, manuscript: Manuscript, rasters: Mapping[str, bytes]) -> None:
    notes = _Notes(manuscript)
    pictures = _Pictures(document, rasters)
    runs = Runs(_linker(document.part, manuscript), notes.refer, pictures.draw)
    body = Body(runs, Lists(document).new, rtl=manuscript.right_to_left)
    written = _front(manuscript) + body.blocks(manuscript.tree.blocks) + _end(manuscript, body)
    content = parse_xml(f"<w:body {NAMESPACES}>{written}</w:body>")
    section = document.element.body.sectPr
    for child in list(content):
        section.addprevious(child)
    notes.attach(document, body)


def _linker(part: Part, manuscript: Manuscript):  # type: ignore[no-untyped-def]
    def link(href: str) -> str:
        target = manuscript.target(href)
        return part.relate_to(target, RELATION.HYPERLINK, is_external=True) if target else ""

    return link


class _Pictures:
    """Draws figures in their own size, at most as wide as the text, with their words (20.4.2.8)."""

    def __init__(self, document: Document, rasters: Mapping[str, bytes]) -> None:
        self.part, self.rasters = document.part, rasters
        self.count = 0

    def draw(self, figure: Node) -> str:
        data = self.rasters.get(figure.data["url"])
        alt = figure.data["alt"]
        if data is None:
            return run(f"[{alt}]", Marks())
        relation, image = self.part.get_or_add_image(BytesIO(data))
        width = figure.data["width"] or image.px_width
        height = figure.data["height"] or image.px_height
        across = min(WIDEST, width * EMU_PER_PIXEL)
        down = round(across * height / width) if width else across
        self.count += 1
        return _drawing(self.count, relation, alt, across, down)


def _drawing(number: int, relation: str, alt: str, across: int, down: int) -> str:
    names = f'id="{number}" name="Figure {number}" descr={quoteattr(allowed(alt))}'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{across}" cy="{down}"/><wp:docPr {names}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:pic><pic:nvPicPr><pic:cNvPr {names}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


class _Notes:
    """Footnotes: one per note; a second reference repeats its number, as Word itself would write it."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self.placed: set[int] = set()

    def refer(self, number: int) -> str:
        if number not in self.manuscript.tree.notes:
            return ""
        if number in self.placed:
            return _again(number)
        self.placed.add(number)
        mark = _NOTE_MARKS + number
        return (
            f'<w:bookmarkStart w:id="{mark}" w:name="_RefNote{number}"/>'
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            f'<w:footnoteReference w:id="{number}"/></w:r><w:bookmarkEnd w:id="{mark}"/>'
        )

    def attach(self, document: Document, body: Body) -> None:
        if not self.placed:
            return
        part = Part(PackURI("/word/footnotes.xml"), NOTES_TYPE, b"", document.part.package)
        runs = Runs(_linker(part, self.manuscript), _plain_number, _words_of_picture)
        inside = Body(runs, body.new_list, rtl=body.rtl)
        inside.bookmarks = 100_000
        notes = "".join(self._note(number, inside) for number in sorted(self.placed))
        part._blob = (  # noqa: SLF001 - the links inside had to know the part first
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes {NAMESPACES}>'
            f"{_SEPARATORS}{notes}</w:footnotes>"
        ).encode()
        document.part.relate_to(part, RELATION.FOOTNOTES)

    def _note(self, number: int, body: Body) -> str:
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        mark += run(" ", Marks())
        first, *rest = self.manuscript.tree.notes[number] or [Node("paragraph")]
        opening = body.runs.of(first.children, Marks()) if first.kind == "paragraph" else ""
        others = rest if first.kind == "paragraph" else [first, *rest]
        return (
            f'<w:footnote w:id="{number}">{paragraph(mark + opening, "FootnoteText")}'
            f"{body.blocks(others)}</w:footnote>"
        )


_NOTE_MARKS = 200_000
"""Above it the bookmarks of notes count; those of headings stay far below."""


def _again(number: int) -> str:
    """A reference once more to a note that was referred to before (17.16.5.41)."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> NOTEREF _RefNote{number} \\f \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:t>{number}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote>"
)


def _plain_number(number: int) -> str:
    return run(f"({number})", Marks())


def _words_of_picture(figure: Node) -> str:
    return run(f"[{figure.data['alt']}]", Marks())


def _front(manuscript: Manuscript) -> str:
    rtl = manuscript.right_to_left
    facts = [", ".join(manuscript.bylines), manuscript.publisher]
    facts += [date_format(manuscript.made, "j F Y")] if manuscript.made else []
    if manuscript.version is None:
        facts.append(_("Draft, not published"))
    else:
        facts.append(_("version %(version)d") % {"version": manuscript.version})
    rows = [
        (manuscript.title, "Title"),
        (manuscript.summary, "Subtitle"),
        (" · ".join(filter(None, [manuscript.place, *facts])), "Imprint"),
    ]
    return "".join(paragraph(run(text, Marks()), style, rtl=rtl) for text, style in rows if text)


def _end(manuscript: Manuscript, body: Body) -> str:
    written = ""
    if manuscript.sources:
        written += paragraph(run(_("Sources"), Marks()), "ImprintHeading")
        written += "".join(
            paragraph(body.runs.of(source, Marks()), "Imprint") for source in manuscript.sources
        )
    if manuscript.citation:
        written += paragraph(run(_("How to cite"), Marks()), "ImprintHeading")
        written += paragraph(run(manuscript.citation, Marks()), "Imprint")
    return written


def _properties(document: Document, manuscript: Manuscript) -> None:
    properties = document.core_properties
    properties.title = allowed(manuscript.title)[:255]
    properties.author = allowed(", ".join(manuscript.bylines) or manuscript.publisher)[:255]
    properties.comments = allowed(manuscript.summary)[:255]
    properties.subject = allowed(manuscript.place)[:255]
    properties.keywords = manuscript.licence.id
    properties.language = manuscript.language
    properties.last_modified_by = ""
    if manuscript.made:
        properties.created = properties.modified = manuscript.made.replace(
            tzinfo=None, microsecond=0
        )
