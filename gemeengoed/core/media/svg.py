"""Drawings: SVG cleaned by svg-hush, which keeps what it knows and drops the rest.

The answer that serves them forbids everything as well (see views); either alone would do.
"""

import re
from io import BytesIO
from xml.etree import ElementTree as ET
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from py_svg_hush import filter_svg

NAMESPACE = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
PICTURES_INSIDE = {"image": ["png", "jpeg", "webp", "gif"]}
LARGEST = 5_000_000
"""Bytes; a drawing is read whole and by every browser that shows it."""
DEEPEST, MOST = 100, 100_000
"""Elements within one another, and in all: svg-hush indents each, so that more could fill any memory."""
WIDEST = 100_000
"""Pixels that a drawing may state for its width or height."""
STRANGE_TAGS = {"script", "foreignObject", "iframe", "embed", "object", "handler", "listener"}
LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(px)?\s*")

ET.register_namespace("", NAMESPACE)
ET.register_namespace("xlink", XLINK)


def looks_like(data: bytes) -> bool:
    """Whether this is markup at all; no picture of pixels begins with an angle bracket."""
    return data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def sanitise(data: bytes) -> tuple[bytes, int, int]:
    """Clean SVG with its width and height in pixels (0 when it states none). Raises ValidationError."""
    if len(data) > LARGEST:
        raise _refused()
    try:
        _check_form(data)
        # Without entities and rewritten by svg-hush there is nothing left to blow up.
        root = ET.parse(BytesIO(filter_svg(data, PICTURES_INSIDE))).getroot()  # noqa: S314
    except (ValueError, ET.ParseError, expat.ExpatError) as error:
        raise _refused() from error
    if root.tag != f"{{{NAMESPACE}}}svg":
        raise _refused()
    _only_from_itself(root)
    width, height = _size(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True), width, height


def _check_form(data: bytes) -> None:
    """Raises ValueError or ExpatError for entities, in whatever encoding, and for what lies too deep."""
    depth = count = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > MOST:
            raise ValueError("too deep or too much")

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def entity(*declared: object) -> None:
        raise ValueError("entities")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.EntityDeclHandler = entity
    parser.Parse(data, True)


def _refused() -> ValidationError:
    return ValidationError(
        _(
            "This drawing cannot be read. Open it in a drawing program, save it as plain SVG "
            "(at most 5 MB) and choose it again, or save it as PNG."
        ),
        code="no_svg",
    )


def _only_from_itself(root: ET.Element) -> None:
    """Drops references to anything but the drawing's own parts and pictures within it."""
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            local = name.rpartition("}")[2].lower()
            address = local in ("href", "src") and not value.startswith(("#", "data:image/"))
            script = "javascript:" in "".join(value.lower().split())
            if address or script or local.startswith("on"):
                del element.attrib[name]
        for child in list(element):
            if str(child.tag).rpartition("}")[2] in STRANGE_TAGS:
                element.remove(child)


def _size(root: ET.Element) -> tuple[int, int]:
    width, height = _pixels(root.get("width")), _pixels(root.get("height"))
    if width and height:
        return width, height
    box = re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))
    if len(box) != 4:
        return 0, 0
    return _bounded(box[2]), _bounded(box[3])


def _pixels(length: str | None) -> int:
    found = LENGTH.fullmatch(length or "")
    return _bounded(found[1]) if found else 0


def _bounded(number: str) -> int:
    return round(max(0.0, min(float(number), WIDEST)))  # hundreds of digits make an infinite float
