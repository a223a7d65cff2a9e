"""OpenDocument text: content.xml (OpenDocument 1.3, part 3) as the HTML that is meant."""

import re
from html import escape
from mimetypes import guess_type
from zipfile import ZipFile

from lxml import etree

from . import archive, formulas, odt_lists, odt_styles, styled
from .margins import says_something
from .model import MAX_PICTURES, SCHEME, Context
from .odt_styles import DRAW, OFFICE, STYLE, TABLE, TEXT, XLINK

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
        pages = _parsed(parts, "styles.xml")
        styles.read(pages)
        context.left_out["margins"] += _has_margins(pages)
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
        raise archive.with_macros()
    archive.check_xml(parts)


def _programs(parts: ZipFile) -> list[str]:
    """Modules of programs; the empty lists of libraries that LibreOffice always writes are none."""
    lists = ("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml")
    return [name for name in parts.namelist() if not name.endswith(lists)]


def _parsed(parts: ZipFile, name: str) -> etree._Element:
    return archive.parsed(archive.xml(parts, name))


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _has_margins(pages: etree._Element) -> bool:
    """Whether headers or footers of pages say something (part 3, 16.10)."""
    parts = pages.iter(f"{STYLE}header", f"{STYLE}footer")
    return any(says_something("".join(part.itertext())) for part in parts)


class Writer:
    """Writes elements of content.xml as HTML."""

    def __init__(self, parts: ZipFile, styles: odt_styles.Styles, context: Context) -> None:
        self.parts, self.styles, self.context = parts, styles, context
        self.notes: list[str] = []
        self.note_numbers: dict[str, int] = {}
        self.lists = odt_lists.Lists(styles)
        self.boxes: list[str] | None = None
        """What floats beside the paragraph being written; it stands behind it. None between paragraphs."""
        self.depth = 0

    def document(self, body: etree._Element) -> str:
        written = self.children(body)
        return f"{written}<ol>{''.join(self.notes)}</ol>" if self.notes else written

    def children(self, element: etree._Element) -> str:
        """All inside `element`, its words included."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise archive.broken()
        parts = [escape(element.text or "")]
        for child in element:
            parts.append(self.one(child))
            parts.append(escape(child.tail or ""))
        self.depth -= 1
        return "".join(parts)

    def one(self, element: etree._Element) -> str:
        name = _local(element)
        self.context.check_time()
        if name in WITHOUT:
            self.context.left_out["tracked"] += name == "tracked-changes" and len(element)
            return ""
        method = getattr(self, f"_{name.replace('-', '_')}", None)
        return method(element) if method else self.children(element)

    def _list(self, element: etree._Element) -> str:
        return self.lists.write(element, self.children)

    def _p(self, element: etree._Element) -> str:
        name = element.get(f"{TEXT}style-name", "")
        kind, align = self.styles.kind(name), self.styles.align(name)
        marks = f' class="{kind}"' if kind else ""
        marks += f' style="text-align:{align}"' if align else ""
        return self._paragraph(element, "p", marks)

    def _h(self, element: etree._Element) -> str:
        level = element.get(f"{TEXT}outline-level", "1")
        tag = f"h{min(6, max(1, int(level)))}" if level.isdecimal() else "h1"
        is_ours = self.styles.kind(element.get(f"{TEXT}style-name", "")) == styled.IMPRINT
        return self._paragraph(element, tag, f' class="{styled.IMPRINT}"' if is_ours else "")

    def _paragraph(self, element: etree._Element, tag: str, marks: str) -> str:
        around, self.boxes = self.boxes, []
        inner = self.children(element)
        behind, self.boxes = "".join(self.boxes), around
        return f"<{tag}{marks}>{inner}</{tag}>{behind}"

    def _span(self, element: etree._Element) -> str:
        inner, name = self.children(element), element.get(f"{TEXT}style-name", "")
        if self.styles.is_hidden(name):
            self.context.left_out["hidden"] += bool(inner)
            return ""
        for tag in self.styles.marks(name):
            is_credit = tag == "credit"
            inner = (
                f'<span class="credit">{inner}</span>' if is_credit else f"<{tag}>{inner}</{tag}>"
            )
        return inner

    def _a(self, element: etree._Element) -> str:
        href = escape(element.get(f"{XLINK}href", ""))
        return f'<a href="{href}">{self.children(element)}</a>'

    def _s(self, element: etree._Element) -> str:
        """Blanks, counted (6.1.3); where they do not matter they become one."""
        count = element.get(f"{TEXT}c", "1")
        return " " * (min(int(count), MAX_REPEATED) if count.isdecimal() else 1)

    def _tab(self, element: etree._Element) -> str:
        return " "

    def _line_break(self, element: etree._Element) -> str:
        return "<br>"

    def _bookmark(self, element: etree._Element) -> str:
        return f'<a id="{escape(element.get(f"{TEXT}name", ""))}"></a>'

    _bookmark_start = _bookmark

    def _note(self, element: etree._Element) -> str:
        number = len(self.notes) + 1
        self.note_numbers[element.get(f"{TEXT}id", "")] = number
        self.notes.append("")
        body = element.find(f"{TEXT}note-body")
        inner = self.children(body) if body is not None else ""
        back = f'<a href="#odt-ref-{number}">↩</a>'
        self.notes[number - 1] = f'<li id="odt-note-{number}">{inner}{back}</li>'
        return f'<sup><a id="odt-ref-{number}" href="#odt-note-{number}">{number}</a></sup>'

    def _note_ref(self, element: etree._Element) -> str:
        """A reference once more to a note that stands above."""
        number = self.note_numbers.get(element.get(f"{TEXT}ref-name", ""))
        if number is None:
            return self.children(element)
        return f'<sup><a href="#odt-note-{number}">{number}</a></sup>'

    def _ruby(self, element: etree._Element) -> str:
        """A word, and behind it how it is read."""
        word, reading = (element.find(f"{TEXT}ruby-{part}") for part in ("base", "text"))
        written = "" if word is None else self.children(word)
        spoken = "" if reading is None else self.children(reading)
        return f"{written} ({spoken})" if spoken else written

    def _annotation(self, element: etree._Element) -> str:
        self.context.left_out["remarks"] += 1
        return ""

    def _table_of_content(self, element: etree._Element) -> str:
        self.context.left_out["contents"] += 1
        return ""

    def _math(self, element: etree._Element) -> str:
        self.context.left_out["formulas"] += 1
        return escape(formulas.line(element))

    def _object(self, element: etree._Element) -> str:
        """A formula in a part of its own, as LibreOffice keeps it; what else it is cannot come along."""
        found = element.find(f"{DRAW}object")
        name = "" if found is None else found.get(f"{XLINK}href", "").removeprefix("./")
        if f"{name}/content.xml" in self.parts.namelist():
            root = _parsed(self.parts, f"{name}/content.xml")
            if _local(root) == "math":
                return self._math(root)
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
        """A box with text or a picture; where it floats, it stands behind the paragraph."""
        box = frame.find(f"{DRAW}text-box")
        if box is not None:
            around, self.boxes = self.boxes, None
            inner = self.children(box)
            self.boxes = around
        else:
            inner = self._picture(frame)
        if self.boxes is None or not inner:
            return inner
        if box is None and frame.get(f"{TEXT}anchor-type", "as-char") == "as-char":
            return inner
        self.boxes.append(inner if box is not None else f"<p>{inner}</p>")
        return ""

    def _picture(self, frame: etree._Element) -> str:
        """A picture with what it shows; of several forms of one picture the first that can be shown."""
        images = frame.findall(f"{DRAW}image")
        if frame.find(f"{DRAW}object") is not None or not images:
            return self._object(frame)
        words = [frame.findtext(f"{SVG}desc"), frame.findtext(f"{SVG}title")]
        alt = next((word for word in words if word and word.strip()), "")
        number = next(filter(None, map(self._stored, images)), 0)
        if not number:
            return self._elsewhere(images, alt)
        return f'<img src="{SCHEME}{number}" alt="{escape(alt)}">'

    def _elsewhere(self, images: list[etree._Element], alt: str) -> str:
        """A picture that is no part of the file: on another site, or lost."""
        href = images[0].get(f"{XLINK}href", "")
        if re.match("https?://", href):
            return f'<img src="{escape(href)}" alt="{escape(alt)}">'
        self.context.left_out["unreadable"] += 1
        return ""

    def _stored(self, image: etree._Element) -> int:
        name = image.get(f"{XLINK}href", "").removeprefix("./")
        if name not in self.parts.namelist():
            return 0
        number = len(self.context.stored) + 1
        # Beyond the bound it is only counted, so that the writer is told how many were left out.
        data = archive.read(self.parts, name) if number <= 2 * MAX_PICTURES else bytes(1000)
        self.context.stored[number] = (data, guess_type(name)[0] or "", "")
        return number
