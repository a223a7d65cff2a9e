"""OpenDocument text: content.xml (OpenDocument 1.3, part 3) as the HTML that is meant."""

import re
from collections.abc import Iterable
from html import escape
from mimetypes import guess_type
from zipfile import ZipFile

from lxml import etree

from . import archive, odt_styles
from .docx import with_macros
from .model import MAX_PICTURES, SCHEME, Context
from .odt_styles import DRAW, OFFICE, TABLE, TEXT, XLINK

MIMETYPES = {
    b"application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.text-template",
}
MAX_DEPTH = 200
MAX_REPEATED = 100
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
WITHOUT = {"tracked-changes", "sequence-decls", "forms", "variable-decls", "user-field-decls"}


def is_odt(parts: ZipFile) -> bool:
    return "content.xml" in parts.namelist() and "mimetype" in parts.namelist()


def html(parts: ZipFile, context: Context) -> str:
    """The HTML of the document; its pictures go to `context.stored`. Raises ValidationError."""
    _check(parts)
    root = _parsed(parts, "content.xml")
    styles = odt_styles.Styles()
    if "styles.xml" in parts.namelist():
        styles.read(_parsed(parts, "styles.xml"))
    styles.read(root)
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise archive.broken()
    return Writer(parts, styles, context).document(body)


def _check(parts: ZipFile) -> None:
    if archive.read(parts, "mimetype").strip()[:100] not in MIMETYPES:
        raise archive.wrong_type()
    manifest = "META-INF/manifest.xml"
    if manifest in parts.namelist() and b"encryption-data" in archive.xml(parts, manifest):
        raise archive.encrypted()
    if any(re.match(r"(?:Basic|Scripts)/.+\.(?!xlb$)\w+$", name) for name in _programs(parts)):
        raise with_macros()
    archive.check_xml(parts)


def _programs(parts: ZipFile) -> list[str]:
    """Modules of programs; the empty lists of libraries that LibreOffice always writes are none."""
    lists = ("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml")
    return [name for name in parts.namelist() if not name.endswith(lists)]


def _parsed(parts: ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(archive.xml(parts, name), parser)
    except etree.XMLSyntaxError as error:
        raise archive.broken() from error


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class Writer:
    """Writes elements of content.xml as HTML."""

    def __init__(self, parts: ZipFile, styles: odt_styles.Styles, context: Context) -> None:
        self.parts, self.styles, self.context = parts, styles, context
        self.notes: list[str] = []
        self.depth = 0

    def document(self, body: etree._Element) -> str:
        written = self.children(body)
        return f"{written}<ol>{''.join(self.notes)}</ol>" if self.notes else written

    def children(self, element: etree._Element, list_style: str = "", level: int = 0) -> str:
        """All inside `element`, its words included."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise archive.broken()
        parts = [escape(element.text or "")]
        for child in element:
            parts.append(self.one(child, list_style, level))
            parts.append(escape(child.tail or ""))
        self.depth -= 1
        return "".join(parts)

    def one(self, element: etree._Element, list_style: str = "", level: int = 0) -> str:
        name = _local(element)
        self.context.check_time()
        if name == "list":
            return self.list(element, list_style, level)
        if name in WITHOUT:
            self.context.left_out["tracked"] += name == "tracked-changes" and len(element)
            return ""
        method = getattr(self, f"_{name.replace('-', '_')}", None)
        return method(element) if method else self.children(element, list_style, level)

    def list(self, element: etree._Element, around: str, level: int) -> str:
        style = element.get(f"{TEXT}style-name") or around
        tag = "ol" if self.styles.is_numbered(style, level + 1) else "ul"
        items: Iterable[etree._Element] = element.iterchildren(
            f"{TEXT}list-item", f"{TEXT}list-header"
        )
        inner = "".join(f"<li>{self.children(item, style, level + 1)}</li>" for item in items)
        return f"<{tag}>{inner}</{tag}>"

    def _p(self, element: etree._Element) -> str:
        kind = self.styles.kind(element.get(f"{TEXT}style-name", ""))
        inner = self.children(element)
        if kind == "title":
            return f'<p class="document-title">{inner}</p>'
        if kind == "caption":
            return f'<p class="caption">{inner}</p>'
        if kind == "quotation":
            return f"<blockquote><p>{inner}</p></blockquote>"
        return f"<pre>{inner}</pre>" if kind == "code" else f"<p>{inner}</p>"

    def _h(self, element: etree._Element) -> str:
        level = element.get(f"{TEXT}outline-level", "1")
        tag = f"h{min(6, max(1, int(level)))}" if level.isdecimal() else "h1"
        return f"<{tag}>{self.children(element)}</{tag}>"

    def _span(self, element: etree._Element) -> str:
        inner = self.children(element)
        for tag in self.styles.marks(element.get(f"{TEXT}style-name", "")):
            inner = f"<{tag}>{inner}</{tag}>"
        return inner

    def _a(self, element: etree._Element) -> str:
        href = escape(element.get(f"{XLINK}href", ""))
        return f'<a href="{href}">{self.children(element)}</a>'

    def _s(self, element: etree._Element) -> str:
        return " "

    _tab = _s

    def _line_break(self, element: etree._Element) -> str:
        return "<br>"

    def _note(self, element: etree._Element) -> str:
        number = len(self.notes) + 1
        self.notes.append("")
        body = element.find(f"{TEXT}note-body")
        inner = self.children(body) if body is not None else ""
        back = f'<a href="#odt-ref-{number}">↩</a>'
        self.notes[number - 1] = f'<li id="odt-note-{number}">{inner}{back}</li>'
        return f'<sup><a id="odt-ref-{number}" href="#odt-note-{number}">{number}</a></sup>'

    def _annotation(self, element: etree._Element) -> str:
        self.context.left_out["remarks"] += 1
        return ""

    def _table_of_content(self, element: etree._Element) -> str:
        self.context.left_out["contents"] += 1
        return ""

    def _math(self, element: etree._Element) -> str:
        self.context.left_out["formulas"] += 1
        return escape(" ".join("".join(element.itertext()).split()))

    def _object(self, element: etree._Element) -> str:
        self.context.left_out["drawings"] += 1
        return ""

    def _table(self, element: etree._Element) -> str:
        head = "".join(
            self._table_row(row, "th")
            for row in element.iterfind(f"{TABLE}table-header-rows/{TABLE}table-row")
        )
        rows = (
            row
            for row in element.iter(f"{TABLE}table-row")
            if _local(row.getparent()) != "table-header-rows"
            and next(row.iterancestors(f"{TABLE}table")) is element
        )
        body = "".join(self._table_row(row) for row in rows)
        return f"<table>{f'<thead>{head}</thead>' if head else ''}<tbody>{body}</tbody></table>"

    def _table_row(self, row: etree._Element, tag: str = "td") -> str:
        return f"<tr>{''.join(self._cell(c, tag) for c in row.iterchildren(f'{TABLE}table-cell'))}</tr>"

    def _cell(self, cell: etree._Element, tag: str) -> str:
        spans = "".join(
            f' {name}="{value}"'
            for name, own in (("colspan", "columns"), ("rowspan", "rows"))
            if (value := cell.get(f"{TABLE}number-{own}-spanned", "1")).isdecimal() and value != "1"
        )
        repeated = cell.get(f"{TABLE}number-columns-repeated", "1")
        times = min(int(repeated), MAX_REPEATED) if repeated.isdecimal() else 1
        return f"<{tag}{spans}>{self.children(cell)}</{tag}>" * times

    def _frame(self, frame: etree._Element) -> str:
        """A picture with what it shows; of several forms of one picture the first that can be shown."""
        box = frame.find(f"{DRAW}text-box")
        if box is not None:
            return self.children(box)
        images = frame.findall(f"{DRAW}image")
        if frame.find(f"{DRAW}object") is not None or not images:
            return self._object(frame)
        words = [frame.findtext(f"{SVG}desc"), frame.findtext(f"{SVG}title")]
        alt = next((word for word in words if word and word.strip()), "")
        number = next(filter(None, map(self._stored, images)), 0)
        if not number:
            self.context.left_out["unreadable"] += 1
            return ""
        return f'<img src="{SCHEME}{number}" alt="{escape(alt)}">'

    def _stored(self, image: etree._Element) -> int:
        name = image.get(f"{XLINK}href", "").removeprefix("./")
        if name not in self.parts.namelist():
            return 0
        number = len(self.context.stored) + 1
        # Beyond the bound it is only counted, so that the writer is told how many were left out.
        data = archive.read(self.parts, name) if number <= 2 * MAX_PICTURES else bytes(1000)
        self.context.stored[number] = (data, guess_type(name)[0] or "", "")
        return number
