"""What the page of a discussion shows: each block of the text with what is said about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.text import differences
from gemeengoed.core.text.markdown import Block

from .access import Discussing
from .models import Comment, Place, Suggestion, SuggestionState, Thread
from .services.comments import may_edit
from .spots import SILENT

ABOUT = 300
"""Characters of a block's words that a form sends along, to find the block again in a newer text."""


@dataclass(frozen=True)
class Typed:
    """What was typed in a form that was refused, and why; shown again where it was."""

    target: str
    """`b12`: at a block; `t5`: in a thread."""
    text: str
    errors: list[str]


@dataclass(frozen=True)
class Said:
    """One comment, with what this person may do with it."""

    comment: Comment
    may_edit: bool
    may_take_back: bool
    may_hide: bool
    readable: bool


@dataclass(frozen=True)
class Talk:
    """One thread, with what this person may do with it."""

    thread: Thread
    said: list[Said]
    number: int | None
    suggestion: Suggestion | None
    changes: SafeString
    may_reply: bool
    may_resolve: bool
    may_answer: bool
    may_take_back: bool
    outdated: bool
    """The passage is no longer as it was when the suggestion was made."""
    typed: Typed | None

    @property
    def first(self) -> Comment:
        return self.said[0].comment

    @property
    def speaks(self) -> bool:
        """Whether there is anything in it that was not taken back or hidden."""
        return any(not (one.comment.taken_back or one.comment.hidden) for one in self.said)


@dataclass
class Row:
    """One block: `about` are its first words, `silent` when there is nothing to say about it."""

    block: Block
    about: str
    silent: bool
    open: list[Talk] = field(default_factory=list)
    resolved: list[Talk] = field(default_factory=list)
    typed: Typed | None = None


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    gone: list[Talk]
    open: list[Talk]
    count: int


def page(here: Discussing, typed: Typed | None = None) -> Page:
    """All of it; as many queries for one comment as for a thousand."""
    rows = [_row(block, typed) for block in here.blocks]
    found = talks(here, typed)
    gone: list[Talk] = []
    for talk in found:
        if talk.number is None or talk.number > len(rows):
            gone.append(talk)
        else:
            row = rows[talk.number - 1]
            (row.resolved if talk.thread.resolved else row.open).append(talk)
    still_open = [talk for talk in found if talk.speaks and not talk.thread.resolved]
    still_open.sort(key=lambda talk: (talk.number is None, talk.number or 0))
    return Page(rows, gone, still_open, sum(len(talk.said) for talk in found))


def talks(here: Discussing, typed: Typed | None = None) -> list[Talk]:
    """Every thread that this person may read, the oldest first."""
    return [_talk(here, thread, typed) for thread in here.threads()]


def _row(block: Block, typed: Typed | None) -> Row:
    mine = typed if typed and typed.target == f"b{block.number}" else None
    return Row(block, block.plain[:ABOUT], block.kind in SILENT, typed=mine)


def _talk(here: Discussing, thread: Thread, typed: Typed | None) -> Talk:
    comments = list(thread.comments.all())
    place = thread.here[0] if thread.here else None  # type: ignore[attr-defined]
    suggestion = getattr(thread, "suggestion", None)
    waits = suggestion is not None and suggestion.state == SuggestionState.OPEN
    opener = comments[0].author if comments else None
    return Talk(
        thread,
        [_said(here, one, later) for one, later in _with_later(comments)],
        place.block if place else None,
        suggestion,
        changes(suggestion),
        may_reply=here.may_comment,
        may_resolve=here.may_resolve(opener) and suggestion is None,
        may_answer=waits and here.text.may_write,
        may_take_back=waits and _same(opener, here.me),
        outdated=waits and _source(here, place) != getattr(suggestion, "original", ""),
        typed=typed if typed and typed.target == f"t{thread.pk}" else None,
    )


def _source(here: Discussing, place: Place | None) -> str:
    """The Markdown of a thread's block as it is shown here; empty when it is gone."""
    number = place.block if place else None
    return here.blocks[number - 1].source if number and number <= len(here.blocks) else ""


def _same(one: Actor | None, other: Actor | None) -> bool:
    return one is not None and other is not None and one.pk == other.pk


def _with_later(comments: list[Comment]) -> Iterable[tuple[Comment, bool]]:
    last = len(comments) - 1
    return ((comment, index < last) for index, comment in enumerate(comments))


def _said(here: Discussing, comment: Comment, later: bool) -> Said:
    there = not comment.taken_back and not comment.hidden
    return Said(
        comment,
        may_edit=here.may_comment and may_edit(comment, here.me, later),
        may_take_back=here.may_comment and there and _same(comment.author, here.me),
        may_hide=there and here.may_moderate and not _same(comment.author, here.me),
        readable=not comment.taken_back and (not comment.hidden or here.may_moderate),
    )


def changes(suggestion: Suggestion | None) -> SafeString:
    """From the passage to what is proposed, as a difference by word."""
    if suggestion is None:
        return SafeString("")
    return differ(suggestion.original, suggestion.proposed)


def differ(old: str, new: str) -> SafeString:
    return differences.as_html(differences.compare(old, new))
