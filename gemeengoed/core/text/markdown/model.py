"""What goes in and what comes out."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """A picture of our own. `width` and `height` in CSS pixels, 0 when unknown."""

    url: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Heading:
    """`level` is 2 to 6, as it stands in the page; `id` the fragment of its address."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Rendered:
    """`html` is safe to show; `plain` holds the same words, a block a line; `words` counts them.

    `problems` are sentences for the writer, in the active language, each with its line.
    """

    html: str
    plain: str
    words: int
    headings: list[Heading]
    problems: list[str]


FigureFinder = Callable[[str], Figure | None]
TermFinder = Callable[[str], str | None]
"""From the slug of a term to the address of its definitions."""


@dataclass
class Context:
    """What the steps of one rendering share. `prefix` begins every id, for many texts on one page."""

    figure: FigureFinder | None = None
    term: TermFinder | None = None
    prefix: str = ""
    problems: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
