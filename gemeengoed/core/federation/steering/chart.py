"""A picture of what a server sent in the last days: accepted upward, refused downward, as bars.

The colours come with the hatchings of the house, so that colour never speaks alone; the same figures stand
in the table beside it.
"""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gemeengoed.core.ui.hatchings import pattern_defs

from .queries import Day

WIDTH, UP, DOWN = 420, 90, 60
"""Of the drawing, in its own units: accepted above the line, refused below."""
GAP = 6
ACCEPTED, REFUSED = 3, 4
"""The numbers of the hatchings."""


def bars(days: Sequence[Day]) -> SafeString:
    """An SVG; decoration for who cannot see it, since the table says the same."""
    most = max((max(day.accepted, day.refused) for day in days), default=0) or 1
    step = WIDTH / max(len(days), 1)
    drawn = "".join(_day(day, number * step, step - GAP, most) for number, day in enumerate(days))
    title = escape(_("What came in on each of the last days"))
    return mark_safe(
        f'<svg class="chart" viewBox="0 0 {WIDTH} {UP + DOWN}" role="img" aria-label="{title}">'
        f"<defs>{pattern_defs('day')}</defs>{drawn}"
        f'<path class="axis" d="M0 {UP}H{WIDTH}" stroke-width="2"/></svg>'
    )


def _day(day: Day, x: float, width: float, most: int) -> str:
    up = _height(day.accepted, most, UP - 4)
    down = _height(day.refused, most, DOWN - 4)
    return _bar(x, UP - up, width, up, ACCEPTED) + _bar(x, UP, width, down, REFUSED)


def _height(number: int, most: int, room: int) -> float:
    """At least two units for one, so that one beside a thousand is seen."""
    return max(2.0, room * number / most) if number else 0.0


def _bar(x: float, y: float, width: float, height: float, hatching: int) -> str:
    if not height:
        return ""
    return (
        f'<rect class="series" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="url(#day-{hatching})"/>'
    )
