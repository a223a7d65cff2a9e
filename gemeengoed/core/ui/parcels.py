"""Plane geometry of a field cut into plots: convex polygons, half planes and hatch lines.

A polygon is a list of (x, y) corners in order, in the units of the drawing.
"""

import math
from collections.abc import Iterator

Point = tuple[float, float]
Polygon = list[Point]
Segment = tuple[Point, Point]

_EPSILON = 1e-9


def area(polygon: Polygon) -> float:
    """Surface by the shoelace formula, always positive."""
    return abs(sum(_cross(a, b) for a, b in edges(polygon))) / 2


def edges(polygon: Polygon) -> Iterator[Segment]:
    """Each side as a pair of corners, the last one closing the polygon."""
    return zip(polygon, polygon[1:] + polygon[:1], strict=True)


def cut(polygon: Polygon, through: Point, direction: Point) -> tuple[Polygon, Polygon]:
    """Both parts of a convex polygon left and right of a line."""
    normal = (-direction[1], direction[0])
    other = (direction[1], -direction[0])
    return _keep(polygon, through, normal), _keep(polygon, through, other)


def inset(polygon: Polygon, distance: float) -> Polygon:
    """The polygon without a strip of `distance` along every side; empty when nothing is left."""
    middle = centre(polygon)
    left = polygon
    for a, b in edges(polygon):
        normal = _towards(_normal(a, b), a, middle)
        left = _keep(left, (a[0] + normal[0] * distance, a[1] + normal[1] * distance), normal)
        if len(left) < 3:
            return []
    return left


def centre(polygon: Polygon) -> Point:
    """The mean of the corners; inside, since the polygon is convex."""
    count = len(polygon)
    return sum(x for x, _ in polygon) / count, sum(y for _, y in polygon) / count


def across(polygon: Polygon, angle: float, spacing: float) -> Iterator[Segment]:
    """Parallel lines at `angle` (radians), `spacing` apart, clipped to a convex polygon."""
    along = (math.cos(angle), math.sin(angle))
    normal = (-along[1], along[0])
    middle = centre(polygon)
    depth = [_dot((x - middle[0], y - middle[1]), normal) for x, y in polygon]
    for step in range(math.ceil(min(depth) / spacing), math.floor(max(depth) / spacing) + 1):
        offset = step * spacing
        start = (middle[0] + normal[0] * offset, middle[1] + normal[1] * offset)
        hit = sorted(_crossings(polygon, start, along, normal))
        if len(hit) > 1 and hit[-1] - hit[0] > 1:
            yield _on(start, along, hit[0]), _on(start, along, hit[-1])


def longest_side(polygon: Polygon) -> Segment:
    """The side that furrows run along."""
    return max(edges(polygon), key=lambda side: math.dist(*side))


def touching(one: Polygon, two: Polygon) -> bool:
    """Whether two plots share a stretch of ditch (more than a corner)."""
    return any(_overlap(a, b) for a in edges(one) for b in edges(two))


def _overlap(one: Segment, two: Segment) -> bool:
    length = math.dist(*one)
    if length < _EPSILON:
        return False
    along = ((one[1][0] - one[0][0]) / length, (one[1][1] - one[0][1]) / length)
    normal = (-along[1], along[0])
    relative = [(x - one[0][0], y - one[0][1]) for x, y in two]
    if any(abs(_dot(point, normal)) > 0.01 for point in relative):
        return False
    first, last = sorted(_dot(point, along) for point in relative)
    return min(last, length) - max(first, 0.0) > 0.5


def _keep(polygon: Polygon, through: Point, normal: Point) -> Polygon:
    """Sutherland and Hodgman's clipping against one half plane."""
    kept: Polygon = []
    for a, b in edges(polygon):
        side_a = _dot((a[0] - through[0], a[1] - through[1]), normal)
        side_b = _dot((b[0] - through[0], b[1] - through[1]), normal)
        if side_a >= -_EPSILON:
            kept.append(a)
        if (side_a > _EPSILON) != (side_b > _EPSILON) and abs(side_a - side_b) > _EPSILON:
            part = side_a / (side_a - side_b)
            kept.append((a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part))
    return [p for p, q in edges(kept) if math.dist(p, q) > 1e-6]


def _crossings(polygon: Polygon, start: Point, along: Point, normal: Point) -> Iterator[float]:
    for a, b in edges(polygon):
        side_a = _dot((a[0] - start[0], a[1] - start[1]), normal)
        side_b = _dot((b[0] - start[0], b[1] - start[1]), normal)
        if side_a * side_b <= 0 and abs(side_a - side_b) > _EPSILON:
            hit = _on(a, (b[0] - a[0], b[1] - a[1]), side_a / (side_a - side_b))
            yield _dot((hit[0] - start[0], hit[1] - start[1]), along)


def _normal(a: Point, b: Point) -> Point:
    length = math.dist(a, b) or 1.0
    return -(b[1] - a[1]) / length, (b[0] - a[0]) / length


def _towards(normal: Point, origin: Point, target: Point) -> Point:
    inward = _dot((target[0] - origin[0], target[1] - origin[1]), normal) > 0
    return normal if inward else (-normal[0], -normal[1])


def _on(start: Point, along: Point, distance: float) -> Point:
    return start[0] + along[0] * distance, start[1] + along[1] * distance


def _dot(one: Point, two: Point) -> float:
    return one[0] * two[0] + one[1] * two[1]


def _cross(one: Point, two: Point) -> float:
    return one[0] * two[1] - one[1] * two[0]
