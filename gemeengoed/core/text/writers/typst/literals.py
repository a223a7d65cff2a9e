"""Python's values as typst's literals."""

import re
from datetime import datetime

from ...xml import allowed

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
# Runs without a place to break: addresses, names of files, formulas.
_LONG = re.compile(r"\S{24,}")
_HYPHENATED = re.compile(r"[^\W\d_]{13,}")
_PLACES = re.compile(r"(?<=[/.?&=_#:;,@+-])(?=[^/\s])")
LONGEST_PART = 16
"""Characters in a row of a long run between places where it may break."""
LONGEST_WORD = 32
"""Letters of a word that is left to the hyphenation of its language."""


def string(text: str) -> str:
    """A string literal; the only way in which words of people enter the source."""
    return f'"{allowed(text).translate(_ESCAPES)}"'


def boolean(value: object) -> str:
    return "true" if value else "false"


def day(moment: datetime) -> str:
    return f"datetime(year: {moment.year}, month: {moment.month}, day: {moment.day})"


def words(text: str) -> list[str]:
    """Literals that together are `text`, with `brk` where a long run may go on at the next line.

    `brk` is a space of no width and no character: copied from the paper, the run is whole.
    """
    pieces: list[str] = []
    end = 0
    for run in _LONG.finditer(text):
        pieces += [*_plain(text[end : run.start()]), _long(run[0])]
        end = run.end()
    return pieces + _plain(text[end:])


def _plain(text: str) -> list[str]:
    """Literals; a long word may be hyphenated, a short one stays whole: good to read, and set in half
    the time."""
    pieces: list[str] = []
    end = 0
    for word in _HYPHENATED.finditer(text):
        pieces += [string(text[end : word.start()]), f"soft({string(word[0])})"]
        end = word.end()
    return [piece for piece in [*pieces, string(text[end:])] if piece != '""']


def _long(run: str) -> str:
    bare = run.strip("()[]“”‘’'\".,;:!?…").replace("-", "")
    if bare.isalpha():
        size = len(run) if len(run) <= LONGEST_WORD else LONGEST_PART
        starts = range(0, len(run), size)
        return ", brk, ".join(f"soft({string(run[at : at + size])})" for at in starts)
    parts = [string(part) for piece in _PLACES.split(run) for part in _cut(piece)]
    return f"unbroken({', brk, '.join(parts)})"


def _cut(piece: str) -> list[str]:
    if len(piece) <= LONGEST_PART + 8:
        return [piece]
    return [piece[start : start + LONGEST_PART] for start in range(0, len(piece), LONGEST_PART)]
