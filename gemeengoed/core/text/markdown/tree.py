"""A text as a tree of blocks and words, from the arranged tokens: what every form but HTML is made of.

Kinds of blocks, with what stands in `data`:

    heading (level 2 to 6 without gaps, id) · paragraph (tight: in a list without white lines) · quote
    callout (type) and details, both > title first · list (ordered, start) > item · rule
    code (language; its words in `text`) · table > caption? and row > cell (head, scope, align); the
    first row is the head
    figure (url, width, height, alt, caption, credit), also within words

and of words: text · emphasis · strong · strike · code · link (href) · break · note (number).
Notes are numbered as the reader sees them; `Tree.notes[number]` holds the blocks of each.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

DEEPEST = 9
"""Blocks or words within one another; what lies deeper is shown at this depth, so that no writer and
no reading program has to dig without end."""

_PLAIN = {
    "paragraph": "paragraph",
    "blockquote": "quote",
    "bullet_list": "list",
    "ordered_list": "list",
    "list_item": "item",
    "table": "table",
    "caption": "caption",
    "tr": "row",
    "th": "cell",
    "td": "cell",
    "heading": "heading",
    "details": "details",
    "details_title": "title",
    "summary": "title",
    "em": "emphasis",
    "strong": "strong",
    "s": "strike",
    "link": "link",
    "footnote": "footnote",
}
_PARTS = frozenset({"row", "cell", "item", "caption", "title"})
"""Of a block that stands already."""
_WRAPPERS = frozenset({"thead", "tbody", "table_wrap", "footnote_block"})


@dataclass
class Node:
    """`text` is filled for words and code alone."""

    kind: str
    text: str = ""
    children: list["Node"] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)

    def words(self) -> str:
        """All words in it, without marks; a break is a space."""
        if self.kind == "break":
            return " "
        return self.text + "".join(child.words() for child in self.children)

    def walk(self) -> Iterator["Node"]:
        """Itself and everything in it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Tree:
    blocks: list[Node]
    notes: dict[int, list[Node]] = field(default_factory=dict)

    def walk(self) -> Iterator[Node]:
        """Every node of the text, then of the notes."""
        for block in (*self.blocks, *(b for note in self.notes.values() for b in note)):
            yield from block.walk()

    def headings(self) -> list[Node]:
        return [block for block in self.blocks if block.kind == "heading"]


def grow(tokens: Sequence[Token]) -> Tree:
    """The tree of tokens as `rendering` arranged them."""
    tree = Tree([])
    for block in _meaningful(_nested(tokens)):
        if block.kind == "footnote":
            tree.notes[block.data["number"]] = block.children
        else:
            tree.blocks.append(block)
    _close_gaps([node for node in tree.walk() if node.kind == "heading"])
    return tree


def _meaningful(nodes: list[Node]) -> list[Node]:
    """Without headings of nothing, at any depth."""
    for node in nodes:
        node.children = _meaningful(node.children)
    return [node for node in nodes if not _is_empty(node)]


def _is_empty(block: Node) -> bool:
    """A heading without words heads nothing; one that holds only a picture is a paragraph."""
    if block.kind != "heading" or block.words().strip():
        return False
    block.kind = "paragraph"
    return not any(node.kind == "figure" for node in block.walk())


def _nested(tokens: Sequence[Token]) -> list[Node]:
    root = Node("root")
    open_nodes = [root]
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in _WRAPPERS or token.type == "footnote_anchor":
            continue
        if token.nesting == -1:
            open_nodes.pop()
        elif token.nesting == 1:
            node = _opened(token, name)
            depth = sum(one.kind not in _PARTS for one in open_nodes)
            if depth <= DEEPEST or node.kind in _PARTS:
                open_nodes[-1].children.append(node)
            else:
                node = open_nodes[-1]
            open_nodes.append(node)
        else:
            open_nodes[-1].children += _leaf(token)
    return root.children


def _opened(token: Token, name: str) -> Node:
    if name == "blockquote" and token.tag == "details":
        return Node("details")
    if name == "blockquote" and token.tag == "aside":
        kind = str(token.attrs.get("class", "")).rpartition("callout-")[2]
        return Node("callout", data={"type": kind})
    return Node(_PLAIN.get(name, "paragraph"), data=_data(token, name))


def _data(token: Token, name: str) -> dict[str, Any]:
    if name == "heading":
        return {"level": int(token.tag[1]), "id": str(token.attrs.get("id", ""))}
    if name in ("ordered_list", "bullet_list"):
        return {"ordered": name == "ordered_list", "start": int(token.attrs.get("start", 1) or 0)}
    if name in ("th", "td"):
        return {
            "head": token.tag == "th",
            "scope": str(token.attrs.get("scope", "")),
            "align": str(token.attrs.get("class", "")),
        }
    if name == "link":
        return {"href": str(token.attrs.get("href", ""))}
    if name == "footnote":
        return {"number": int(token.meta["id"]) + 1}
    return {"tight": True} if token.hidden else {}


def _leaf(token: Token) -> list[Node]:
    """What one token without an end becomes."""
    if token.type == "inline":
        return _joined(_nested(token.children or ()))
    made = _LEAVES.get(token.type)
    return [made(token)] if made and (token.content or token.type not in _FILLED) else []


def _figure(token: Token) -> Node:
    found, meta = token.meta["figure"], token.meta
    sizes = {"url": found.url, "width": found.width, "height": found.height}
    return Node("figure", data={**sizes, **{k: meta[k] for k in ("alt", "caption", "credit")}})


def _listing(token: Token) -> Node:
    language = token.info.split()[0] if token.info.strip() else ""
    return Node("code", token.content, data={"language": language, "block": True})


_FILLED = frozenset({"text", "text_special"})
_LEAVES: dict[str, Callable[[Token], Node]] = {
    "text": lambda token: Node("text", token.content),
    "text_special": lambda token: Node("text", token.content),
    "code_inline": lambda token: Node("code", token.content),
    "fence": _listing,
    "code_block": _listing,
    "softbreak": lambda token: Node("text", " "),
    "hardbreak": lambda token: Node("break"),
    "hr": lambda token: Node("rule"),
    "footnote_ref": lambda token: Node("note", data={"number": int(token.meta["id"]) + 1}),
    "figure": _figure,
    "callout_title": lambda token: Node("title", token.content),
    "details_title": lambda token: Node("title", token.content),
}


def _joined(nodes: list[Node]) -> list[Node]:
    """Neighbouring texts as one, so that a word is never broken where a line of the source ends."""
    done: list[Node] = []
    for node in nodes:
        if done and node.kind == done[-1].kind == "text":
            done[-1] = Node("text", done[-1].text + node.text)
        else:
            done.append(node)
    return done


def _close_gaps(headings: list[Node]) -> None:
    """After a heading of level 2 comes one of level 3 at most (WCAG 2.2, G141; PDF/UA-1, 7.4.2)."""
    last = 1
    for heading in headings:
        last = heading.data["level"] = min(heading.data["level"], last + 1)
