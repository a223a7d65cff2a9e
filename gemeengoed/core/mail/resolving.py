"""What DNS says, within seconds: the few kinds of records that mail needs (dnspython).

`GEMEENGOED_DNS` names the servers to ask; empty: those of this machine.
"""

from ipaddress import ip_address

import dns.exception
import dns.flags
import dns.name
import dns.resolver
import dns.reversename
from django.conf import settings

from . import name_servers

SECONDS = 5.0
"""For one question, with all its tries."""


class DnsAway(Exception):
    """Nobody answered, or only that it failed: what the record says is not known."""


def txt(name: str) -> list[str]:
    """The texts of TXT records, each joined from its pieces (RFC 7208, section 3.3); empty when none."""
    return [b"".join(record.strings).decode("utf-8", "replace") for record in _ask(name, "TXT")]


def mx(name: str) -> list[str]:
    """Names of the mail servers, the preferred first; '.' says that there are none (RFC 7505)."""
    records = sorted(_ask(name, "MX"), key=lambda record: record.preference)
    return [_plain(record.exchange) for record in records]


def hosts(name: str) -> list[str]:
    """IPv4 and IPv6 addresses."""
    return [record.address for kind in ("A", "AAAA") for record in _ask(name, kind)]


def names_of(address: str) -> list[str]:
    """The names that reverse DNS gives to an IP address."""
    name = dns.reversename.from_address(str(ip_address(address)))
    return [_plain(record.target) for record in _ask(str(name), "PTR")]


def _plain(name: dns.name.Name) -> str:
    return str(name).rstrip(".").lower() or "."


def _ask(name: str, kind: str) -> list:
    """The records; an empty list when there are none. Raises DnsAway."""
    try:
        answer = _resolver().resolve(name, kind, lifetime=SECONDS, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.name.LabelTooLong, dns.name.EmptyLabel, dns.name.NameTooLong, UnicodeError):
        return []  # no name at all, so nothing stands there
    except (dns.exception.DNSException, OSError, ValueError) as error:
        raise DnsAway(f"{name} ({kind}): {error}") from error
    return list(answer)


def _resolver() -> dns.resolver.Resolver:
    servers = name_servers.parse(settings.DNS)
    made = dns.resolver.Resolver(configure=not servers)
    if servers:
        made.nameservers = [address for address, _port in servers]
        made.nameserver_ports = dict(servers)
    return made
