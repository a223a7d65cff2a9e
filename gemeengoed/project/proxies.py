"""Which address a request comes from, when it passed a reverse proxy that we trust.

X-Forwarded-For grows to the right: each proxy adds whom it heard. So it is read from the right, and the
first address that is not one of our own proxies is the client; what stands left of it anyone can have
written. X-Forwarded-Host is never believed: the domain is a setting.
"""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
)


def trusted_proxy(get_response: Answer) -> Answer:
    """Sets REMOTE_ADDR and the scheme from what a trusted proxy says, and removes these headers."""
    trusted = [ip_network(network, strict=False) for network in settings.TRUSTED_PROXIES]

    def middleware(request: HttpRequest) -> HttpResponse:
        said = {name: request.META.pop(name, "") for name in FORWARDED}
        if _is_trusted(_address(request.META.get("REMOTE_ADDR", "")), trusted):
            _believe(request, said, trusted)
        return get_response(request)

    return middleware


def _believe(request: HttpRequest, said: dict[str, str], trusted: Sequence[Network]) -> None:
    client = client_address(said["HTTP_X_FORWARDED_FOR"], trusted)
    if client:
        request.META["REMOTE_ADDR"] = client
    scheme = said["HTTP_X_FORWARDED_PROTO"].rpartition(",")[2].strip().lower()
    if scheme in ("http", "https"):
        request.META["wsgi.url_scheme"] = scheme


def client_address(forwarded_for: str, trusted: Sequence[Network]) -> str:
    """The rightmost address that is not trusted; the leftmost if all are; "" if there is none.

    What is no address ends the walk: nothing left of it can be known.
    """
    client = ""
    for part in reversed(forwarded_for.split(",")):
        address = _address(part)
        if address is None:
            break
        client = str(address)
        if not _is_trusted(address, trusted):
            break
    return client


def _address(text: str) -> Address | None:
    """Reads '192.0.2.1', '192.0.2.1:8080', '2001:db8::1' and '[2001:db8::1]:8080'."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(address: Address | None, trusted: Sequence[Network]) -> bool:
    return address is not None and any(address in network for network in trusted)
