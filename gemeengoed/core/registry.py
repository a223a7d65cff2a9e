"""What a capability hands to the core: one frozen dataclass from its AppConfig.

This is the only list of ways to extend Gemeengoed. Each field below says who reads it and when.
Adding a capability touches its own folder and one line in `project/settings.py`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from gemeengoed.core.portable import Portable

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
class TiedObject:
    """Something a capability made that a question or the home of a commons shows."""

    uri: str
    title: str
    kind: Words
    when: datetime | None = None
    summary: str = ""
    language: str = ""


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


@dataclass(frozen=True)
class Capability:
    """One thing a commons can do."""

    slug: str
    """First part of its addresses, `/@commons/<slug>/`; also its name in URLs namespaces."""
    name: Words
    """As it stands on the screen."""
    menu: Menu | None = None
    """The menu entry under which it lives; None shows nothing in the menu."""
    description: Words = ""
    """One sentence for the settings page where a steward switches it on."""
    built_in: bool = False
    """Part of the core: always on, not listed among what can be switched."""
    urls: str = ""
    """Dotted module with `urlpatterns`, mounted at `/@<handle>/<slug>/`."""
    api: str = ""
    """Dotted path of a django-ninja Router, mounted at `/api/commons/v1/`."""
    permissions: dict[str, Role] = field(default_factory=dict)
    """Act ('publications.write') to the least role that may do it. What is not here nobody may."""
    searchable: Sequence[Searchable] = ()
    documents: Sequence[DocumentKind] = ()
    """Its objects that are made of documents."""
    consumers: Sequence[Callable[[Any], None]] = ()
    """Called by a job with each `activity.Activity`, at least once, in order; must be idempotent."""
    revision_saved: Sequence[Callable[[int], None]] = ()
    """Called with the number (pk) of each new revision, inside the transaction that saves it."""
    revision_notes: Callable[[int], dict[int, list[Words]]] | None = None
    """(id of a `documents.Document`) to what its history says of revisions, by their number."""
    tied_to_question: Callable[[int, str], Sequence[TiedObject]] | None = None
    """(question id, reader's language) to the public objects tied to it, for the programme."""
    latest: Callable[[str, str, int], Sequence[TiedObject]] | None = None
    """(commons handle, reader's language, at most n) to its newest public objects."""
    is_empty: Callable[[str], bool] | None = None
    """(commons handle) whether there is nothing to show, so that the menu stays silent."""
    sitemap: SitemapSection | None = None
    scheduled: Sequence[Scheduled] = ()
    notices: Sequence[NoticeKind] = ()
    """Kinds of notice it gives (`notices.services.tell`)."""
    personal_data: Sequence[PersonalData] = ()
    portable: Sequence[Portable] = ()
    """What of a commons goes along to another server, in the order in which it comes in there."""
    checks: Sequence[Callable[[], Iterable[Finding]]] = ()
    """What `gemeengoed check` asks; `gemeengoed check <slug>` asks only these."""
    demonstration: Callable[[str, dict[str, Any]], None] | None = None
    """(commons handle, {'steward'|'editor'|'member': Person}) fills the demonstration, idempotently."""
    demonstration_afterwards: Callable[[str, dict[str, Any]], None] | None = None
    """The same, called when every `demonstration` has been: for what is said about what those made."""
    log_sentences: dict[str, Words] = field(default_factory=dict)
    """Act to its sentence in the public log, such as _("%(actor)s withdrew %(object)s"). It may name
    %(actor)s, %(object)s, %(reason)s and every key of the entry's details, as `%(role)s`; words
    between %(link)s and %(end)s become the link to the object. An act without one is shown by its
    name."""
    log_details: dict[str, Words] = field(default_factory=dict)
    """Key of the details to its name in the public log, for what the sentence does not say; a value
    with a word of its own as `key:value`, such as {"joining:open": _("Everybody may join")}."""
    may_leave: Callable[[int], str | None] | None = None
    """(person id) to what must be done before this account can be given up, or None."""
    enter: Callable[[Any, str], Any] | None = None
    """(request, handle) brings a request into that commons, so that the page shows its menu; for the
    parts below the commons. Raises Http404. Only the commons themselves declare it."""
    feed: bool = False
    """Whether `/@<handle>/<slug>/feed.atom` exists."""


_capabilities: dict[str, Capability] = {}


def register(capability: Capability) -> None:
    """Called once from `AppConfig.ready`. Raises ValueError when the slug or an act is taken."""
    known = _capabilities.get(capability.slug)
    if known is not None and known != capability:
        raise ValueError(f"two capabilities are called {capability.slug!r}")
    others = [c for c in _capabilities.values() if c.slug != capability.slug]
    taken = {act for c in others for act in c.permissions} & set(capability.permissions)
    if taken:
        raise ValueError(f"declared twice: {', '.join(sorted(taken))}")
    _capabilities[capability.slug] = capability


def capabilities() -> list[Capability]:
    """All that are installed, in the order of INSTALLED_APPS."""
    return list(_capabilities.values())


def optional() -> list[Capability]:
    """Those that a commons can switch on and off."""
    return [c for c in _capabilities.values() if not c.built_in]


def get(slug: str) -> Capability | None:
    return _capabilities.get(slug)


def least_role(act: str) -> Role | None:
    """The least role that may do `act`, or None: then nobody may."""
    for capability in _capabilities.values():
        if act in capability.permissions:
            return capability.permissions[act]
    return None


def acts() -> dict[str, Role]:
    """Every declared act with its least role, for the table that the tests check."""
    return {act: role for c in _capabilities.values() for act, role in c.permissions.items()}


def section_of(object_type: str) -> Capability | None:
    """The capability that can be switched off to which objects of this type belong."""
    for capability in optional():
        if object_type in {one.object_type for one in capability.searchable}:
            return capability
    return None


def log_sentence(act: str) -> Words | None:
    """The sentence declared for `act` in the public log."""
    for capability in _capabilities.values():
        if act in capability.log_sentences:
            return capability.log_sentences[act]
    return None


def log_detail(name: str) -> Words | None:
    """The words declared for a detail in the public log: a key, or `key:value`."""
    for capability in _capabilities.values():
        if name in capability.log_details:
            return capability.log_details[name]
    return None


def enter(request: Any, handle: str) -> None:
    """Brings `request` into the commons `handle`. Raises Http404 when there is none."""
    for capability in _capabilities.values():
        if capability.enter is not None:
            capability.enter(request, handle)


def searchable(object_type: str) -> Searchable | None:
    for capability in _capabilities.values():
        for declared in capability.searchable:
            if declared.object_type == object_type:
                return declared
    return None


def tell_revision_saved(revision_id: int) -> None:
    """Tells whoever declared `revision_saved`, inside the transaction that made the revision."""
    for capability in _capabilities.values():
        for told in capability.revision_saved:
            told(revision_id)


def document_kind(object_type: str) -> DocumentKind | None:
    for capability in _capabilities.values():
        for kind in capability.documents:
            if kind.object_type == object_type:
                return kind
    return None


def notice_kinds() -> dict[str, NoticeKind]:
    """Every declared kind of notice by its slug, in the order of what is installed."""
    return {kind.slug: kind for c in _capabilities.values() for kind in c.notices}


def revision_notes(document_id: int) -> dict[int, list[Words]]:
    """What all declared `revision_notes` say of one document, by number of the revision."""
    found: dict[int, list[Words]] = {}
    for capability in _capabilities.values():
        if capability.revision_notes is not None:
            for number, notes in capability.revision_notes(document_id).items():
                found.setdefault(number, []).extend(notes)
    return found
