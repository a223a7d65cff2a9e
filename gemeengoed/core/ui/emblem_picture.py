"""The emblem of a commons and the cover of a text as PNG, for mail and for other servers: they show no SVG.

With an edge of paper around it, so that its ink line stays visible on a dark ground; on paper nobody sees
the edge.
"""

from functools import lru_cache
from io import BytesIO

from gemeengoed.core.ui.cover import cover_svg
from gemeengoed.core.ui.emblem import emblem_svg

SHOWN = 48
"""Pixels of a side as mail shows it."""
SIDE = 3 * SHOWN
"""Pixels of a side of the file: sharp on a phone as well."""
_EDGE = 0.75
_COLOURS = 64
_PAGE = """#set page(width: {width}pt, height: {height}pt, margin: {edge}pt, fill: rgb("#fbf7ee"))
#image(bytes("{svg}"), format: "svg", width: {inside}pt)
"""
COVER = (720, 960)
"""Width and height of a cover in pixels."""
_COVER_SHOWN = 240


@lru_cache(maxsize=200)
def emblem_png(handle: str) -> bytes:
    """A picture of SIDE by SIDE pixels, about 2 kB, drawn in some 10 ms."""
    return _drawn(emblem_svg(handle, decorative=True), SHOWN, SHOWN, SIDE / SHOWN)


@lru_cache(maxsize=50)
def cover_png(handle: str, part: str, number: int) -> bytes:
    """A cover of COVER pixels, about 20 kB."""
    svg = cover_svg(handle, part=part, number=number)
    return _drawn(svg, _COVER_SHOWN, _COVER_SHOWN * 4 // 3, COVER[0] / _COVER_SHOWN)


def _drawn(svg: str, width: int, height: int, scale: float) -> bytes:
    import typst  # noqa: PLC0415 - not in processes that draw none
    from PIL import Image  # noqa: PLC0415

    quoted = svg.replace("\\", "\\\\").replace('"', '\\"')
    page = _PAGE.format(
        width=width, height=height, edge=_EDGE, inside=width - 2 * _EDGE, svg=quoted
    )
    drawn = typst.compile(page.encode(), format="png", ppi=72 * scale, ignore_system_fonts=True)
    held = BytesIO()
    with Image.open(BytesIO(drawn)) as image:
        image.convert("RGB").quantize(_COLOURS).save(held, "PNG", optimize=True)
    return held.getvalue()
