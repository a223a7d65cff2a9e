"""The four hatchings: what grows on a plot, and what marks a series in a chart.

Number 1 furrows, 2 orchard dots, 3 reed dashes, 4 glasshouse grid; each always on its own colour,
so that colour never speaks alone.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from gemeengoed.core.ui.parcels import Polygon, Segment, across, longest_side


@dataclass(frozen=True)
class Hatching:
    """One of the four: number (1 to 4), name, fill and line (light scheme), how it is drawn."""

    number: int
    name: str
    fill: str
    line: str
    width: float
    draw: Callable[[Polygon, float], str]


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _path(segments: list[Segment]) -> str:
    return "".join(
        f"M{_number(a[0])} {_number(a[1])}L{_number(b[0])} {_number(b[1])}" for a, b in segments
    )


def _angle(plot: Polygon) -> float:
    """Direction of the longest ditch, so that furrows run as a farmer ploughs."""
    (x1, y1), (x2, y2) = longest_side(plot)
    return math.atan2(y2 - y1, x2 - x1)


def _furrows(plot: Polygon, unit: float) -> str:
    return _path(list(across(plot, _angle(plot), unit)))


def _grid(plot: Polygon, unit: float) -> str:
    angle = _angle(plot)
    long_way = list(across(plot, angle, unit * 2.4))
    return _path(long_way + list(across(plot, angle + math.pi / 2, unit * 1.2)))


def _dots(plot: Polygon, unit: float) -> str:
    """Trees in rows; a dot is a stroke of no length with round ends."""
    return _along_rows(plot, unit * 1.5, unit * 1.5, 0.0)


def _dashes(plot: Polygon, unit: float) -> str:
    return _along_rows(plot, unit * 1.1, unit * 2.4, unit * 1.2)


def _along_rows(plot: Polygon, rows: float, step: float, dash: float) -> str:
    marks: list[str] = []
    for row, (a, b) in enumerate(across(plot, 0.0, rows)):
        shift = step / 2 if row % 2 else 0.0
        first = math.ceil((a[0] - shift) / step)
        last = math.floor((b[0] - dash - shift) / step)
        marks += [
            f"M{_number(k * step + shift)} {_number(a[1])}h{_number(dash)}"
            for k in range(first, last + 1)
        ]
    return "".join(marks)


HATCHINGS: tuple[Hatching, ...] = (
    Hatching(1, "furrows", "#0f5a4e", "#8fc0a9", 1.2, _furrows),
    Hatching(2, "orchard", "#f4b81f", "#1d2725", 2.0, _dots),
    Hatching(3, "reed", "#bcd8e4", "#24509c", 1.4, _dashes),
    Hatching(4, "glasshouse", "#a33b22", "#f3c6a5", 1.0, _grid),
)

_TILE = 12.0


def pattern_defs(prefix: str = "hatch") -> str:
    """SVG <pattern> elements with ids `{prefix}-1` to `{prefix}-4`, for `fill="url(#hatch-2)"`.

    Each tile holds the colour and its marks, with the classes that follow the dark scheme.
    """
    return "".join(_pattern(hatching, prefix) for hatching in HATCHINGS)


_TILES = {1: "M0 3H12M0 9H12", 2: "M3 3h0M9 9h0", 3: "M1 3h5M7 9h5", 4: "M0 6H12M6 0V12"}


def _pattern(hatching: Hatching, prefix: str) -> str:
    n = hatching.number
    return (
        f'<pattern id="{prefix}-{n}" width="{_TILE:g}" height="{_TILE:g}" '
        f'patternUnits="userSpaceOnUse">'
        f'<rect class="parcel-{n}" width="{_TILE:g}" height="{_TILE:g}" fill="{hatching.fill}"/>'
        f'<path class="hatch-{n}" d="{_TILES[n]}" fill="none" stroke="{hatching.line}" '
        f'stroke-width="{hatching.width:g}" stroke-linecap="round"/></pattern>'
    )
