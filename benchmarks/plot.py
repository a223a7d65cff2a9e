"""A plot of a few curves on logarithmic axes, as SVG that reads in light and dark."""

from math import ceil, floor, log10
from xml.sax.saxutils import escape

Curve = list[tuple[float, float]]
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 420, 70, 30, 200, 50
STROKES = (("#0F5A4E", ""), ("#24509C", "8 4"), ("#A33B22", "2 4"), ("#7A5B00", "12 4 2 4"))


def curves(named: dict[str, Curve], across: str, up: str) -> str:
    """Every curve with its own colour and dashes, its name beside its last point."""
    points = [point for curve in named.values() for point in curve]
    x = _scale([p[0] for p in points], LEFT, WIDTH - RIGHT)
    y = _scale([p[1] for p in points], HEIGHT - BOTTOM, TOP)
    parts = [_axes(points, x, y, across, up)]
    for (name, curve), (colour, dashes) in zip(named.items(), STROKES, strict=False):
        path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in curve)
        end = curve[-1]
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{dashes}"/><text x="{x(end[0]) + 8:.1f}" y="{y(end[1]) + 4:.1f}" '
            f'fill="{colour}">{escape(name)} {end[1]:.1f}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>{escape(up)} by {escape(across)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FBF7EE"/>{"".join(parts)}</svg>\n'
    )


def _decades(values: list[float]) -> range:
    return range(
        floor(log10(min(values))), max(ceil(log10(max(values))), floor(log10(min(values))) + 1) + 1
    )


def _scale(values: list[float], start: float, end: float):  # type: ignore[no-untyped-def]
    low, high = _decades(values)[0], _decades(values)[-1]
    return lambda value: start + (log10(value) - low) / (high - low) * (end - start)


def _axes(points: Curve, x, y, across: str, up: str) -> str:  # type: ignore[no-untyped-def]
    lines = []
    for power in _decades([p[0] for p in points]):
        at = x(10**power)
        lines.append(f'<path d="M{at:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#D8CFBB"/>')
        lines.append(
            f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="#1D2725">'
            f"{10**power:,}</text>"
        )
    for power in _decades([p[1] for p in points]):
        at = y(10**power)
        lines.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#D8CFBB"/>')
        lines.append(
            f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end" fill="#1D2725">{10**power:g}</text>'
        )
    lines.append(
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle" '
        f'fill="#1D2725">{escape(across)}</text><text x="{LEFT - 50}" y="{TOP - 10}" '
        f'fill="#1D2725">{escape(up)}</text>'
    )
    return "".join(lines)
