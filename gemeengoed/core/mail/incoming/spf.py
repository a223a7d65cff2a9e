"""Whether a machine may send for a domain (SPF, RFC 7208), as far as that can be said without macros.

Macros, `exists` and `ptr` are rare and are answered with 'unknown', which is taken for nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from .. import resolving

MOST_LOOKUPS = 10
"""RFC 7208, section 4.6.4."""
MOST_HOSTS = 10
PASS, FAIL, SOFTFAIL, NEUTRAL, NONE, UNKNOWN = (
    "pass",
    "fail",
    "softfail",
    "neutral",
    "none",
    "unknown",
)
_HOST = re.compile(r"(?::(?P<host>[^/]+))?(?:/(?P<four>\d+))?(?://(?P<six>\d+))?")
_BY_SIGN = {"+": PASS, "-": FAIL, "~": SOFTFAIL, "?": NEUTRAL}


class _Unknown(Exception):
    """The record cannot be followed: wrong, too long, or with what is not understood here."""


@dataclass
class _Question:
    address: IPv4Address | IPv6Address
    lookups: int = 0

    def count(self) -> None:
        self.lookups += 1
        if self.lookups > MOST_LOOKUPS:
            raise _Unknown


def record(domain: str) -> str:
    """The SPF record, or an empty string. Raises resolving.DnsAway; ValueError when there are several."""
    found = [words for words in resolving.txt(domain) if f"{words.lower()} ".startswith("v=spf1 ")]
    if len(found) > 1:
        raise ValueError("several SPF records")
    return found[0] if found else ""


def judge(address: str, domain: str) -> str:
    """'pass', 'fail', 'softfail', 'neutral', 'none' or 'unknown' for a machine with that IP address."""
    try:
        return _check(_Question(ip_address(address)), domain)
    except (_Unknown, ValueError, resolving.DnsAway):
        return UNKNOWN


def _check(asked: _Question, domain: str) -> str:
    written = record(domain)
    if not written:
        return NONE
    redirect = ""
    for term in written.split()[1:]:
        name, equals, value = term.partition("=")
        if equals and ":" not in name and "/" not in name:
            redirect = value if name.lower() == "redirect" else redirect
            continue
        sign, mechanism = (term[0], term[1:]) if term[0] in _BY_SIGN else ("+", term)
        if _matches(asked, mechanism, domain):
            return _BY_SIGN[sign]
    if redirect:
        asked.count()
        return _check(asked, _target(redirect, domain))
    return NEUTRAL


def _matches(asked: _Question, mechanism: str, domain: str) -> bool:
    name, _, value = mechanism.partition(":")
    name = name.partition("/")[0].lower()
    if name == "all":
        return True
    if name in ("ip4", "ip6"):
        network = ip_network(value, strict=False)
        return asked.address.version == network.version and asked.address in network
    asked.count()
    if name == "include":
        return _includes(asked, _target(value, domain))
    if name in ("a", "mx"):
        return _is_host(asked, name, mechanism[len(name) :], domain)
    raise _Unknown


def _includes(asked: _Question, domain: str) -> bool:
    found = _check(asked, domain)
    if found in (NONE, UNKNOWN):
        raise _Unknown
    return found == PASS


def _is_host(asked: _Question, name: str, rest: str, domain: str) -> bool:
    """`a` and `mx`; `rest` is such as ':mx.example.org/24//64' (RFC 7208, section 5.3)."""
    found = _HOST.fullmatch(rest)
    if not found:
        raise _Unknown
    host = _target(found["host"] or "", domain)
    version = asked.address.version
    length = (found["four"] or "32") if version == 4 else (found["six"] or "128")
    return any(
        ip_address(one).version == version
        and asked.address in ip_network(f"{one}/{length}", strict=False)
        for one in _hosts(name, host)
    )


def _hosts(name: str, host: str) -> Iterator[str]:
    for one in [host] if name == "a" else resolving.mx(host)[:MOST_HOSTS]:
        yield from resolving.hosts(one)


def _target(name: str, domain: str) -> str:
    if "%" in name:
        raise _Unknown
    return name or domain
