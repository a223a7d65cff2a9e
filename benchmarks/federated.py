"""How a server is set that speaks with others on this machine."""

from tests.fediverse import LOOPBACK


def settings(domain: str) -> dict[str, str]:
    """`domain` with its port. Nobody is told to wait: how much comes is the benchmark's own affair."""
    return {
        "GEMEENGOED_DOMAIN": domain,
        "GEMEENGOED_SCHEME": "http",
        "GEMEENGOED_ALLOWED_NETWORKS": LOOPBACK,
        "GEMEENGOED_INBOX_PER_ACTOR": "1000000",
        "GEMEENGOED_INBOX_PER_HOST": "1000000",
    }
