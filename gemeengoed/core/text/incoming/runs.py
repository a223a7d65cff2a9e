"""Stretches of text with the same marks, joined and written as inline Markdown.

A word processor cuts a bold sentence in ten runs and lets the space behind it be bold as well. Marks of
neighbours are therefore joined, and blanks stay outside of them (CommonMark 0.31, section 6.2).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from . import escaping

MARKS = {"strong": "**", "em": "*", "del": "~~"}
BLANKS = re.compile(" {2,}")
BREAK = "\v"
"""A line break, until the end; it counts as a blank."""


@dataclass(frozen=True)
class Run:
    """`text` is Markdown already. `marks` are names of MARKS, `href` the address of a link or nothing."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""


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
    text = _marked([run for run in _linked(_joined(runs)) if run.text]).strip()
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
        words = _marked([Run(run.text, run.marks - common) for run in inside])
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


def _marked(runs: Sequence[Run]) -> str:
    """`runs` with their marks opened and closed around words only."""
    written: list[str] = []
    stack: list[str] = []
    blanks = ""
    for run in runs:
        core = run.text.strip()
        if not core:
            blanks += run.text
            continue
        start = run.text[: len(run.text) - len(run.text.lstrip())]
        blanks += start
        closing = _close(written, stack, run.marks, blanks, core)
        written += [closing, blanks]
        written += _open(stack, run.marks)
        written.append(core)
        blanks = run.text[len(start) + len(core) :]
    written += [MARKS[name] for name in reversed(stack)]
    return "".join(written) + blanks


def _close(
    written: list[str], stack: list[str], wanted: frozenset[str], blanks: str, core: str
) -> str:
    keep = next((n for n, name in enumerate(stack) if name not in wanted), len(stack))
    closed = "".join(MARKS[name] for name in reversed(stack[keep:]))
    del stack[keep:]
    # `**word:**next` would not close: a sign before the mark and a letter behind it.
    if closed and not blanks and written and core[0].isalnum():
        words = written[-1].rstrip(".,:;!?")
        behind = written[-1][len(words) :]
        if words and behind:
            written[-1] = words
            return closed + behind
    return closed


def _open(stack: list[str], wanted: frozenset[str]) -> list[str]:
    new = [name for name in MARKS if name in wanted and name not in stack]
    stack += new
    return [MARKS[name] for name in new]
