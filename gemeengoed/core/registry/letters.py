"""The parts of a declaration that concern mail: what is taken in, and what is offered to letters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .parts import Words


@dataclass(frozen=True)
class MailTaken:
    """Mail that comes in and who takes it: `take(mail, key)` gets a `mail.incoming.reading.Incoming` and
    returns one word for what came of it ('joined', 'conversation'), or None: then the next one is asked.
    It is called by a job, at least once, outside a transaction, and must be idempotent.

    `word` and `personal` say to which address: `<handle>+<word>@…` with the commons' handle as key;
    `<word>+<token>@…` with the token as key when it is meant for one person; without a word the commons'
    own `<handle>@…`.
    """

    word: str
    take: Callable[[Any, str], str | None]
    personal: bool = False


@dataclass(frozen=True)
class BlockChoice:
    """One object that an editor can put in a letter. `moment` is when it was published or will take place;
    `coming` whether that still lies ahead of the letter."""

    uri: str
    title: str
    moment: datetime | None = None
    coming: bool = False


@dataclass(frozen=True)
class BlockContent:
    """What a letter shows of an object, in one language: plain words, no HTML. `picture` is a path."""

    uri: str
    title: str
    language: str
    kind: Words = ""
    summary: str = ""
    picture: str = ""
    alt: str = ""
    moment: datetime | None = None
    place: str = ""


@dataclass(frozen=True)
class LetterBlock:
    """A block that a capability offers to letters, such as 'a publication' or 'a meeting'.

    `choices(handle, language, since)` lists what is new since that moment or still to come, public only;
    `content(uri, language)` says what to show of it now, or None when it may not be seen (any more);
    `contents(uris, language)` says it of several at once, without those, in a number of queries that does
    not grow with them.
    """

    slug: str
    name: Words
    choices: Callable[[str, str, datetime | None], Sequence[BlockChoice]]
    content: Callable[[str, str], BlockContent | None]
    contents: Callable[[Sequence[str], str], Mapping[str, BlockContent]] | None = None
    happens: bool = False

    def all_of(self, uris: Sequence[str], language: str) -> Mapping[str, BlockContent]:
        """By address; one by one where the capability knows no better."""
        if self.contents is not None:
            return self.contents(uris, language)
        found = {uri: self.content(uri, language) for uri in uris}
        return {uri: one for uri, one in found.items() if one is not None}
