"""What changed between two texts, by word, within a fixed time."""

import itertools
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import fast_diff_match_patch
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Kind = Literal["same", "added", "removed"]
KINDS: dict[str, Kind] = {"=": "same", "+": "added", "-": "removed"}

SECONDS = 0.5
# A changed stretch of more words is shown as a whole: it stays within the time and is better to read.
MAX_WORDS = 60_000
LEAST_FOLDED = 3
"""Paragraphs in a row that stayed, from which a page folds them away."""
WORDS = re.compile(r"\w+|\s+|[^\w\s]")
LINES = re.compile(r"[^\n]*\n|[^\n]+")
# Each different word becomes one private code point (Unicode 16, section 23.5), of which there are
# so many: the areas U+E000-F8FF, U+F0000-FFFFD and U+100000-10FFFD.
PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))
MOST_WORDS = sum(map(len, PRIVATE))


@dataclass(frozen=True)
class Change:
    """A stretch of text that stayed ('same'), came ('added') or went ('removed')."""

    kind: Kind
    text: str


def compare(old: str, new: str) -> list[Change]:
    """The stretches that make `new` of `old`, in order; at most about SECONDS of work.

    'same' and 'removed' together spell `old`; 'same' and 'added' together spell `new`. Lines first, then
    words within the lines that changed: so what is alike is found fast, and paragraphs keep together.
    """
    if old == new:
        return [Change("same", old)] if old else []
    lines = LINES.findall(old), LINES.findall(new)
    if len({*lines[0], *lines[1]}) > MOST_WORDS:
        return _both(old, new)
    until = time.monotonic() + SECONDS
    steps: list[tuple[Kind, str]] = []
    for gone, come, same in _in_threes(_steps(*lines, SECONDS)):
        steps += _by_word(gone, come, until)
        if same:
            steps.append(("same", same))
    return _joined(steps)


def _in_threes(steps: Sequence[tuple[Kind, str]]) -> Iterator[tuple[str, str, str]]:
    """What went, what came in its place, and what stayed behind it."""
    gone = come = ""
    for kind, text in steps:
        if kind == "same":
            yield gone, come, text
            gone = come = ""
        elif kind == "removed":
            gone += text
        else:
            come += text
    if gone or come:
        yield gone, come, ""


def _by_word(old: str, new: str, until: float) -> list[tuple[Kind, str]]:
    if old and new:
        words = WORDS.findall(old), WORDS.findall(new)
        if max(map(len, words)) <= MAX_WORDS:
            return _steps(*words, max(until - time.monotonic(), 0.002), cleanup="Semantic")
    return [(change.kind, change.text) for change in _both(old, new)]


def _steps(
    old: Sequence[str], new: Sequence[str], seconds: float, cleanup: str = "No"
) -> list[tuple[Kind, str]]:
    private = itertools.chain(*PRIVATE)
    codes = {
        word: chr(code) for word, code in zip(dict.fromkeys([*old, *new]), private, strict=False)
    }
    steps = fast_diff_match_patch.diff(
        "".join(map(codes.__getitem__, old)),
        "".join(map(codes.__getitem__, new)),
        timelimit=seconds,
        checklines=False,
        cleanup=cleanup,
        counts_only=False,
    )
    words = {code: word for word, code in codes.items()}
    return [(KINDS[kind], "".join(map(words.__getitem__, text))) for kind, text in steps]


def _joined(steps: Sequence[tuple[Kind, str]]) -> list[Change]:
    """One removal and one addition for each place: blanks between two changes belong to both."""
    changes: list[Change] = []
    gone = come = ""
    for index, (kind, text) in enumerate(steps):
        blank = kind == "same" and text.isspace() and bool(gone and come) and index + 1 < len(steps)
        gone += text if kind == "removed" or blank else ""
        come += text if kind == "added" or blank else ""
        if kind == "same" and not blank:
            changes += [*_both(gone, come), Change("same", text)]
            gone = come = ""
    return changes + _both(gone, come)


def _both(gone: str, come: str) -> list[Change]:
    pair = Change("removed", gone), Change("added", come)
    return [change for change in pair if change.text]


def as_html(changes: Sequence[Change]) -> SafeString:
    """`changes` with <ins> and <del>, each beginning with a word for who does not see the colours."""
    return format_html_join("", "{}", ((_html(change),) for change in changes))


def _html(change: Change) -> SafeString:
    if change.kind == "same":
        return format_html("{}", change.text)
    tag, word = ("ins", _("Added:")) if change.kind == "added" else ("del", _("Removed:"))
    return format_html(
        '<{}><span class="visually-hidden">{} </span>{}</{}>',
        mark_safe(tag),
        word,
        change.text,
        mark_safe(tag),
    )


def as_folded_html(changes: Sequence[Change]) -> SafeString:
    """As `as_html`, with long stretches that stayed behind a disclosure: a page of what changed."""
    last = len(changes) - 1
    return format_html_join(
        "",
        "{}",
        (
            (_folded(change.text, first=place == 0, last=place == last),)
            if change.kind == "same"
            else (_html(change),)
            for place, change in enumerate(changes)
        ),
    )


def _folded(text: str, *, first: bool, last: bool) -> SafeString:
    """The rest of the line before and the beginning of the line after stay in sight."""
    begin = 0 if first else text.find("\n") + 1
    end = len(text) if last else text.rfind("\n") + 1
    hidden = text[begin:end].strip("\n")
    lines = sum(bool(line.strip()) for line in hidden.split("\n"))
    if end <= begin or lines < LEAST_FOLDED:
        return format_html("{}", text)
    summary = ngettext("%(lines)d paragraph the same", "%(lines)d paragraphs the same", lines)
    return format_html(
        "{}<details><summary>{}</summary>{}</details>{}",
        text[:begin],
        summary % {"lines": lines},
        hidden,
        text[end:],
    )


def words_changed(changes: Sequence[Change]) -> tuple[int, int]:
    """How many words came and how many went."""
    counts = {"added": 0, "removed": 0, "same": 0}
    for change in changes:
        if change.kind != "same":
            counts[change.kind] += len(change.text.split())
    return counts["added"], counts["removed"]
