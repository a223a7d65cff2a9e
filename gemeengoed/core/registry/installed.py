"""What is installed: the declarations, and what is asked of all of them."""

from collections.abc import Sequence
from typing import Any

from .capability import Capability
from .federation import Federated, IncomingObject
from .figures import Figure, Queue
from .letters import LetterBlock, MailTaken
from .parts import (
    ActorFact,
    DocumentKind,
    NoticeKind,
    Role,
    Searchable,
    Standing,
    Words,
)

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


def mail_taken(word: str, *, personal: bool) -> list[MailTaken]:
    """Who takes mail to addresses with this word, in the order in which they are asked: what a commons
    switches on before the core, which takes what is left."""
    asked = sorted(_capabilities.values(), key=lambda capability: capability.built_in)
    declared = (taken for capability in asked for taken in capability.mail)
    return [one for one in declared if one.word == word and one.personal == personal]


def letter_blocks() -> dict[str, LetterBlock]:
    """Every block offered to letters by its slug."""
    return {block.slug: block for c in _capabilities.values() for block in c.letter_blocks}


def searchable(object_type: str) -> Searchable | None:
    for capability in _capabilities.values():
        for declared in capability.searchable:
            if declared.object_type == object_type:
                return declared
    return None


def stands_at(uris: Sequence[str], language: str) -> dict[str, Standing]:
    """What stands at each of these addresses, where a section knows it."""
    found: dict[str, Standing] = {}
    for capability in _capabilities.values():
        if capability.stands_at is not None and uris:
            found |= capability.stands_at(uris, language)
    return found


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


def actor_facts(handle: str) -> list[ActorFact]:
    """Every declared line on the page of a person or a commons."""
    asked = (c.actor_facts for c in _capabilities.values() if c.actor_facts is not None)
    return [fact for told in asked for fact in told(handle)]


def federated() -> dict[str, Federated]:
    """What goes to other servers, by type of object."""
    return {one.object_type: one for c in _capabilities.values() for one in c.federated}


def incoming(activity: str, object_type: str) -> list[IncomingObject]:
    """Who takes this type of object in this type of activity, what a commons switches on before the core."""
    asked = sorted(_capabilities.values(), key=lambda capability: capability.built_in)
    declared = (taken for capability in asked for taken in capability.incoming)
    return [
        one
        for one in declared
        if activity in one.activities and (object_type in one.objects or "*" in one.objects)
    ]


def queues() -> list[Queue]:
    """All declared queues, in the order of what is installed."""
    return [queue for capability in _capabilities.values() for queue in capability.queues]


def figures() -> list[Figure]:
    """What all declared `figures` say now."""
    asked = (ask for capability in _capabilities.values() for ask in capability.figures)
    return [figure for ask in asked for figure in ask()]
