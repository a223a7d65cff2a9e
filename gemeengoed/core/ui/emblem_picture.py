"""The emblem of a commons as PNG, for mail: no mail program shows SVG.

With an edge of paper around it, so that its ink line stays visible on a dark ground; on paper nobody sees
the edge.
"""

from functools import lru_cache
from io import BytesIO

from gemeengoed.core.ui.emblem import emblem_svg

SHOWN = 48
"""Pixels of a side as mail shows it."""
SIDE = 3 * SHOWN
"""Pixels of a side of the file: sharp on a phone as well."""
_EDGE = 0.75
_COLOURS = 64
_PAGE = """#set page(width: {side}pt, height: {side}pt, margin: {edge}pt, fill: rgb("#fbf7ee"))
#image(bytes("{svg}"), format: "svg", width: {inside}pt)
"""


@lru_cache(maxsize=200)
def emblem_png(handle: str) -> bytes:
    """A picture of SIDE by SIDE pixels, about 2 kB, drawn in some 10 ms."""
    import typst  # noqa: PLC0415 - not in processes that draw none
    from PIL import Image  # noqa: PLC0415

    svg = emblem_svg(handle, decorative=True).replace("\\", "\\\\").replace('"', '\\"')
    page = _PAGE.format(side=SHOWN, edge=_EDGE, inside=SHOWN - 2 * _EDGE, svg=svg)
    drawn = typst.compile(
        page.encode(), format="png", ppi=72 * SIDE / SHOWN, ignore_system_fonts=True
    )
    held = BytesIO()
    with Image.open(BytesIO(drawn)) as image:
        image.convert("RGB").quantize(_COLOURS).save(held, "PNG", optimize=True)
    return held.getvalue()
