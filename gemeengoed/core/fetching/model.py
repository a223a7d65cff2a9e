"""What comes back: an answer, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum

JSON = ("application/json", "application/*+json")
JSON_LIMIT = 1_048_576
SECONDS = 10.0
"""For all of it: looking up the name, connecting, redirects, and the last byte."""


class Reason(StrEnum):
    """Why there is no answer. The words for people stand with whoever asked."""

    ADDRESS = "address"
    """It cannot be read as an address, or it holds a name and password."""
    SCHEME = "scheme"
    """Something other than http and https."""
    PRIVATE = "private"
    """It leads into a private, local or reserved network."""
    PORT = "port"
    """A port that is not that of the web (80, 443)."""
    NAME = "name"
    """No such host."""
    UNREACHABLE = "unreachable"
    """Nobody answers there, or the connection broke."""
    CERTIFICATE = "certificate"
    """The host could not prove who it is."""
    TIMEOUT = "timeout"
    """It took longer than all of it may."""
    STATUS = "status"
    """The answer was no: see `status`."""
    REDIRECTS = "redirects"
    """Sent on more often than is followed."""
    TYPE = "type"
    """Something other than was asked for: see `detail`."""
    TOO_LARGE = "too-large"
    """More bytes than the caller takes."""
    GARBLED = "garbled"
    """Not HTTP, or packed in a way that cannot be unpacked."""


class FetchError(Exception):
    """No answer. `address` is the one that failed, which after a redirect is not the one asked for;
    `status` an HTTP status (RFC 9110), 0 without one: a success with a body that cannot be taken has one
    too; `after` its Retry-After as it came; `retry` whether a later try may go better."""

    def __init__(
        self, reason: Reason, address: str, detail: str = "", status: int = 0, after: str = ""
    ) -> None:
        super().__init__(f"{reason}: {address} {detail or status or ''}".strip())
        self.reason, self.address, self.detail = reason, address, detail
        self.status, self.after = status, after

    @property
    def retry(self) -> bool:
        passing = {Reason.NAME, Reason.UNREACHABLE, Reason.TIMEOUT}
        return self.reason in passing or self.status in (408, 425, 429) or self.status >= 500


@dataclass(frozen=True)
class Answer:
    """`body` is unpacked; `content_type` without parameters, in lower case; `charset` as the answer
    names it, or empty; `address` where it was found after redirects."""

    address: str
    status: int
    content_type: str
    charset: str
    body: bytes
    headers: dict[str, str]
    """Names in lower case; of a repeated header the last."""
