"""The emblem of a commons: a field divided into plots, drawn from its handle and nothing else.

The same handle gives the same field on every machine and in every shape: the plots are laid out
in a unit square by a stable hash and then stretched to the shape asked for.
"""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gemeengoed.core.ui.hatchings import HATCHINGS
from gemeengoed.core.ui.parcels import Point, Polygon, area, cut, inset, touching

Shape = Literal["square", "banner", "cover"]

# width and height of the drawing, and the distance between the lines of a hatching
_SIZES: dict[str, tuple[float, float, float]] = {
    "square": (96, 96, 6),
    "banner": (960, 192, 9),
    "cover": (240, 320, 8),
}
LINE = 2.0
INK = "#1d2725"


@dataclass(frozen=True)
class Plot:
    """One parcel: its corners in the unit square, its colour (1 to 4) and whether it is hatched."""

    corners: Polygon
    colour: int
    hatched: bool


# Every page shows one or two, and each takes a millisecond to draw and some 3 kB to keep.
@lru_cache(maxsize=1000)
def emblem_svg(
    handle: str,
    *,
    title: str = "",
    decorative: bool = False,
    shape: Shape = "square",
    new_parcel: bool = False,
    part: str = "",
) -> SafeString:
    """A whole <svg> element; colours are attributes, classes let the stylesheet change them.

    `title` is what a screen reader says (the handle when empty), unless `decorative`.
    `new_parcel` draws the outline of one plot once more, for the moment that somebody joins.
    `part`, a name of something made there, shows that part of the field: its own, always the same.
    """
    width, height, unit = _SIZES[shape]
    drawn = [draw(plot, width, height, unit) for plot in plots(handle)]
    if new_parcel:
        drawn.append(_outline(plots(handle)[0], width, height))
    # numbers of our own; the one text is escaped
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="emblem emblem--{shape}" '
        f'viewBox="{_view(part, width, height)}" preserveAspectRatio="xMidYMid slice" '
        f"{_name(title or handle, decorative)}"
        f"{''.join(drawn)}{frame(width, height)}</svg>"
    )


def plots(handle: str) -> list[Plot]:
    """The 5 to 7 parcels of a handle, the largest first, no two neighbours of one colour."""
    stream = numbers(handle)
    fields = _divide(5 + int(next(stream) * 3), stream)
    fields.sort(key=area, reverse=True)
    colours = _colour(fields, stream)
    bare = int(next(stream) * len(fields))
    return [Plot(f, c, i != bare) for i, (f, c) in enumerate(zip(fields, colours, strict=True))]


def numbers(handle: str) -> Iterator[float]:
    """Numbers in [0, 1) without end; BLAKE2b (RFC 7693), since Python's hash() is salted."""
    seed = handle.strip().lower().encode()
    block = 0
    while True:
        digest = hashlib.blake2b(seed, digest_size=64, salt=block.to_bytes(2, "big")).digest()
        yield from (int.from_bytes(digest[i : i + 4], "big") / 2**32 for i in range(0, 64, 4))
        block += 1


def _divide(count: int, stream: Iterator[float]) -> list[Polygon]:
    """Cut the largest field in two until there are `count`, each cut slightly slanted."""
    fields: list[Polygon] = [[(0, 0), (1, 0), (1, 1), (0, 1)]]
    while len(fields) < count:
        fields.sort(key=area)
        fields += _halve(fields.pop(), stream)
    return fields


def _halve(field: Polygon, stream: Iterator[float]) -> list[Polygon]:
    """Two parts, cut across the longest extent at 0.36 to 0.64 of it, 4 to 16 degrees slanted."""
    (left, right), (top, bottom) = _extent(field)
    share = 0.36 + 0.28 * next(stream)
    slant = math.radians(4 + 12 * next(stream)) * (1 if next(stream) < 0.5 else -1)
    wide = (right - left) * (0.85 + 0.3 * next(stream)) > bottom - top
    if wide:
        middle = (left + (right - left) * share, (top + bottom) / 2)
        return list(cut(field, middle, (math.sin(slant), math.cos(slant))))
    middle = ((left + right) / 2, top + (bottom - top) * share)
    return list(cut(field, middle, (math.cos(slant), math.sin(slant))))


def _extent(field: Polygon) -> tuple[Point, Point]:
    xs, ys = [x for x, _ in field], [y for _, y in field]
    return (min(xs), max(xs)), (min(ys), max(ys))


def _colour(fields: list[Polygon], stream: Iterator[float]) -> list[int]:
    """A colour of 1 to 4 per field, all four used, neighbours different (backtracking)."""
    order = sorted(range(1, 5), key=lambda _: next(stream))
    scaled = [[(x * 100, y * 100) for x, y in field] for field in fields]
    beside = [[j for j in range(i) if touching(f, scaled[j])] for i, f in enumerate(scaled)]

    def place(chosen: list[int]) -> list[int] | None:
        if len(chosen) == len(fields):
            return chosen
        taken = {chosen[j] for j in beside[len(chosen)]}
        free = [c for c in order if c not in taken]
        for colour in sorted(free, key=chosen.count):
            if found := place([*chosen, colour]):
                return found
        return None

    return place([]) or [order[i % 4] for i in range(len(fields))]


def draw(plot: Plot, width: float, height: float, unit: float) -> str:
    corners = [(x * width, y * height) for x, y in plot.corners]
    hatching = HATCHINGS[plot.colour - 1]
    ground = (
        f'<path class="parcel parcel-{hatching.number}" d="{_outline_path(corners)}" '
        f'fill="{hatching.fill}" stroke="{INK}" stroke-width="{LINE:g}" stroke-linejoin="round"/>'
    )
    inner = inset(corners, unit * 0.75) if plot.hatched else []
    marks = hatching.draw(inner, unit) if inner else ""
    if not marks:
        return ground
    return (
        f'{ground}<path class="hatch-{hatching.number}" d="{marks}" fill="none" '
        f'stroke="{hatching.line}" stroke-width="{hatching.width:g}" stroke-linecap="round"/>'
    )


def _view(part: str, width: float, height: float) -> str:
    """The whole field, or for a part 0.4 to 0.6 of its width and height, anywhere in it."""
    if not part:
        return f"0 0 {width:g} {height:g}"
    stream = numbers(part)
    share = 0.4 + 0.2 * next(stream)
    left, top = next(stream) * (1 - share) * width, next(stream) * (1 - share) * height
    return f"{left:.0f} {top:.0f} {share * width:.0f} {share * height:.0f}"


def _outline(plot: Plot, width: float, height: float) -> str:
    corners = [(x * width, y * height) for x, y in plot.corners]
    return (
        f'<path class="parcel-new" d="{_outline_path(corners)}" pathLength="1" fill="none" '
        f'stroke="#f4b81f" stroke-width="4" stroke-linejoin="round"/>'
    )


def _outline_path(corners: Polygon) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"


def frame(width: float, height: float) -> str:
    return (
        f'<rect class="parcel" x="1" y="1" width="{width - 2:g}" height="{height - 2:g}" '
        f'fill="none" stroke="{INK}" stroke-width="{LINE:g}"/>'
    )


def _name(title: str, decorative: bool) -> str:
    if decorative:
        return 'aria-hidden="true" focusable="false">'
    text = escape(title)
    return f'role="img" aria-label="{text}"><title>{text}</title>'
