"""Which name servers are asked: what `GEMEENGOED_DNS` says. No Django: the supervisor reads it as well."""

from ipaddress import ip_address

PORT = 53


def parse(given: str) -> list[tuple[str, int]]:
    """(address, port) of each: '10.0.0.1', '10.0.0.1:5353', '2001:db8::1', '[2001:db8::1]:5353'. Raises
    ValueError, saying what to write."""
    return [_server(one) for one in given.split()]


def _server(given: str) -> tuple[str, int]:
    host, _, port = given.rpartition(":")
    try:
        if given.startswith("[") or (host and ":" not in host):
            return str(ip_address(host.strip("[]"))), int(port)
        return str(ip_address(given)), PORT
    except ValueError:
        raise ValueError(
            "GEMEENGOED_DNS must be addresses such as 9.9.9.9 or [::1]:5353, separated by spaces; "
            f"{given!r} is none."
        ) from None
