"""Whether the domain of the sender vouches for a message."""

from .mime import Headers


def judge(raw: bytes, headers: Headers, sender: str) -> str:
    """'pass', 'fail' or 'unknown'."""
    return "unknown"
