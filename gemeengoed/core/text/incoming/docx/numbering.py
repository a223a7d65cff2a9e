"""Which number an item of a list has (ECMA-376, part 1, 17.9)."""

from dataclasses import dataclass

from lxml import etree

from .names import W, child, number, value
from .styles import Styles, indent

MAX_LEVEL = 8
LONGEST_CHAIN = 5


@dataclass(frozen=True)
class Level:
    """`format` is 'bullet', 'decimal', 'none' …; `left` is where the words stand, 0 when not said."""

    format: str
    start: int
    left: int
    has_mark: bool = True

    @property
    def is_ordered(self) -> bool:
        return self.format not in ("bullet", "none")


@dataclass(frozen=True)
class Item:
    """A place in a list; two with one `series` count on from one another."""

    series: str
    level: int
    is_ordered: bool
    number: int
    left: int


class Numbering:
    """Counts while the document is read from its beginning to its end."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self.series: dict[str, str] = {}
        self.levels: dict[str, dict[int, Level]] = {}
        self.links: dict[str, str] = {}
        self.own: dict[str, dict[int, Level]] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.by_style: dict[str, tuple[str, int]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        styled: dict[str, list[tuple[str, int]]] = {}
        for abstract in root.iterchildren(f"{W}abstractNum"):
            series = abstract.get(f"{W}abstractNumId", "")
            self.levels[series] = _levels(abstract)
            self.links[series] = value(abstract, "numStyleLink")
            for level in abstract.iterchildren(f"{W}lvl"):
                if style := value(level, "pStyle"):
                    styled.setdefault(series, []).append((style, _number(level)))
        for num in root.iterchildren(f"{W}num"):
            identifier = num.get(f"{W}numId", "")
            self.series[identifier] = value(num, "abstractNumId")
            for override in num.iterchildren(f"{W}lvlOverride"):
                self._override(identifier, override)
            for style, level in styled.get(self.series[identifier], ()):
                self.by_style.setdefault(style, (identifier, level))

    def _override(self, identifier: str, override: etree._Element) -> None:
        level = _number(override)
        start = number(value(override, "startOverride"))
        if start is not None:
            self.starts[identifier, level] = start
        self.own.setdefault(identifier, {}).update(_levels(override))

    def level(self, identifier: str, place: int) -> Level | None:
        """What is said of a level of the list `identifier`."""
        for _turn in range(LONGEST_CHAIN):
            if identifier not in self.series:
                return None
            series = self.series[identifier]
            if not self.links.get(series):
                levels = {**self.levels.get(series, {}), **self.own.get(identifier, {})}
                return levels.get(place)
            identifier = self.styles.numbers_of(self.links[series])
        return None

    def item(self, identifier: str, place: int) -> Item | None:
        """The next item there, counted; None for what has no mark."""
        level = self.level(identifier, place)
        if level is None or level.format == "none":
            return None
        series = self.series[identifier]
        return Item(
            series, place, level.is_ordered, self._next(identifier, place, level), level.left
        )

    def _next(self, identifier: str, place: int, level: Level) -> int:
        counts = self.counts.setdefault(self.series[identifier], {})
        start = self.starts.pop((identifier, place), None)
        if start is not None:
            counts[place] = start
        else:
            counts[place] = counts[place] + 1 if place in counts else level.start
        for deeper in [other for other in counts if other > place]:
            del counts[deeper]
        return counts[place]


def _levels(element: etree._Element) -> dict[int, Level]:
    return {
        _number(level): Level(
            format=value(level, "numFmt", "decimal"),
            start=max(0, number(value(level, "start", "1")) or 0),
            left=max(0, indent(child(level, "pPr")) or 0),
            has_mark=bool(value(level, "lvlText")),
        )
        for level in element.iterchildren(f"{W}lvl")
    }


def _number(level: etree._Element) -> int:
    """Some programs leave it out of the first level."""
    return min(MAX_LEVEL, max(0, number(level.get(f"{W}ilvl")) or 0))
