"""Pictures, shapes and boxes with text (ECMA-376, part 1, 20.4; of before 2010: part 4, 19)."""

from collections.abc import Iterator
from html import escape
from mimetypes import guess_type

from lxml import etree

from ..model import MAX_PICTURES, SCHEME, Context
from .names import CHART, DIAGRAM, PIC, WP, A, O, R, V, W
from .package import Package, Relation

BOX = "{*}txbxContent"  # in a namespace of its own where Word saves the strict form
_LINES = {"line", "straightConnector1"}


class Drawings:
    """Pictures as <img>, their bytes in `context.stored`. `relations` are those of the part being read."""

    def __init__(self, package: Package, context: Context) -> None:
        self.package, self.context = package, context
        self.relations: dict[str, Relation] = {}

    def of(self, element: etree._Element) -> str:
        """The pictures in a `w:drawing`, `w:pict` or `w:object`; what else it shows is counted."""
        if element.tag == f"{W}drawing":
            written = self._drawing(element)
        else:
            written = self._older(element)
        if not written and self._is_drawn(element):
            self.context.left_out["drawings"] += 1
        return written

    def _drawing(self, element: etree._Element) -> str:
        named = next(element.iter(f"{WP}docPr"), None)
        pictures = [one for one in element.iter(f"{PIC}pic") if _is_own(one, element)]
        written = []
        for picture in pictures:
            own = next(picture.iter(f"{PIC}cNvPr"), None)
            alt = _words(named) or _words(own) if len(pictures) == 1 else _words(own)
            blip = next(picture.iter(f"{A}blip"), None)
            if blip is not None:
                written.append(self._picture(blip, alt))
        return "".join(written)

    def _picture(self, blip: etree._Element, alt: str) -> str:
        inside = self.relations.get(blip.get(f"{R}embed", ""))
        return self._image(inside or self.relations.get(blip.get(f"{R}link", "")), alt)

    def _older(self, element: etree._Element) -> str:
        """VML: `v:imagedata` in a `v:shape` that has the words."""
        written = []
        for image in element.iter(f"{V}imagedata"):
            if not _is_own(image, element):
                continue
            shape = image.getparent()
            alt = (shape.get("alt", "") if shape is not None else "") or image.get(f"{O}title", "")
            written.append(self._image(self.relations.get(image.get(f"{R}id", "")), alt))
        return "".join(written) or self._rule(element)

    def _rule(self, element: etree._Element) -> str:
        return "<hr>" if any(one.get(f"{O}hr") for one in element.iterchildren()) else ""

    def _image(self, relation: Relation | None, alt: str) -> str:
        source = ""
        if relation is not None and relation.is_outside:
            source = relation.target
        elif relation is not None and self.package.has(relation.target):
            source = self._store(relation.target)
        if not source:
            self.context.left_out["unreadable"] += 1
            return ""
        return f'<img src="{escape(source)}" alt="{escape(alt)}">'

    def _store(self, name: str) -> str:
        number = len(self.context.stored) + 1
        # Beyond the bound it is only counted, so that the writer is told how many were left out.
        data = self.package.read(name) if number <= 2 * MAX_PICTURES else bytes(1000)
        self.context.stored[number] = (data, guess_type(name)[0] or "", "")
        return f"{SCHEME}{number}"

    def _is_drawn(self, element: etree._Element) -> bool:
        """Whether it shows something that is neither picture nor words: a chart, a diagram, a shape."""
        if any(True for _one in element.iter(f"{CHART}chart", f"{DIAGRAM}relIds")):
            return True
        if next(boxes(element), None) is not None or element.find(f".//{A}blip") is not None:
            return False
        if element.find(f".//{V}imagedata") is not None:
            return False
        shapes = [one.get("prst", "") for one in element.iter(f"{A}prstGeom")]
        return element.tag == f"{W}drawing" and not all(shape in _LINES for shape in shapes)


def boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The boxes with text in a drawing, without those that lie in one of them."""
    for box in element.iter(BOX):
        if _is_own(box, element):
            yield box


def _is_own(part: etree._Element, drawing: etree._Element) -> bool:
    """Whether `part` lies in no box with text of `drawing`, for that is read with the text."""
    for around in part.iterancestors():
        if around is drawing:
            return True
        if str(around.tag).endswith("}txbxContent"):
            return False
    return False


def is_floating(element: etree._Element) -> bool:
    """Whether the words go around it, so that it does not stand where they are broken off."""
    if element.tag == f"{W}drawing":
        return element.find(f"{WP}anchor") is not None
    shapes = element.iter(f"{V}shape", f"{V}rect", f"{V}group")
    return any("position:absolute" in shape.get("style", "").replace(" ", "") for shape in shapes)


def is_understood(choice: etree._Element) -> bool:
    """Whether the newer form of a drawing holds something to read: a picture or words."""
    wanted = (f"{PIC}pic", f"{W}t", f"{CHART}chart", f"{DIAGRAM}relIds")
    return any(True for _one in choice.iter(*wanted))


def _words(properties: etree._Element | None) -> str:
    if properties is None:
        return ""
    return (properties.get("descr") or "").strip() or (properties.get("title") or "").strip()
