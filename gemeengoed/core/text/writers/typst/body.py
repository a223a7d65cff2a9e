"""Blocks and words as calls of the functions of `template.typ`."""

from collections.abc import Callable, Iterable, Sequence

from ...markdown import Node, Tree
from ..model import Manuscript, is_right_to_left
from .literals import boolean, string, words

WIDE_TABLE = 8
"""Columns up to which a table stays within the text; in a list or call-out any table does."""
SMALL_TABLE = 12
"""Rows of a table that is not broken over pages, of a hundred letters each at most."""
TALLEST_ROW = 24
"""Lines, as far as can be foreseen, of a row that is not broken over pages."""
LETTERS_ACROSS = 70
"""On a line as wide as the text on A5."""
FIRST_LINE = 110
"""Letters that it holds at most."""
SMALL_LIST = 350
"""Letters of a list that is not broken over pages."""
SMALL_PART = 450
"""Letters of a call-out or of details that are not broken over pages, with one picture at most."""
_PLAIN = frozenset({"paragraph", "list"})
WIDE_PICTURE = 2.1
"""Width by height from which on a picture takes the whole width, its caption below."""


class Body:
    """Writes the blocks of one manuscript. `files` is the name in the folder of each picture's url.

    A note is set where the text first refers to it; notes that only notes refer to stand within those.
    """

    def __init__(self, manuscript: Manuscript, files: dict[str, str]) -> None:
        self.tree: Tree = manuscript.tree
        self.target = manuscript.target
        self.rtl = manuscript.right_to_left
        self.files = files
        self.depth = 0
        self.placed: set[int] = set()
        self.in_text = {
            node.data["number"]
            for block in self.tree.blocks
            for node in block.walk()
            if node.kind == "note"
        }
        self.queue: list[int] | None = None
        """Notes to be set within the one that is being written; None outside notes."""
        self._writers: dict[str, Callable[[Node], str]] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "quote": self._quote,
            "callout": self._callout,
            "details": self._details,
            "list": self._list,
            "code": self._code,
            "rule": lambda node: "divider()",
            "table": self._table,
            "figure": self._figure,
            "title": lambda node: f"p({self.inline(node.children, node.text)})",
            "text": lambda node: ", ".join(words(node.text)),
            "emphasis": lambda node: f"emph({self._content(node)})",
            "strong": lambda node: f"strong({self._content(node)})",
            "strike": lambda node: f"strike({self._content(node)})",
            "link": self._link,
            "break": lambda node: "linebreak()",
            "note": self._note,
        }

    def blocks(self, nodes: Iterable[Node]) -> str:
        """One content expression, of blocks within another."""
        self.depth += 1
        written = [self.block(node) for node in nodes]
        self.depth -= 1
        return f"({', '.join(written)},).join()" if written else "[]"

    def block(self, node: Node) -> str:
        """One call; turned round where the words run against the direction of the text."""
        written = self._writers.get(node.kind, self._paragraph)(node)
        if node.kind in ("heading", "paragraph", "quote", "list", "callout"):
            turned = is_right_to_left(node.words(), self.rtl)
            if turned != self.rtl:
                return f"turned({boolean(turned)}, {written})"
        return written

    def inline(self, nodes: Iterable[Node], text: str = "") -> str:
        """Arguments: the words one after the other."""
        pieces = words(text) if text else []
        pieces += [self._inline(node) for node in nodes]
        return ", ".join(piece for piece in pieces if piece)

    def _inline(self, node: Node) -> str:
        if node.kind == "code":
            return self._inline_code(node)
        if node.kind == "figure":
            return self._picture(node, "inline-picture")
        writer = self._writers.get(node.kind)
        return writer(node) if writer else self.inline(node.children, node.text)

    def _content(self, node: Node) -> str:
        return f"join({self.inline(node.children)})"

    def _heading(self, node: Node) -> str:
        return f"head({node.data['level']}, {self.inline(node.children)})"

    def _paragraph(self, node: Node) -> str:
        call = "join" if node.data.get("tight") else "p"
        early = self.queue is None and self._has_early_note(node)
        written = f"{call}({self.inline(node.children, node.text)})"
        return f"early-note({written})" if early else written

    def _has_early_note(self, paragraph: Node) -> bool:
        """Whether a note is to be set that its first line may refer to."""
        letters = 0
        for node in paragraph.walk():
            if node.kind == "note" and node.data["number"] not in self.placed:
                return True
            letters += len(node.text)
            if letters > FIRST_LINE:
                break
        return False

    def _quote(self, node: Node) -> str:
        turned = boolean(is_right_to_left(node.words(), self.rtl))
        return f"quoted({turned}, {self.blocks(node.children)})"

    def _callout(self, node: Node) -> str:
        title, rest = _title_and_rest(node)
        kind, together = string(node.data["type"]), boolean(_is_small(node, SMALL_PART, pictures=1))
        return f"callout({kind}, {together}, join({self.inline(title)}), {self.blocks(rest)})"

    def _details(self, node: Node) -> str:
        title, rest = _title_and_rest(node)
        together = boolean(_is_small(node, SMALL_PART, pictures=1))
        return f"details({together}, join({self.inline(title)}), {self.blocks(rest)})"

    def _list(self, node: Node) -> str:
        tight = all(c.data.get("tight") for i in node.children for c in i.children[:1])
        roomy = any(child.kind not in _PLAIN for item in node.children for child in item.children)
        items = ", ".join(self._item(item) for item in node.children)
        shape = f"{boolean(tight)}, {boolean(roomy)}"
        if node.data["ordered"]:
            written = f"numbered({shape}, {node.data['start']}, {items})"
        else:
            written = f"bulleted({shape}, {items})"
        together = not self.depth and not roomy and _is_small(node, SMALL_LIST)
        return f"whole({written})" if together else written

    def _item(self, item: Node) -> str:
        first, *rest = item.children or [Node("paragraph")]
        if first.kind != "paragraph" or first.data.get("tight") or not rest:
            return self.blocks(item.children)
        return f"join(begin({self.blocks([first])}), {self.blocks(rest)})"

    def _code(self, node: Node) -> str:
        return f"listing({string(node.text.rstrip())})"

    def _inline_code(self, node: Node) -> str:
        return f"code({', '.join(words(node.text))})" if node.text else ""

    def _link(self, node: Node) -> str:
        href = self.target(node.data["href"])
        inner = self.inline(node.children)
        if href.startswith("#") or not href:
            return f"join({inner})" if inner else ""
        return f"to({string(href)}, {inner or string(href)})"

    def _table(self, node: Node) -> str:
        rows = [child for child in node.children if child.kind == "row"]
        captions = [child for child in node.children if child.kind == "caption"]
        caption = f"join({self.inline(captions[0].children)})" if captions else "none"
        columns = max((len(row.children) for row in rows), default=0)
        if not columns:
            return "none"
        head, *rest = [self._row(row, columns) for row in rows]
        aligns = ", ".join(_alignment(cell) for cell in rows[0].children)
        call = "wide-table" if columns > WIDE_TABLE and not self.depth else "ruled-table"
        together = boolean(len(rows) <= SMALL_TABLE and len(node.words()) <= SMALL_TABLE * 100)
        cells = " ".join(f"{row}," for row in rest)
        return f"{call}({together}, {caption}, ({aligns},), ({head},), ({cells}))"

    def _row(self, row: Node, columns: int) -> str:
        cells = [self._cell(cell) for cell in row.children]
        longest = max((len(cell.words()) for cell in row.children), default=0)
        if cells and longest * columns <= TALLEST_ROW * LETTERS_ACROSS:
            cells[0] = f"unbroken-row({cells[0]})"
        return ", ".join(cells + ["[]"] * (columns - len(cells)))

    def _cell(self, cell: Node) -> str:
        inner = self.inline(cell.children)
        if not inner:
            return "[]"
        return f"row-head({inner})" if cell.data["scope"] == "row" else f"join({inner})"

    def _figure(self, node: Node) -> str:
        caption = ", ".join(words(node.data["caption"])) or "none"
        credit = ", ".join(words(node.data["credit"])) or "none"
        picture = self._picture(node, "picture")
        call = "inner-drawing" if self.depth else "drawing"
        wide = boolean(node.data["width"] > WIDE_PICTURE * node.data["height"])
        return f"{call}({picture}, join({caption}), join({credit}), {wide})"

    def _picture(self, node: Node, call: str) -> str:
        name = self.files.get(node.data["url"])
        alt = string(node.data["alt"])
        if name is None:
            return f"missing-picture({alt})"
        shape = f"{node.data['width']}, {node.data['height']}"
        return f"{call}({string(name)}, {alt}, {shape})"

    def _note(self, node: Node) -> str:
        number = node.data["number"]
        if number not in self.tree.notes:
            return ""
        if self.queue is not None:
            return self._note_in_note(number)
        if number in self.placed:
            return f"note-again({number})"
        self.placed.add(number)
        return f"note({number}, {self._note_words(number)})"

    def _note_in_note(self, number: int) -> str:
        if self.queue is not None and number not in self.in_text | self.placed:
            self.placed.add(number)
            self.queue.append(number)
        return f"raised({string(str(number))})"

    def _note_words(self, number: int) -> str:
        """The blocks of a note, then those of notes that only it refers to."""
        self.queue = []
        written = [self.note_blocks(self.tree.notes[number])]
        while self.queue:
            inner = self.queue.pop(0)
            written.append(f"note-within({inner}, {self.note_blocks(self.tree.notes[inner])})")
        self.queue = None
        return f"({', '.join(written)},).join(parbreak())"

    def note_blocks(self, nodes: Sequence[Node]) -> str:
        """The first paragraph stands beside the number, whatever follows below."""
        if not nodes or nodes[0].kind != "paragraph":
            return self.blocks(nodes)
        first = f"join({self.inline(nodes[0].children)})"
        return first if len(nodes) == 1 else f"join({first}, parbreak(), {self.blocks(nodes[1:])})"


def _is_small(node: Node, letters: int, *, pictures: int = 0) -> bool:
    """Whether it may stay on one page: no more than so much in it, and nothing that is tall."""
    within = list(node.walk())
    kinds = [one.kind for one in within]
    tall = {"table", "code"} & {one.kind for one in within if one.data.get("block", True)}
    return not tall and kinds.count("figure") <= pictures and len(node.words()) <= letters


def _title_and_rest(node: Node) -> tuple[list[Node], list[Node]]:
    first = node.children[0] if node.children else None
    if first is not None and first.kind == "title":
        return [Node("text", first.text), *first.children], node.children[1:]
    return [], node.children


def _alignment(cell: Node) -> str:
    return {"number": "end", "centre": "center"}.get(cell.data["align"], "start")
