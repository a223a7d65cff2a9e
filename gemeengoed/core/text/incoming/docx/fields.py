"""Fields: what Word works out by itself, such as links, contents and numbers (ECMA-376, part 1, 17.16)."""

import re
from dataclasses import dataclass

from lxml import etree

from .names import W

LINK = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|([^\s\\]\S*))?', re.IGNORECASE)
PLACE = re.compile(r'\\l\s+"?([^"\s]+)', re.IGNORECASE)
CONTENTS = re.compile(r"\s*(?:TOC|TOA)\b", re.IGNORECASE)
# Without \f it is a number among the words: 'see note 3'.
NOTE = re.compile(r"\s*NOTEREF\s+(\S+)(?=.*\\f\b)", re.IGNORECASE)
TICK = re.compile(r"\s*FORMCHECKBOX\b", re.IGNORECASE)


@dataclass
class Field:
    """`has_result` when what follows is what the reader sees."""

    begin: etree._Element
    instruction: str = ""
    has_result: bool = False

    @property
    def href(self) -> str:
        return link(self.instruction)

    @property
    def note(self) -> str:
        """The bookmark of the note that it refers to."""
        found = NOTE.match(self.instruction)
        return found[1] if found else ""

    @property
    def is_contents(self) -> bool:
        return bool(CONTENTS.match(self.instruction))


class Fields:
    """The fields that are open where the text is being read; one may begin in one paragraph and end in
    another. Where ends are missing nothing is left out, for it could be the whole text."""

    def __init__(self, story: etree._Element) -> None:
        kinds = [one.get(f"{W}fldCharType") for one in story.iter(f"{W}fldChar")]
        self.are_whole = kinds.count("begin") == kinds.count("end")
        self.open: list[Field] = []
        self.contents = 0

    def turn(self, element: etree._Element) -> str:
        """Takes a `w:fldChar`; returns what stands in the place of a field that has no result."""
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self.open.append(Field(element))
        elif kind == "separate" and self.open:
            self.open[-1].has_result = True
            self.contents += self.open[-1].is_contents
        elif kind == "end" and self.open:
            return _ticked(self.open.pop())
        return ""

    def instruct(self, text: str) -> None:
        if self.open and not self.open[-1].has_result:
            self.open[-1].instruction += text

    @property
    def are_shown(self) -> bool:
        """Whether words that stand here are there for the reader."""
        if not self.are_whole:
            return True
        # The result of a field within the instruction of another is part of that instruction.
        return all(one.has_result for one in self.open[:-1]) and not self.in_contents

    @property
    def in_contents(self) -> bool:
        return self.are_whole and any(one.has_result and one.is_contents for one in self.open)

    @property
    def href(self) -> str:
        """Where words that stand here lead; empty for nowhere."""
        if not self.are_whole:
            return ""
        return next((one.href for one in reversed(self.open) if one.has_result and one.href), "")


def link(instruction: str) -> str:
    """The address in `HYPERLINK "address" \\l "place"`; empty for another field."""
    found = LINK.match(instruction)
    if found is None:
        return ""
    place = PLACE.search(instruction)
    return (found[1] or found[2] or "") + (f"#{place[1]}" if place else "")


def _ticked(field: Field) -> str:
    """A box to tick of an older form (17.16.7)."""
    if not TICK.match(field.instruction):
        return ""
    box = field.begin.find(f"{W}ffData/{W}checkBox")
    for name in ("checked", "default"):
        said = None if box is None else box.find(f"{W}{name}")
        if said is not None:
            return "☐" if said.get(f"{W}val") in ("0", "false") else "☑"
    return "☐"
