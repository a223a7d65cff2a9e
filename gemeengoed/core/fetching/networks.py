"""Which addresses may be dialled.

An explicit list: `ipaddress.is_global` of Python 3.11 lets NAT64, 6to4, Teredo and addresses of IPv4 within
IPv6 through, each of which can lead into a private network. From the IANA special-purpose registries
(RFC 6890 and what amended it), read in 2026.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

_V4 = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15
198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
"""
# Global unicast is 2000::/3 (RFC 4291, 2.4); all else is refused: loopback, link-local, unique local,
# multicast, IPv4-mapped and -compatible, NAT64 (64:ff9b::/96, 64:ff9b:1::/48), discard-only.
_GLOBAL_V6 = IPv6Network("2000::/3")
# And within it: protocol assignments with Teredo and ORCHID, documentation, 6to4, AS112.
_V6 = "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20"

REFUSED: tuple[Network, ...] = tuple(ip_network(one) for one in (_V4 + _V6).split())


def parse(words: Iterable[str]) -> tuple[Network, ...]:
    """Networks in CIDR notation. Raises ValueError that names the one that cannot be read."""
    return tuple(ip_network(word, strict=False) for word in words)


def within(address: str, networks: Iterable[Network]) -> bool:
    """Whether `address` lies in one of `networks`; a zone (`%eth0`) does not change where it lies."""
    number = _number(address)
    return any(number in network for network in networks if network.version == number.version)


def is_public(address: str) -> bool:
    """Whether `address` (no name) is one of the internet at large. Raises ValueError for a name."""
    number = _number(address)
    if isinstance(number, IPv6Address) and number not in _GLOBAL_V6:
        return False
    return not within(address, REFUSED)


def _number(address: str) -> Address:
    return ip_address(address.partition("%")[0])
