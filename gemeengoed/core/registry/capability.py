"""What a capability hands to the core: one frozen dataclass from its AppConfig.

This is the only list of ways to extend Gemeengoed. Each field below says who reads it and when.
Adding a capability touches its own folder and one line in `project/settings.py`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gemeengoed.core.portable import Portable

from .federation import Federated, IncomingObject
from .figures import Figure, Queue
from .letters import LetterBlock, MailTaken
from .parts import (
    ActorFact,
    DocumentKind,
    Finding,
    Menu,
    NoticeKind,
    PersonalData,
    Role,
    Scheduled,
    Searchable,
    SitemapSection,
    Standing,
    Tied,
    TiedObject,
    Words,
)


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
    at_foot: str = ""
    """Template at the foot of each page of a commons that uses it, for readers without an account; the same
    for all of them, so that pages can be kept."""
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
    tied_to_question: Callable[[int, str], Tied] | None = None
    """(question id, reader's language) to the public objects tied to it, for the programme."""
    stands_at: Callable[[Sequence[str], str], Mapping[str, Standing]] | None = None
    """(addresses, reader's language) to the objects of its own that stand there, by address, in a number of
    queries that does not grow with them."""
    latest: Callable[[str, str, int], Sequence[TiedObject]] | None = None
    """(commons handle, reader's language, at most n) to its newest public objects."""
    actor_facts: Callable[[str], Sequence[ActorFact]] | None = None
    """(handle of a person or a commons) to lines on their page."""
    is_empty: Callable[[str], bool] | None = None
    """(commons handle) whether there is nothing to show, so that the menu stays silent."""
    sitemap: SitemapSection | None = None
    scheduled: Sequence[Scheduled] = ()
    notices: Sequence[NoticeKind] = ()
    """Kinds of notice it gives (`notices.services.tell`)."""
    mail: Sequence[MailTaken] = ()
    """Which mail it takes; of what goes to a commons itself the core is asked last."""
    mail_came_back: Callable[[str, str, str], None] | None = None
    """(reference of the mail, 'bounced' | 'soft-bounced' | 'complained', why) for mail that it sent;
    called by a job, at least once. The reference of one message to many is that of its recipient."""
    mailing_ended: Callable[[str], None] | None = None
    """(reference of a message to many) when nobody waits for it any more; must be idempotent."""
    letter_blocks: Sequence[LetterBlock] = ()
    """What it offers to letters."""
    federated: Sequence[Federated] = ()
    """Its objects that go to other servers."""
    incoming: Sequence[IncomingObject] = ()
    """What it takes of what comes from other servers."""
    personal_data: Sequence[PersonalData] = ()
    portable: Sequence[Portable] = ()
    """What of a commons goes along to another server, in the order in which it comes in there."""
    queues: Sequence[Queue] = ()
    """Its queues, as operators see them on a page and in /metrics."""
    figures: Sequence[Callable[[], Iterable[Figure]]] = ()
    """What it counts, for /metrics; called at each reading of it, so a few queries at most."""
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
