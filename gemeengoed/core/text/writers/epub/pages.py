"""What every book has: pages in one setting, cover, contents, package."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from ..model import runs_right_to_left
from . import faces
from .package import CONTAINER, Described, package
from .xhtml import attribute, words

Fonts = Mapping[str, bytes]
"""Name of a woff2 file that `faces` knows, to its bytes."""
Picture = tuple[str, bytes]
"""Name of a file, and its bytes."""

_STYLE = Path(__file__).with_name("style.css")
STYLED = '<link rel="stylesheet" href="style.css"/>'
_PAGE = (
    """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang={lang} \
xml:lang={lang}{direction}>
<head><meta charset="utf-8"/><title>{title}</title>"""
    + STYLED
    + """</head>
<body{kind}>
{body}
</body>
</html>
"""
)


def page(language: str, title: str, body: str, kind: str = "") -> str:
    """A whole file; `kind` is a part of a book (EPUB 3 Structural Semantics Vocabulary, section 2.1)."""
    return _PAGE.format(
        lang=attribute(language),
        direction=' dir="rtl"' if runs_right_to_left(language) else "",
        title=words(title),
        kind=f' epub:type="{kind}"' if kind else "",
        body=body,
    )


def front(picture: bytes, drawing: str) -> Picture | None:
    """The file of the cover: a PNG that shows the title where there is one, for shelves that cannot draw
    SVG; else the drawing (SVG)."""
    if picture:
        return "images/cover.png", picture
    return ("images/cover.svg", drawing.encode()) if drawing else None


def book(
    described: Described,
    written: Mapping[str, str | bytes],
    rows: str,
    *,
    first: str,
    held: Mapping[str, bytes],
    fonts: Fonts,
    cover: Picture | None,
) -> dict[str, bytes]:
    """All files of a book. `written` are its pages in their order, the title page before all: the cover comes
    before it and the contents, with the items `rows`, after. The text begins in file `first`."""
    language = described.languages[0]
    in_front = {"cover.xhtml": _cover(language, described.title, cover[0])} if cover else {}
    title_page = next(iter(written))
    spine = [*in_front, title_page, "nav.xhtml", *(name for name in written if name != title_page)]
    contents = {"nav.xhtml": _contents(language, rows, first, with_cover=bool(cover))}
    inside = {
        **{name: _bytes(text) for name, text in {**in_front, **written, **contents}.items()},
        "style.css": faces.rules(fonts).encode() + _STYLE.read_bytes(),
        **(dict([cover]) if cover else {}),
        **held,
        **{f"fonts/{name}": data for name, data in sorted(fonts.items())},
    }
    opf = package(described, list(inside), spine, cover[0] if cover else "")
    return {
        "META-INF/container.xml": CONTAINER.encode(),
        "EPUB/package.opf": opf.encode(),
        **{f"EPUB/{name}": data for name, data in inside.items()},
    }


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _cover(language: str, title: str, picture: str) -> str:
    alt = _("Cover: %(title)s") % {"title": title}
    image = f'<img class="cover" src="{picture}" alt={attribute(alt)} role="doc-cover"/>'
    return page(language, title, f'<section epub:type="cover">{image}</section>')


def _contents(language: str, rows: str, first: str, *, with_cover: bool) -> str:
    marks = [("cover", "cover.xhtml", _("Cover"))] if with_cover else []
    marks += [("toc", "nav.xhtml", _("Contents"))]
    marks += [("bodymatter", first, _("The text"))] if first else []
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc"><h2>{words(_("Contents"))}</h2>'
        f"<ol>{rows}</ol></nav>\n"
        f'<nav epub:type="landmarks" hidden="hidden" aria-label={attribute(_("Landmarks"))}>'
        f"<ol>{_landmarks(marks)}</ol></nav>"
    )
    return page(language, _("Contents"), body, "frontmatter")


def _landmarks(marks: Sequence[tuple[str, str, str]]) -> str:
    return "".join(
        f'<li><a epub:type="{kind}" href="{file}">{words(title)}</a></li>'
        for kind, file, title in marks
    )
