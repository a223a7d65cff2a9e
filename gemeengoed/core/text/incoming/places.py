"""Links to a heading of the same text: its old name becomes the one that the page gives it."""

from ..markdown import headings
from .cleaning import Element
from .model import Context

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def find(body: Element, context: Context) -> None:
    """Fills `context.places`, by the names that stand in or at a heading."""
    taken: dict[str, int] = {}
    for heading in body.iter(*HEADINGS):
        words = " ".join(heading.text_content().split())
        if not words:
            continue
        place = headings.PREFIX + headings.unique(headings.slug(words), taken)
        for element in heading.iter():
            for name in (element.get("id"), element.get("name")):
                if name:
                    context.places.setdefault(f"#{name}", f"#{place}")
