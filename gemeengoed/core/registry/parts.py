"""The parts of a declaration: each one way to extend Gemeengoed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

Words = Any  # str or a lazy translation
Finding = tuple[str, str]
"""What a check saw: level ('good', 'warning' or 'error') and a message that says what to do."""


class Menu(StrEnum):
    """The five entries of the menu; a capability lives under one of them."""

    READ = "read"
    AGENDA = "agenda"
    TAKE_PART = "take-part"
    PLAN = "plan"
    ABOUT = "about"


class Role(StrEnum):
    """Roles in a commons; each includes the one before. OPERATOR is a steward of the instance."""

    VISITOR = "visitor"
    MEMBER = "member"
    EDITOR = "editor"
    STEWARD = "steward"
    OPERATOR = "operator"


class Audience(StrEnum):
    """Who may see an object: everybody, or the commons' members, editors or stewards."""

    PUBLIC = "public"
    MEMBERS = "members"
    EDITORS = "editors"
    STEWARDS = "stewards"


@dataclass(frozen=True)
class SearchEntry:
    """What the index keeps of one object in one language. `uri` is its address (a path)."""

    uri: str
    language: str
    title: str
    text: str
    audience: Audience
    commons: str
    """Handle of the commons it belongs to; empty for what belongs to none."""
    kind: Words = ""
    """Name of the kind of object as a reader sees it, such as 'Explainer'."""
    published: datetime | None = None
    found_in: Sequence[str] = ()
    """Handles of the other commons whose own search finds it, such as those that a partner works for."""


@dataclass(frozen=True)
class Searchable:
    """Objects that can be found. `entries(uri)` returns what now holds for the object at `uri`, one
    entry per language, or nothing when it may no longer be found. `all_uris()` serves a rebuild."""

    object_type: str
    entries: Callable[[str], Sequence[SearchEntry]]
    all_uris: Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Standing:
    """What stands at an address: its title in the reader's language or the next best, and who may read it;
    only editors while it is not published."""

    title: str
    audience: Audience


@dataclass(frozen=True)
class TiedObject:
    """Something a capability made that a question or the home of a commons shows."""

    uri: str
    title: str
    kind: Words
    when: datetime | None = None
    summary: str = ""
    language: str = ""


@dataclass(frozen=True)
class ActorFact:
    """A line on the page of a person or a commons: what it is, how much, and where to go with it."""

    name: Words
    value: Words
    uri: str
    action: Words


class Tied(Protocol):
    """Tied objects, newest first: a list, or where there may be many what reads a slice when it is asked."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> Sequence[TiedObject]: ...


@dataclass(frozen=True)
class Imprint:
    """What a capability prints on the cover of a text, in the active language."""

    kind: str = ""
    """For machines: 'explainer', 'report'."""
    place: Words = ""
    """As a reader sees it: 'Explainer 1 of 4'."""
    series: str = ""
    number: int = 0
    """In the series; 0 without."""
    most_pages: int = 0
    """Pages of A4, cover not counted, above which the writer is advised to shorten; 0 for no advice."""


@dataclass(frozen=True)
class DocumentKind:
    """Objects made of a document (`documents.Work` with this `object_type`). From it the core's own pages
    about a text (history, drafts, comments, review) know who may do what.

    Each stands at `<work.uri>`; its pages for writers at `<work.uri><language>/write/` and `…/publish/`.
    """

    object_type: str
    write: str
    """Act that lets somebody write and see what is not published."""
    publish: str
    """Act that lets somebody publish."""
    imprint: Callable[[Any, str], Imprint] | None = None
    """(`documents.Work`, language) to what stands on the cover of its PDF and EPUB."""


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice that a person can get; `core/notices` shows it and asks how they want it.

    `sentence` may name %(actor)s and %(title)s, such as _("%(actor)s replied to you at “%(title)s”").
    """

    slug: str
    name: Words
    """As the settings page calls it, such as 'Replies to you'."""
    sentence: Words
    has_letter: bool = False
    """Whoever tells of it also writes a letter of its own, so that notices send no mail about it."""


@dataclass(frozen=True)
class PersonalData:
    """One kind of personal data held: for the privacy page, register and download (GDPR art. 30).

    `export(person_id)` returns rows of plain values. `erase(person_id)` removes or pseudonymises them.
    """

    what: Words
    why: Words
    ground: Words
    how_long: Words
    export: Callable[[int], Iterable[dict[str, Any]]] | None = None
    erase: Callable[[int], None] | None = None


@dataclass(frozen=True)
class Scheduled:
    """A job that runs by the clock: a name, minutes between runs, and a function without arguments."""

    name: str
    every_minutes: int
    run: Callable[[], None]
    label: Words = ""
    """What it does, for operators; without one they see its name."""


@dataclass(frozen=True)
class SitemapSection:
    """Public addresses for sitemap.xml: pairs of path and time of last change."""

    paths: Callable[[], Iterable[tuple[str, datetime | None]]]
