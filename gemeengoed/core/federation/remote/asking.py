"""Asking other servers."""

from typing import Any

from gemeengoed.core import fetching

from .. import addresses
from ..activitystreams import parsing


class RemoteError(Exception):
    """What another server said cannot be taken; `reason` says in one word why."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


def get_json(address: str) -> tuple[dict[str, Any], str]:
    """The ActivityStreams document at `address`, and the address where it stood. Raises FetchError and
    RemoteError."""
    if addresses.path_of(address):
        raise RemoteError("ours", address)
    answer = fetching.fetch(address, accept=("application/activity+json", "application/ld+json"))
    try:
        return parsing.parse(answer.body), answer.address
    except parsing.ParseError as error:
        raise RemoteError("format", error.reason) from error
