"""Two changes of one text made into one text, where they do not touch; else both, side by side.

The classic three-way merge (diff3), by word as `differences` compares. Time is bounded by two
comparisons.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from . import differences

Side = Literal["mine", "theirs"]
Choice = Literal["mine", "theirs", "both"]


@dataclass(frozen=True)
class Agreed:
    """A stretch on which there is one opinion: unchanged, changed by one, or by both alike."""

    text: str


@dataclass(frozen=True)
class Conflict:
    """A stretch that both changed, differently. Any of the three may be empty."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merge:
    """`pieces` in order spell the merged text, once each conflict is decided."""

    pieces: Sequence[Agreed | Conflict]

    @property
    def conflicts(self) -> list[Conflict]:
        return [piece for piece in self.pieces if isinstance(piece, Conflict)]

    @property
    def clean(self) -> bool:
        return not self.conflicts

    def text(self, choices: Mapping[int, Choice] | None = None) -> str:
        """The merged text; `choices` by the number of the conflict, from 0. What is not chosen is mine."""
        chosen, number, parts = choices or {}, 0, []
        for piece in self.pieces:
            if isinstance(piece, Agreed):
                parts.append(piece.text)
            else:
                parts.append(decided(piece, chosen.get(number, "mine")))
                number += 1
        return "".join(parts)


def decided(conflict: Conflict, choice: Choice) -> str:
    """The words of a conflict; both means mine, then theirs, apart as their kind asks."""
    if choice == "both":
        return _apart(conflict.mine, conflict.theirs)
    return conflict.theirs if choice == "theirs" else conflict.mine


def _apart(first: str, second: str) -> str:
    if not first or not second or first[-1].isspace() or second[0].isspace():
        return first + second
    return f"{first}\n\n{second}" if "\n" in first + second else f"{first} {second}"


@dataclass(frozen=True)
class _Edit:
    """`side` puts `text` in the place of characters `start` to `end` of the base."""

    side: Side
    start: int
    end: int
    text: str


@dataclass
class _Group:
    """Edits that touch, and how far they reach."""

    edits: list[_Edit]
    end: int

    def touches(self, edit: _Edit, base: str) -> bool:
        between = base[self.end : edit.start]
        return edit.start <= self.end or (between.isspace() and "\n" not in between)


def merge(base: str, mine: str, theirs: str) -> Merge:
    """What becomes of `base` when both changes are made. Two changes touch when no word of the base stands
    between them, unless a new line does."""
    if theirs in (mine, base):
        return _whole(mine)
    if base == mine:
        return _whole(theirs)
    edits = [*_edits("mine", base, mine), *_edits("theirs", base, theirs)]
    edits.sort(key=lambda edit: (edit.start, edit.end))
    return Merge(_joined(_pieces(base, edits)))


def _whole(text: str) -> Merge:
    return Merge([Agreed(text)] if text else [])


def _edits(side: Side, base: str, other: str) -> Iterator[_Edit]:
    """A removal and the addition that follows it are one edit."""
    place, gone = 0, ""
    for change in [*differences.compare(base, other), differences.Change("same", "")]:
        if change.kind == "removed":
            gone = change.text
            continue
        come = change.text if change.kind == "added" else ""
        if gone or come:
            yield _Edit(side, place, place + len(gone), come)
        place += len(gone) + (len(change.text) if change.kind == "same" else 0)
        gone = ""


def _groups(base: str, edits: Sequence[_Edit]) -> Iterator[_Group]:
    group: _Group | None = None
    for edit in edits:
        if group is not None and not group.touches(edit, base):
            yield group
            group = None
        group = group or _Group([], edit.end)
        group.edits.append(edit)
        group.end = max(group.end, edit.end)
    if group is not None:
        yield group


def _pieces(base: str, edits: Sequence[_Edit]) -> Iterator[Agreed | Conflict]:
    place = 0
    for group in _groups(base, edits):
        start, end = group.edits[0].start, group.end
        yield Agreed(base[place:start])
        mine, theirs = _applied(base, group, "mine"), _applied(base, group, "theirs")
        if mine is None or theirs is None or mine == theirs:
            yield Agreed((theirs if mine is None else mine) or "")
        else:
            yield Conflict(base[start:end], mine, theirs)
        place = end
    yield Agreed(base[place:])


def _applied(base: str, group: _Group, side: Side) -> str | None:
    """The stretch as `side` has it; None when that side left it alone."""
    edits = [edit for edit in group.edits if edit.side == side]
    if not edits:
        return None
    parts, place = [], group.edits[0].start
    for edit in edits:
        parts += [base[place : edit.start], edit.text]
        place = edit.end
    return "".join([*parts, base[place : group.end]])


def _joined(pieces: Iterator[Agreed | Conflict]) -> list[Agreed | Conflict]:
    joined: list[Agreed | Conflict] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, Agreed) and isinstance(last, Agreed):
            joined[-1] = Agreed(last.text + piece.text)
        elif not isinstance(piece, Agreed) or piece.text:
            joined.append(piece)
    return joined
