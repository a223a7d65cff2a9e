"""Blocks of a foreign text as blocks of Markdown, one inside the other."""

import re

import lxml.html

from . import escaping, inline, lists, pictures, runs, styles, tables
from .cleaning import Element
from .model import Context

CONTAINERS = """
address article aside blockquote body center dd details dir div dl dt figcaption figure footer header
hgroup li main nav section
"""
LISTS = {"ul", "ol", "menu", "dir"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
OWN = HEADINGS | {"p", "hr", "pre", "table", "ul", "ol", "menu"}
BLOCK = set(CONTAINERS.split()) | OWN | {"caption", "tr", "td", "th", "tbody", "thead", "tfoot"}
CALLOUTS = re.compile(r"callout-(note|tip|important|warning|caution)")
TRAILING = re.compile(r"(#+)$")
LANGUAGE = re.compile(r"(?:language|lang|highlight-source)-([A-Za-z0-9+#_-]{1,30})")


class Blocks:
    """Writes blocks. `shift` is what is added to the level of a heading."""

    def __init__(self, context: Context, shift: int) -> None:
        self.context = context
        self.shift = shift

    def inside(self, element: Element) -> list[str]:
        """The blocks of all that stands inside `element`."""
        written: list[str] = []
        loose = lxml.html.Element("p")  # words between blocks are a paragraph
        loose.text = element.text
        for child in list(element):
            if _is_block(child):
                written += self.paragraph(loose)
                written += self._next_to(written, child)
                loose = lxml.html.Element("p")
                loose.text = child.tail
            else:
                loose.append(child)
        return written + self.paragraph(loose)

    def of(self, element: Element) -> list[str]:
        """The blocks of `element` itself."""
        self.context.check_time()
        tag = element.tag
        if styles.is_hidden(element):
            return []
        if tag in HEADINGS:
            return self._heading(element)
        if tag in LISTS:
            return [text] if (text := lists.write(element, self.item)) else []
        method = {
            "p": self.paragraph,
            "pre": self._code,
            "table": self._table,
            "blockquote": self._quotation,
            "details": self._details,
            "aside": self._aside,
            "figure": self._figure,
            "dl": self._definitions,
        }.get(tag)
        if tag == "hr":
            return ["---"]
        return method(element) if method else self.inside(element)

    def item(self, element: Element) -> list[str]:
        """The blocks of one item of a list."""
        return self.inside(element) if element.tag == "li" else self.of(element)

    def paragraph(self, element: Element) -> list[str]:
        if any(_is_block(child) for child in element):
            return self.inside(element)
        written = runs.paragraphs(inline.inside(element, self.context))
        if "caption" in styles.classes(element) or "msocaption" in styles.classes(element):
            return self._caption(element, written)
        return written

    def _next_to(self, written: list[str], child: Element) -> list[str]:
        """A list right behind a list gets other marks than that."""
        if child.tag not in LISTS or styles.is_hidden(child):
            return self.of(child)
        text = lists.write(child, self.item, written[-1] if written else "")
        return [text] if text else []

    def _caption(self, element: Element, written: list[str]) -> list[str]:
        around = element.getprevious(), element.getnext()
        if written and any(one is not None and one.tag == "table" for one in around):
            return [tables.caption_line(" ".join(written))]
        return written

    def _heading(self, element: Element) -> list[str]:
        level = min(6, int(element.tag[1]) + self.shift)
        found = inline.plain(inline.inside(element, self.context))
        drawn = [run for run in found if run.text.startswith("![")]
        text = runs.one_line([run for run in found if run not in drawn], breaks=" ")
        text = TRAILING.sub(r"\\\1", text)
        return [*([f"{'#' * level} {text}"] if text else []), *(run.text for run in drawn)]

    def _code(self, element: Element) -> list[str]:
        for broken in element.iter("br"):
            broken.tail = "\n" + (broken.tail or "")
        text = element.text_content().strip("\n")
        if not text.strip():
            return []
        fence = "`" * max(3, max(map(len, re.findall("`+", text)), default=0) + 1)
        names = " ".join(one.get("class", "") for one in (element, *element.iterchildren("code")))
        language = LANGUAGE.search(names)
        return [f"{fence}{language[1] if language else ''}\n{text}\n{fence}"]

    def _table(self, element: Element) -> list[str]:
        return tables.write(element, self.context, self.inside)

    def _quotation(self, element: Element) -> list[str]:
        return _quoted(self.inside(element))

    def _details(self, element: Element) -> list[str]:
        summary = element.find("summary")
        words = ""
        if summary is not None:
            words = runs.one_line(inline.plain(inline.inside(summary, self.context)), breaks=" ")
            summary.drop_tree()
        return _quoted([f"[!DETAILS] {words}".strip(), *self.inside(element)], after_mark=True)

    def _aside(self, element: Element) -> list[str]:
        kind = CALLOUTS.search(element.get("class", ""))
        if kind is None:
            return self.inside(element)
        for title in element.find_class("callout__title"):
            title.drop_tree()
        return _quoted([f"[!{kind[1].upper()}]", *self.inside(element)], after_mark=True)

    def _figure(self, element: Element) -> list[str]:
        images, caption = list(element.iter("img")), element.find(".//figcaption")
        if len(images) != 1 or element.find(".//table") is not None:
            return self.inside(element)
        words = self._figure_words(caption) if caption is not None else ""
        text = runs.one_line(pictures.inline(images[0], self.context, words))
        return [text] if text else [escaping.inline(words)] if words else []

    def _figure_words(self, caption: Element) -> str:
        """Caption and credit as `Caption · credit`."""
        credits_ = [one.text_content().strip() for one in caption.find_class("credit")]
        for one in caption.find_class("credit"):
            one.drop_tree()
        words = " ".join(caption.text_content().split())
        return " · ".join(filter(None, [words, *credits_]))

    def _definitions(self, element: Element) -> list[str]:
        """Each term in bold, what it means behind it."""
        lines: list[str] = []
        for child in element.iter("dt", "dd"):
            blocks = self.inside(child)
            if not blocks:
                continue
            if child.tag == "dt":
                lines.append(f"- **{' '.join(blocks)}**")
            elif lines and not lines[-1].endswith("\n"):
                lines[-1] += ": " + " ".join(blocks[0].split()) + "\n"
                lines += ["  " + block.replace("\n", "\n  ") + "\n" for block in blocks[1:]]
            else:
                lines += blocks
        return ["\n".join(line.rstrip("\n") for line in lines)] if lines else []


def _is_block(element: Element) -> bool:
    if element.tag in BLOCK:
        return True
    return (
        element.tag not in ("a", "img", "br")
        and any(child.tag in BLOCK for child in element.iterdescendants())
    ) or (element.tag == "a" and any(child.tag in BLOCK for child in element.iterdescendants()))


def _quoted(blocks: list[str], *, after_mark: bool = False) -> list[str]:
    if not blocks:
        return []
    text = "\n\n".join(blocks)
    if after_mark:  # the words of a call-out may begin right under its mark
        text = text.replace("\n\n", "\n", 1)
    return ["\n".join(f"> {line}".rstrip() for line in text.split("\n"))]
