"""Blocks and words as XHTML, for the chapters of an EPUB."""

from collections.abc import Callable, Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from ...markdown import Node
from ...xml import allowed
from ..model import Manuscript, is_right_to_left

# EPUB 3 Structural Semantics Vocabulary, 1.1
_KINDS = {"tip": "tip", "warning": "warning", "caution": "warning"}


def words(text: str) -> str:
    """Text, escaped."""
    return escape(allowed(text))


def attribute(value: str) -> str:
    """A value with its quotes."""
    return quoteattr(allowed(value))


class Markup:
    """Writes blocks of one chapter. `pictures` is the place of each url's file; `homes` the file of each
    id; `chapter` the file that is being written. References to notes are counted in `references`."""

    def __init__(
        self, manuscript: Manuscript, pictures: Mapping[str, str], homes: Mapping[str, str]
    ) -> None:
        self.manuscript = manuscript
        self.rtl = manuscript.right_to_left
        self.pictures, self.homes = pictures, homes
        self.chapter = ""
        self.references: dict[int, list[str]] = {}
        self._writers: dict[str, Callable[[Node], str]] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "quote": lambda node: (
                f"<blockquote{self._turned(node)}>{self.blocks(node.children)}</blockquote>"
            ),
            "callout": self._callout,
            "details": lambda node: (
                f'<section class="details">{self.blocks(node.children)}</section>'
            ),
            "title": lambda node: (
                f'<p class="title">{words(node.text)}{self.inline(node.children)}</p>'
            ),
            "list": self._list,
            "code": self._code,
            "rule": lambda node: "<hr/>",
            "table": self._table,
            "figure": self._figure,
        }
        self._marks: dict[str, Callable[[Node], str]] = {
            "emphasis": lambda node: f"<em>{self.inline(node.children)}</em>",
            "strong": lambda node: f"<strong>{self.inline(node.children)}</strong>",
            "strike": lambda node: f"<s>{self.inline(node.children)}</s>",
            "code": lambda node: f"<code>{words(node.text)}</code>",
            "link": self._link,
            "break": lambda node: "<br/>",
            "note": self._reference,
            "figure": self._image,
        }

    def blocks(self, nodes: Iterable[Node]) -> str:
        return "\n".join(self.block(node) for node in nodes)

    def block(self, node: Node) -> str:
        return self._writers.get(node.kind, self._paragraph)(node)

    def inline(self, nodes: Iterable[Node]) -> str:
        return "".join(self._inline(node) for node in nodes)

    def _inline(self, node: Node) -> str:
        writer = self._marks.get(node.kind)
        return writer(node) if writer else words(node.text) + self.inline(node.children)

    def _turned(self, node: Node) -> str:
        turned = is_right_to_left(node.words(), self.rtl)
        return "" if turned == self.rtl else f' dir="{"rtl" if turned else "ltr"}"'

    def _heading(self, node: Node) -> str:
        tag = f"h{node.data['level']}"
        return (
            f"<{tag} id={attribute(node.data['id'])}{self._turned(node)}>"
            f"{self.inline(node.children)}</{tag}>"
        )

    def _paragraph(self, node: Node) -> str:
        inner = words(node.text) + self.inline(node.children)
        return inner if node.data.get("tight") else f"<p{self._turned(node)}>{inner}</p>"

    def _callout(self, node: Node) -> str:
        kind = _KINDS.get(node.data["type"], "notice")
        return (
            f'<aside class="callout callout-{node.data["type"]}" epub:type="{kind}" role="note">'
            f"{self.blocks(node.children)}</aside>"
        )

    def _list(self, node: Node) -> str:
        tag = "ol" if node.data["ordered"] else "ul"
        start = node.data["start"]
        first = f' start="{start}"' if tag == "ol" and start != 1 else ""
        items = "".join(f"<li>{self.blocks(item.children)}</li>\n" for item in node.children)
        return f"<{tag}{first}{self._turned(node)}>\n{items}</{tag}>"

    def _code(self, node: Node) -> str:
        return f"<pre><code>{words(node.text)}</code></pre>"

    def _table(self, node: Node) -> str:
        captions = [child for child in node.children if child.kind == "caption"]
        head, *rest = [child for child in node.children if child.kind == "row"]
        caption = f"<caption>{self.inline(captions[0].children)}</caption>" if captions else ""
        body = "".join(self._row(row) for row in rest)
        return (
            f"<table>{caption}<thead>{self._row(head)}</thead>"
            + (f"<tbody>{body}</tbody>" if body else "")
            + "</table>"
        )

    def _row(self, row: Node) -> str:
        return f"<tr>{''.join(self._cell(cell) for cell in row.children)}</tr>\n"

    def _cell(self, cell: Node) -> str:
        tag = "th" if cell.data["head"] else "td"
        scope = f' scope="{cell.data["scope"]}"' if cell.data["scope"] else ""
        align = f' class="{cell.data["align"]}"' if cell.data["align"] else ""
        return f"<{tag}{scope}{align}>{self.inline(cell.children)}</{tag}>"

    def _figure(self, node: Node) -> str:
        credit = node.data["credit"]
        parts = [words(node.data["caption"])] if node.data["caption"] else []
        parts += [f'<span class="credit">{words(credit)}</span>'] if credit else []
        caption = f"<figcaption>{' '.join(parts)}</figcaption>" if parts else ""
        return f"<figure>{self._image(node)}{caption}</figure>"

    def _image(self, node: Node) -> str:
        place = self.pictures.get(node.data["url"])
        if place is None:
            return f'<span class="missing">{words(node.data["alt"])}</span>'
        return f"<img src={attribute(place)} alt={attribute(node.data['alt'])}/>"

    def _link(self, node: Node) -> str:
        href = self.manuscript.target(node.data["href"])
        if href.startswith("#"):
            home = self.homes.get(href[1:])
            href = f"{home}{href}" if home else ""
        inner = self.inline(node.children)
        return f"<a href={attribute(href)}>{inner or words(href)}</a>" if href else inner

    def _reference(self, node: Node) -> str:
        number = node.data["number"]
        home = self.homes.get(f"fn-{number}")
        if home is None:
            return ""
        places = self.references.setdefault(number, [])
        identifier = f"fnref-{number}-{len(places) + 1}"
        places.append(f"{self.chapter}#{identifier}")
        label = attribute(_("Note %(number)d") % {"number": number})
        return (
            f'<a class="noteref" epub:type="noteref" role="doc-noteref" id="{identifier}" '
            f'href="{home}#fn-{number}" aria-label={label}>{number}</a>'
        )

    def note(self, number: int, nodes: Iterable[Node]) -> str:
        """One note with a way back to each place that refers to it."""
        inner = self.blocks(nodes)
        label = attribute(_("Back to note %(number)d in the text") % {"number": number})
        back = "".join(
            f' <a class="backlink" epub:type="backlink" role="doc-backlink" href="{place}" '
            f"aria-label={label}>↩\ufe0e</a>"
            for place in self.references.get(number, [])
        )
        end = "</p>"
        inner = (
            f"{inner[: -len(end)]}{back}{end}" if inner.endswith(end) else f"{inner}<p>{back}</p>"
        )
        return (
            f'<aside class="footnote" epub:type="footnote" role="doc-footnote" id="fn-{number}">'
            f'<span class="number">{number}</span> {inner}</aside>'
        )
