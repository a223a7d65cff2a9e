"""What stands in a paragraph, as HTML (ECMA-376, part 1, 17.3)."""

from collections.abc import Callable
from html import escape
from typing import Protocol

from lxml import etree

from .. import formulas
from ..model import Context
from . import styles as looks
from . import symbols
from .drawings import Drawings, boxes, is_floating, is_understood
from .fields import CONTENTS, Fields, link
from .names import MC, M, R, W, child, value
from .styles import Styles

Children = Callable[[etree._Element], str]  # noqa: SLF001 - lxml has no other name for it


class References(Protocol):
    """What refers to notes: an element of the text, or the name of a bookmark at such an element."""

    def refer(self, element: etree._Element) -> str: ...

    def named(self, name: str) -> str: ...


# Around words, they say nothing about them; a paragraph in a paragraph is a mistake that some programs make.
_THROUGH = ("smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo", "p")
_TAGS = ("code", "sup", "sub", "s", "em", "strong")


class Words:
    """Writes words. Boxes with text and pictures that float beside them wait, in `boxes` and `floating`,
    until the paragraph is done."""

    def __init__(
        self,
        styles: Styles,
        drawings: Drawings,
        context: Context,
        notes: References,
        fields: Fields,
    ) -> None:
        self.styles, self.drawings, self.context = styles, drawings, context
        self.notes, self.fields = notes, fields
        self.boxes: list[etree._Element] = []
        self.floating: list[str] = []
        self._is_mark = False
        self._own: dict[str, Children] = {
            f"{W}r": self._run,
            f"{W}hyperlink": self._hyperlink,
            f"{W}fldSimple": self._simple_field,
            f"{W}ins": self._inserted,
            f"{W}moveTo": self._inserted,
            f"{W}del": self._deleted,
            f"{W}moveFrom": self._deleted,
            f"{M}oMath": self._formula,
            f"{M}oMathPara": self.formulas,
            f"{MC}AlternateContent": self._alternate,
            f"{W}subDoc": self._part,
            **{f"{W}{name}": self.of for name in _THROUGH},
        }
        self._in_run: dict[str, Children] = {
            f"{W}t": self._text,
            f"{W}tab": lambda element: " ",
            f"{W}ptab": lambda element: " ",
            f"{W}br": self._break,
            f"{W}cr": lambda element: "<br>",
            f"{W}noBreakHyphen": lambda element: "‑",
            f"{W}sym": self._symbol,
            f"{W}footnoteReference": self._note,
            f"{W}endnoteReference": self._note,
            f"{W}drawing": self._drawing,
            f"{W}pict": self._drawing,
            f"{W}object": self._drawing,
            f"{W}ruby": self._ruby,
            f"{W}commentReference": self._remark,
            f"{MC}AlternateContent": self._alternate_in_run,
        }

    def of(self, element: etree._Element) -> str:
        """All words inside `element`."""
        return "".join(
            self._own[one.tag](one) for one in element.iterchildren() if one.tag in self._own
        )

    def _run(self, run: etree._Element) -> str:
        properties = child(run, "rPr")
        style = value(properties, "rStyle")
        marks = {**self.styles.marks(style), **looks.marks(properties)}
        written = self._inside(run)
        if not written or not self.fields.are_shown:
            return ""
        if marks.get("hidden"):
            self.context.left_out["hidden"] += 1
            return ""
        written = self._again() or written
        for tag in _TAGS:
            if marks.get(tag):
                written = f"<{tag}>{written}</{tag}>"
        if marks.get("credit"):
            written = f'<span class="credit">{written}</span>'
        href = self.fields.href
        return f'<a href="{escape(href)}">{written}</a>' if href else written

    def _again(self) -> str:
        """A reference to a note that a field repeats (17.16.5.41), in the place of its number."""
        field = next((one for one in self.fields.open[-1:] if one.has_result and one.note), None)
        if field is None:
            return ""
        written = self.notes.named(field.note)
        field.instruction = ""  # its number may stand in several runs
        return written

    def _inside(self, run: etree._Element) -> str:
        written = []
        self._is_mark = False
        for one in run.iterchildren():
            if one.tag == f"{W}fldChar":
                written.append(self.fields.turn(one))
            elif one.tag == f"{W}instrText":
                self.fields.instruct(one.text or "")
            elif one.tag in self._in_run and not self._is_mark:
                written.append(self._in_run[one.tag](one))
        return "".join(written)

    def _text(self, element: etree._Element) -> str:
        text = element.text or ""
        if any(symbols.is_private(letter) for letter in text):
            text = "".join(self._letter(element, letter) for letter in text)
        return escape(text)

    def _letter(self, element: etree._Element, letter: str) -> str:
        if not symbols.is_private(letter):
            return letter
        fonts = child(element.getparent(), "rPr/rFonts")
        font = "" if fonts is None else fonts.get(f"{W}ascii", "")
        return self._character(font or "Symbol", ord(letter))

    def _symbol(self, element: etree._Element) -> str:
        code = element.get(f"{W}char", "")
        try:
            return escape(self._character(element.get(f"{W}font", ""), int(code, 16)))
        except ValueError:
            return ""

    def _character(self, font: str, code: int) -> str:
        found = symbols.character(font, code)
        self.context.left_out["symbols"] += not found
        return found

    def _break(self, element: etree._Element) -> str:
        """The end of a line; that of a page or a column ends nothing here."""
        return " " if element.get(f"{W}type") in ("page", "column") else "<br>"

    def _note(self, element: etree._Element) -> str:
        # Behind it stands the mark that the writer chose (17.11.14); the page counts by itself.
        self._is_mark = element.get(f"{W}customMarkFollows") in ("1", "true", "on")
        return self.notes.refer(element) if self.fields.are_shown else ""

    def _drawing(self, element: etree._Element) -> str:
        if not self.fields.are_shown:
            return ""
        self.boxes += boxes(element)
        written = self.drawings.of(element)
        if not written or not is_floating(element):
            return written
        self.floating.append(written)
        return ""

    def _ruby(self, element: etree._Element) -> str:
        """A word, and behind it how it is read (17.3.3.25)."""
        word, reading = child(element, "rubyBase"), child(element, "rt")
        written = "" if word is None else self.of(word)
        spoken = "" if reading is None else self.of(reading)
        return f"{written} ({spoken})" if spoken else written

    def _remark(self, element: etree._Element) -> str:
        self.context.left_out["remarks"] += 1
        return ""

    def _part(self, element: etree._Element) -> str:
        self.context.left_out["parts"] += 1
        return ""

    def _inserted(self, element: etree._Element) -> str:
        self.context.left_out["tracked"] += 1
        return self.of(element)

    def _deleted(self, element: etree._Element) -> str:
        self.context.left_out["tracked"] += 1
        return ""

    def _formula(self, element: etree._Element) -> str:
        self.context.left_out["formulas"] += 1
        return escape(formulas.line(element)) if self.fields.are_shown else ""

    def formulas(self, element: etree._Element) -> str:
        return "<br>".join(self._formula(one) for one in element.iterchildren(f"{M}oMath"))

    def _hyperlink(self, element: etree._Element) -> str:
        relation = self.drawings.relations.get(element.get(f"{R}id", ""))
        anchor = element.get(f"{W}anchor", "")
        href = (relation.target if relation else "") + (f"#{anchor}" if anchor else "")
        return self._linked(href, self.of(element))

    def _simple_field(self, element: etree._Element) -> str:
        instruction = element.get(f"{W}instr", "")
        if CONTENTS.match(instruction):
            self.context.left_out["contents"] += 1
            return ""
        return self._linked(link(instruction), self.of(element))

    def _linked(self, href: str, inner: str) -> str:
        return f'<a href="{escape(href)}">{inner}</a>' if href and inner else inner

    def _alternate(self, element: etree._Element) -> str:
        chosen = choice(element)
        return "" if chosen is None else self.of(chosen)

    def _alternate_in_run(self, element: etree._Element) -> str:
        chosen = choice(element)
        if chosen is None:
            return ""
        handlers = self._in_run
        return "".join(
            handlers[one.tag](one) for one in chosen.iterchildren() if one.tag in handlers
        )


def choice(element: etree._Element) -> etree._Element | None:
    """Of several forms of one thing (part 3, 7.5), the first with something to read."""
    choices = element.findall(f"{MC}Choice")
    other = element.find(f"{MC}Fallback")
    understood = next((one for one in choices if is_understood(one)), None)
    if understood is not None:
        return understood
    return other if other is not None else next(iter(choices), None)
