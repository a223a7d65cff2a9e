"""The cover of something made in a commons: a part of its field, and its number in the series.

From the handle, the name of the thing and its number, and nothing else; the same on every machine. The
digits are drawn as ditches are, so that no font is needed.
"""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gemeengoed.core.ui.emblem import INK, LINE, Plot, draw, frame, numbers, plots
from gemeengoed.core.ui.parcels import Point, cut

WIDTH, HEIGHT = 240.0, 320.0
UNIT = 7.0
"""Distance between the lines of a hatching."""

# A corner of the window and the direction that keeps what lies inside.
_SIDES: tuple[tuple[Point, Point], ...] = (
    ((-0.03, -0.03), (1, 0)),
    ((1.03, -0.03), (0, 1)),
    ((1.03, 1.03), (-1, 0)),
    ((-0.03, 1.03), (0, -1)),
)

# Strokes on a grid of 2 by 4, as a surveyor's stamp would cut them: open, straight, no curve.
_DIGITS = (
    "M0 0H2V4H0Z",
    "M0.4 0.8L1.2 0V4",
    "M0 0H2V2H0V4H2",
    "M0 0H2V4H0M0.5 2H2",
    "M0 0V2.4H2M1.5 1V4",
    "M2 0H0V1.8H2V4H0",
    "M2 0H0V4H2V2H0",
    "M0 0H2L0.8 4",
    "M0 0H2V4H0ZM0 2H2",
    "M2 2H0V0H2V4H0",
)


def cover_svg(handle: str, *, part: str, number: int = 0, title: str = "") -> SafeString:
    """A whole <svg>, 240 by 320; decoration unless it has a `title`. `number` 0 shows none."""
    window = _window(part)
    seen = [one for plot in plots(handle) if (one := _through(plot, window))]
    drawn = [draw(plot, WIDTH, HEIGHT, UNIT) for plot in seen]
    if number:
        drawn.append(_stamp(number))
    name = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    # numbers of our own; the one text is escaped
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="emblem emblem--cover" '
        f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" preserveAspectRatio="xMidYMid slice" {name}>'
        f"{''.join(drawn)}{frame(WIDTH, HEIGHT)}</svg>"
    )


def _window(part: str) -> tuple[float, float, float]:
    """Left, top and share of the field that is seen: 0.42 to 0.66 of it, anywhere."""
    stream = numbers(part)
    share = 0.42 + 0.24 * next(stream)
    return next(stream) * (1 - share), next(stream) * (1 - share), share


def _through(plot: Plot, window: tuple[float, float, float]) -> Plot | None:
    """The plot as seen through the window, cut off a little outside it; None when nothing is seen."""
    left, top, share = window
    corners = [((x - left) / share, (y - top) / share) for x, y in plot.corners]
    for through, direction in _SIDES:
        corners = cut(corners, through, direction)[0]
        if len(corners) < 3:
            return None
    return Plot(corners, plot.colour, plot.hatched)


def _stamp(number: int) -> str:
    """A square plot of paper in the corner with the number in it."""
    digits = str(number)
    side, size = 44.0, 5.0
    across = len(digits) * 2 * size + (len(digits) - 1) * size
    width = max(side, across + 24)
    left = WIDTH - width - 14
    strokes = "".join(
        f'<path d="{_DIGITS[int(digit)]}" transform="translate('
        f"{left + (width - across) / 2 + place * 3 * size:g} {14 + (side - 4 * size) / 2:g}) "
        f'scale({size:g})" stroke-width="0.6"/>'
        for place, digit in enumerate(digits)
    )
    return (
        f'<rect x="{left:g}" y="14" width="{width:g}" height="{side:g}" fill="#fbf7ee" '
        f'stroke="{INK}" stroke-width="{LINE:g}"/>'
        f'<g fill="none" stroke="{INK}" stroke-linejoin="miter">{strokes}</g>'
    )
