"""Whether the domain in From vouches for a message, in the way of DMARC (RFC 7489).

A relay that checks this already says so in Authentication-Results; it is believed when `trust` in
`GEMEENGOED_MAIL_IN` names it (RFC 8601, section 5, has it remove what others wrote under its name). Otherwise
this server checks DKIM itself and, where it took the mail from the internet, SPF. 'fail' is said only where
the domain asks that what it does not vouch for is refused; all that is not certain is 'unknown'.
"""

import logging
import re
import time
from collections.abc import Iterator
from ipaddress import ip_address
from itertools import pairwise

import dkim
from django.conf import settings

from .. import resolving
from . import spf
from .mime import Headers
from .reading import author
from .source import parse

logger = logging.getLogger(__name__)

PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"
MOST_SIGNATURES = 4
MOST_BYTES = 10 * 1024 * 1024
"""Beyond which a signature is not checked."""
SECONDS = 20.0
"""For all that is asked of DNS for one message."""
MOST_LABELS = 8
_REFUSING = ("reject", "quarantine")


def judge(raw: bytes, headers: Headers, sender: str) -> str:
    """'pass', 'fail' or 'unknown'."""
    domain = author(headers)[1].rpartition("@")[2].lower()
    if not domain or len(headers.all("From")) != 1:  # which of them was signed, nobody sees
        return UNKNOWN
    source = parse(settings.MAIL_IN) if settings.MAIL_IN else None
    if source is not None and source.trust:
        return by_relay(headers, source.trust, domain)
    try:
        return _by_ourselves(
            raw, headers, sender, domain, source is not None and source.scheme == "smtp"
        )
    except resolving.DnsAway as error:
        logger.info("a sender could not be checked: %s", error)
        return UNKNOWN


def by_relay(headers: Headers, trust: str, domain: str) -> str:
    """What the trusted relay found about the domain in From."""
    for said in headers.all("Authentication-Results"):
        server, _, results = said.partition(";")
        if server.lower().split()[:1] != [trust.lower()]:
            continue
        found = _of_results(results, domain)
        if found != UNKNOWN:
            return found
    return UNKNOWN


def _of_results(results: str, domain: str) -> str:
    bare = _bare(results)
    begins = [0, *(at + 1 for at, letter in enumerate(bare) if letter == ";"), len(bare) + 1]
    for start, end in pairwise(begins):
        found = _of_result(bare[start : end - 1].lower(), results[start : end - 1].lower(), domain)
        if found != UNKNOWN:
            return found
    return UNKNOWN


def _of_result(bare: str, words: str, domain: str) -> str:
    """`words` are those of one result, `bare` the same without what its sender may have written in it."""
    dmarc = re.match(r"\s*dmarc\s*=\s*(\w+)", bare)
    if dmarc and dmarc[1] == "pass":
        return PASS
    if dmarc and dmarc[1] == "fail":
        asks_nothing = re.search(r"\b(p|policy|action|policy\.dmarc|dis)\s*=\s*none\b", words)
        return UNKNOWN if asks_nothing else FAIL
    signed = re.match(r"\s*dkim\s*=\s*pass\b.*?\bheader\.(?:d|i)\s*=\s*(?:\S*@)?([\w.-]+)", bare)
    return PASS if signed and _vouches(signed[1], domain, "") else UNKNOWN


def _bare(results: str) -> str:
    """`results`, of the same length, with a space for each letter of quoted strings and comments, also those
    in one another (RFC 5322, sections 3.2.2 and 3.2.4): a sender chooses what stands in some of them."""
    found, depth, quoted, escaped = [], 0, False, False
    for letter in results:
        inside = quoted or depth > 0
        if escaped:
            escaped = False
        elif inside and letter == "\\":
            escaped = True
        elif letter == '"' and not depth:
            quoted, inside = not quoted, True
        elif letter in "()" and not quoted:
            depth = max(0, depth + (1 if letter == "(" else -1))
            inside = True
        found.append(" " if inside else letter)
    return "".join(found)


def _by_ourselves(
    raw: bytes, headers: Headers, sender: str, domain: str, from_internet: bool
) -> str:
    from_internet = from_internet and bool(_peer(headers))
    if not from_internet and not headers.all("DKIM-Signature"):
        return UNKNOWN  # without asking DNS, which can take a while
    until = time.monotonic() + SECONDS
    organisation, policy = _policy(domain)
    for signer in _signers(raw, headers, until):
        if _vouches(signer, domain, organisation):
            return PASS
    found = _by_spf(headers, sender, domain, organisation) if from_internet else UNKNOWN
    asked = policy in _REFUSING and len(raw) <= MOST_BYTES
    return UNKNOWN if found == FAIL and not asked else found


def _by_spf(headers: Headers, sender: str, domain: str, organisation: str) -> str:
    return_domain = sender.rpartition("@")[2].lower()
    if not return_domain or not _vouches(return_domain, domain, organisation):
        return FAIL
    found = spf.judge(_peer(headers), return_domain)
    return PASS if found == spf.PASS else UNKNOWN if found == spf.UNKNOWN else FAIL


def _peer(headers: Headers) -> str:
    """The address on the internet of the machine that brought it, by our own line at the top; or empty."""
    peer = re.match(r"from \S+ \(\[([0-9a-fA-F.:]+)\]\)", headers.get("Received"))
    try:
        return peer[1] if peer and ip_address(peer[1]).is_global else ""
    except ValueError:
        return ""


def _policy(domain: str) -> tuple[str, str]:
    """(domain that publishes the policy, what it asks): the tree is walked up to where a record stands."""
    labels = domain.split(".")[-MOST_LABELS:]
    for start in range(len(labels) - 1):
        name = ".".join(labels[start:])
        tags = dmarc_tags(resolving.txt(f"_dmarc.{name}"))
        if tags and tags.get("psd") != "y":
            key = "sp" if start and "sp" in tags else "p"
            return name, tags.get(key, "none").lower()
    return "", "none"


def dmarc_tags(texts: list[str]) -> dict[str, str]:
    """The tags of the one DMARC record among them; empty when there is none, or more than one."""
    found = [text for text in texts if re.match(r"v\s*=\s*DMARC1\b", text)]
    if len(found) != 1:
        return {}
    pairs = (tag.partition("=") for tag in found[0].split(";"))
    return {name.strip().lower(): value.strip() for name, equals, value in pairs if equals}


def _signers(raw: bytes, headers: Headers, until: float) -> Iterator[str]:
    """The domains of the DKIM signatures that hold (RFC 6376)."""
    if len(raw) > MOST_BYTES:
        return
    for number, signature in enumerate(headers.all("DKIM-Signature")[:MOST_SIGNATURES]):
        domain = re.search(r"(?:^|;)\s*d\s*=\s*([\w.-]+)", signature)
        partly = re.search(r"(?:^|;)\s*l\s*=", signature)  # anybody may add to what was signed
        if domain and not partly and time.monotonic() < until and _holds(raw, number):
            yield domain[1].lower()


def _holds(raw: bytes, number: int) -> bool:
    checked = dkim.DKIM(raw, minkey=1024)
    try:
        return checked.verify(number, dnsfunc=_key) and b"from" in checked.include_headers
    except resolving.DnsAway:
        raise
    except Exception as error:  # it reads what strangers wrote; what it cannot read does not hold
        logger.info("a DKIM signature could not be read: %s", type(error).__name__)
        return False


def _key(name: bytes, timeout: int = 5) -> bytes | None:
    found = resolving.txt(name.decode("ascii", "replace").rstrip("."))
    return found[0].encode() if found else None


def _vouches(who: str, domain: str, organisation: str) -> bool:
    """Whether `who` speaks for `domain`: it is the same or stands above it; or both are of the organisation
    that publishes the policy (relaxed alignment). A name below another says nothing for it by itself."""
    if who == domain or ("." in who and domain.endswith(f".{who}")):
        return True
    below = f".{organisation}"
    return bool(organisation) and f".{who}".endswith(below) and f".{domain}".endswith(below)
