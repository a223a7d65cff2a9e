"""Which address is for whom: the one router of this server's mail (docs/decisions/0020)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db.models import Q

from gemeengoed.core import registry
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.registry import Capability, MailTaken

from .. import addresses
from ..models import Copy, OutgoingMessage

OPERATORS = ("postmaster", "abuse")
"""RFC 2142, sections 4 and 5; RFC 5321, section 4.5.1, asks that postmaster is always taken."""
TOKEN = re.compile(f"[{addresses.ALPHABET}]{{{addresses.TOKEN_LENGTH}}}")
LONGEST = 320


class Kind(StrEnum):
    COMMONS = "commons"
    PERSONAL = "personal"
    BOUNCE = "bounce"
    OPERATORS = "operators"


@dataclass(frozen=True)
class Route:
    """`key` is the handle of the commons, the token of a person, or the key of a return path."""

    kind: Kind
    key: str = ""
    word: str = ""


def route(address: str) -> Route | None:
    """Where mail to `address` goes, or None: nobody here has that address.

    Whether somebody's token is known is for its taker to say: only then the mail is there to judge.
    """
    local = _local(address)
    first, _, rest = local.partition("+")
    if not local:
        return None
    if local in OPERATORS:
        return Route(Kind.OPERATORS, word=local)
    if TOKEN.fullmatch(rest):
        return _for_one(first, rest)
    return _for_commons(first, rest)


def is_ours(address: str) -> bool:
    """Whether it stands in one of our domains, whoever it is for."""
    return address.rpartition("@")[2].rstrip(".").lower() in _domains()


def takers(found: Route) -> list[MailTaken]:
    """Who is asked for the mail, in this order."""
    if found.kind == Kind.PERSONAL:
        return registry.mail_taken(found.word, personal=True)
    return _of_commons(found.key, found.word) if found.kind == Kind.COMMONS else []


def _domains() -> set[str]:
    return {addresses.domain(), str(settings.HOST).lower()}


def _local(address: str) -> str:
    """What stands before the @, in lower case; empty when it is not for us."""
    address = address.strip().strip("<>")
    local, at, domain = address.rpartition("@")
    if not at and address.lower() == "postmaster":
        return "postmaster"  # RFC 5321, section 4.1.1.3: without a domain
    if len(address) > LONGEST or domain.rstrip(".").lower() not in _domains():
        return ""
    return _unwrapped(local.strip('"').lower())


def _unwrapped(local: str) -> str:
    """Without what a relay's sender rewriting (SRS) or a tag against bounces (BATV) put around it."""
    rewritten = re.fullmatch(r"srs0[=+-][^=]+=[^=]+=([^=]+)=(.+)", local)
    if rewritten and rewritten[1] in _domains():
        return rewritten[2]
    tagged = re.fullmatch(r"prvs=[0-9a-z]+=(.+)", local)
    return tagged[1] if tagged else local


def _for_one(word: str, token: str) -> Route | None:
    if word == addresses.BOUNCE:
        known = OutgoingMessage.objects.filter(returns=token).exists()
        known = known or Copy.objects.filter(key=token).exists()
        return Route(Kind.BOUNCE, token) if known else None
    if registry.mail_taken(word, personal=True):
        return Route(Kind.PERSONAL, token, word)
    return None


def _for_commons(handle: str, word: str) -> Route | None:
    return Route(Kind.COMMONS, handle, word) if _of_commons(handle, word) else None


def _of_commons(handle: str, word: str) -> list[MailTaken]:
    on = _switched_on(handle)
    if on is None:
        return []
    # What a commons switches on is asked before the core, which takes what is left.
    asked = sorted(registry.capabilities(), key=lambda capability: capability.built_in)
    return [
        taken
        for capability in asked
        if capability.built_in or capability.slug in on
        for taken in _by_word(capability, word)
    ]


def _by_word(capability: Capability, word: str) -> list[MailTaken]:
    return [one for one in capability.mail if one.word == word and not one.personal]


def _switched_on(handle: str) -> list[str] | None:
    """The slugs that the commons switched on, or None when there is no such commons."""
    here = Q(actor__handle=handle, actor__gone__isnull=True)
    found = Commons.objects.filter(here).values_list("capabilities", flat=True).first()
    return None if found is None else list(found)
