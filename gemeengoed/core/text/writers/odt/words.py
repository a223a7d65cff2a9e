"""Words as text spans (ODF 1.3 part 3, section 6)."""

import re
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape, quoteattr

from ...markdown import Node
from ...xml import allowed

_SPACES = re.compile(" {2,}|^ | $")
_STYLES = {"emphasis": "Emphasis", "strong": "Strong", "strike": "Strike"}


def plain(text: str) -> str:
    """Text, escaped; spaces that XML would swallow are counted (6.1.2)."""
    return (
        _SPACES.sub(_counted, escape(allowed(text)))
        .replace("\n", "<text:line-break/>")
        .replace("\t", "<text:tab/>")
    )


def _counted(found: re.Match[str]) -> str:
    return f'<text:s text:c="{len(found[0])}"/>'


class Words:
    """Writes words. `target(href)` is where a link leads; `note(number)` the XML of a note; `picture(node)`
    that of an image among words."""

    def __init__(
        self,
        target: Callable[[str], str],
        note: Callable[[int], str],
        picture: Callable[[Node], str],
    ) -> None:
        self.target, self.note, self.picture = target, note, picture

    def of(self, nodes: Iterable[Node]) -> str:
        return "".join(self._one(node) for node in nodes)

    def _one(self, node: Node) -> str:
        if node.kind in _STYLES:
            return span(_STYLES[node.kind], self.of(node.children))
        writers: dict[str, Callable[[], str]] = {
            "code": lambda: span("Source_20_Text", plain(node.text)),
            "break": lambda: "<text:line-break/>",
            "note": lambda: self.note(node.data["number"]),
            "figure": lambda: self.picture(node),
            "link": lambda: self._link(node),
        }
        if node.kind in writers:
            return writers[node.kind]()
        return plain(node.text) + self.of(node.children)

    def _link(self, node: Node) -> str:
        href = self.target(node.data["href"])
        inner = self.of(node.children) or plain(href)
        if not href:
            return inner
        return (
            f'<text:a xlink:type="simple" xlink:href={quoteattr(allowed(href))} '
            f'text:style-name="Internet_20_link">{inner}</text:a>'
        )


def span(style: str, inner: str) -> str:
    return f'<text:span text:style-name="{style}">{inner}</text:span>' if inner else ""
