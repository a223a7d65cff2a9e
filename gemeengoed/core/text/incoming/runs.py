"""Stretches of text with the same marks, joined and written as inline Markdown.

A word processor cuts a bold sentence in ten runs and lets the space behind it be bold as well. Marks of
neighbours are therefore joined, and blanks stay outside of them (CommonMark 0.31, section 6.2).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from . import escaping

MARKS = {"strong": "**", "em": "*", "del": "~~"}
LOOK_AHEAD = 20
"""Runs; who goes on longer than that lasts long enough."""
BLANKS = re.compile(" {2,}")
BREAK = "\v"
"""A line break, until the end; it counts as a blank."""


@dataclass(frozen=True)
class Run:
    """`text` is Markdown already. `marks` are names of MARKS, `href` the address of a link or nothing."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""


NOTHING = Run("")


def paragraphs(runs: Sequence[Run]) -> list[str]:
    """The Markdown of `runs`; two breaks in a row end a paragraph."""
    parts: list[list[Run]] = [[]]
    blank_lines = re.compile(rf"\s*{BREAK}\s*{BREAK}[\s{BREAK}]*")
    for run in _joined(runs):
        first, *others = blank_lines.split(run.text)
        parts[-1].append(Run(first, run.marks, run.href))
        parts += [[Run(text, run.marks, run.href)] for text in others]
    return [text for part in parts if (text := one_line(part))]


def one_line(runs: Sequence[Run], *, breaks: str = "\\\n") -> str:
    """The Markdown of `runs` as one block, with `breaks` where a line is broken."""
    text = _marked(_settled([run for run in _linked(_joined(runs)) if run.text])).strip()
    lines = [line.strip() for line in re.split(rf"\s*{BREAK}\s*", text)]
    if not breaks.strip():
        return breaks.join(filter(None, lines))
    return breaks.join(escaping.block_start(line) for line in lines if line)


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Neighbours with the same marks and link as one."""
    return [
        Run(BLANKS.sub(" ", "".join(run.text for run in same)), *key)
        for key, same in groupby(runs, key=lambda run: (run.marks, run.href))
    ]


def _linked(runs: Sequence[Run]) -> list[Run]:
    """Each link as one run; marks that hold for the whole link stand around it."""
    linked: list[Run] = []
    for href, group in groupby(runs, key=lambda run: run.href):
        inside = list(group)
        if not href:
            linked += inside
            continue
        common = frozenset.intersection(*(run.marks for run in inside))
        words = _marked(_settled([Run(run.text, run.marks - common) for run in inside if run.text]))
        words = re.sub(rf"\s*{BREAK}\s*", " ", words)
        core = words.strip()
        if not core:
            linked.append(Run(words))
            continue
        start = words[: len(words) - len(words.lstrip())]
        end = words[len(words.rstrip()) :]
        link = f"{start}[{core}]({escaping.address(href)}){end}"
        linked.append(Run(link, common))
    return linked


def _settled(runs: Sequence[Run]) -> list[Run]:
    """`runs` with marks that can open and close where they stand (CommonMark 0.31, section 6.2)."""
    done: list[Run] = []
    for run, behind in zip_longest(runs, runs[1:], fillvalue=NOTHING):
        before = done[-1] if done else NOTHING
        done += [one for one in _parts(_nested(run, before), before, behind) if one.text]
    return _joined(done)


def _nested(run: Run, before: Run) -> Run:
    """In the middle of a word no mark begins where another ends, nor a second one: stars in a row would be
    read otherwise than they were written."""
    is_word = before.text[-1:].strip() and run.text[:1].strip()
    begins = run.marks - before.marks
    if (
        is_word
        and begins
        and (before.marks - run.marks or {"strong", "em"} <= before.marks | begins)
    ):
        return Run(run.text, run.marks & before.marks)
    return run


def _parts(run: Run, before: Run, behind: Run) -> list[Run]:
    """Between a letter and a sign no mark opens or closes, so there the signs stay outside of it."""
    text, start, end = run.text, "", ""
    if not any(letter.isalnum() for letter in text):  # a bold comma is a comma
        return [Run(text, run.marks & before.marks & behind.marks)]
    if run.marks - before.marks and _is_letter(before.text[-1:]):
        start = _signs(text)
    if run.marks - behind.marks and _is_letter(behind.text[:1]):
        end = _signs_behind(text[len(start) :])
    return [
        Run(start, run.marks & before.marks),
        Run(text[len(start) : len(text) - len(end)], run.marks),
        Run(end, run.marks & behind.marks),
    ]


def _is_letter(letter: str) -> bool:
    return bool(letter) and not letter.isspace() and not _is_sign(letter)


def _is_sign(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PS"


def _signs(text: str) -> str:
    """The signs that `text` begins with; all of it when they begin code, a link or a picture."""
    if text[0] == "`" or text.startswith("![") or (text[0] == "[" and text.endswith(")")):
        return text
    length = next((n for n, letter in enumerate(text) if not _is_sign(letter)), len(text))
    return text[:length]


def _signs_behind(text: str) -> str:
    """The signs that `text` ends with; all of it when they end code, a link or a picture."""
    if text.endswith("`") or (text.endswith(")") and "](" in text):
        return text
    length = next((n for n, letter in enumerate(reversed(text)) if not _is_sign(letter)), len(text))
    return text[len(text) - length :]


def _marked(runs: Sequence[Run]) -> str:
    """`runs` with their marks opened and closed around words only."""
    written: list[str] = []
    stack: list[str] = []
    blanks = ""
    for place, run in enumerate(runs):
        core = run.text.strip()
        if not core:
            blanks += run.text
            continue
        start = run.text[: len(run.text) - len(run.text.lstrip())]
        blanks += start
        written += [_close(stack, run.marks), blanks]
        written += _open(stack, run.marks, runs[place : place + LOOK_AHEAD])
        written.append(core)
        blanks = run.text[len(start) + len(core) :]
    written += [MARKS[name] for name in reversed(stack)]
    return "".join(written) + blanks


def _close(stack: list[str], wanted: frozenset[str]) -> str:
    keep = next((n for n, name in enumerate(stack) if name not in wanted), len(stack))
    closed = "".join(MARKS[name] for name in reversed(stack[keep:]))
    del stack[keep:]
    return closed


def _open(stack: list[str], wanted: frozenset[str], following: Sequence[Run]) -> list[str]:
    """What lasts longest is opened first: `*a **b** c*` has no four stars in a row."""
    new = [name for name in MARKS if name in wanted and name not in stack]
    new.sort(key=lambda name: -_lasts(name, following))
    stack += new
    return [MARKS[name] for name in new]


def _lasts(name: str, runs: Sequence[Run]) -> int:
    return next((n for n, run in enumerate(runs) if name not in run.marks), len(runs))
