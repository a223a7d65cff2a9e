"""From an address to what is kept. No database here."""

from dataclasses import dataclass
from hashlib import sha256

from gemeengoed.core.fetching import Answer, FetchError, Reason, fetch

from . import apart, pages

HTML = ("text/html", "application/xhtml+xml")
TEXT = "text/plain"
PDF = "application/pdf"
HTML_LIMIT = 3_000_000
"""Bytes of a page or plain text; larger ones are no reading matter."""


@dataclass(frozen=True)
class Obtained:
    """`data` is what is kept and `extension` its kind (html, pdf); `text` the words in it, empty for a
    PDF; `sha256` the hash of what was received; `found_at` where, after redirects."""

    data: bytes
    extension: str
    media_type: str
    text: str
    found_at: str
    sha256: str


class NotObtained(Exception):
    """`reason` is a `fetching.Reason`, or 'empty' for a page without words, 'intricate' for one that could
    not be cleaned, 'damaged' for a file that is not what it says; `status` an HTTP status or 0; `retry`
    whether it may go better later."""

    def __init__(self, reason: str, status: int = 0, *, retry: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.status, self.retry = reason, status, retry


def obtain(address: str, most: int) -> Obtained:
    """What stands at `address`, of `most` bytes at most. Raises NotObtained."""
    try:
        answer = fetch(address, accept=(*HTML, TEXT, PDF), limit=most)
    except FetchError as error:
        raise NotObtained(str(error.reason), error.status, retry=error.retry) from error
    return _pdf(answer) if answer.content_type == PDF else _page(answer)


def _pdf(answer: Answer) -> Obtained:
    if b"%PDF-" not in answer.body[:1024]:  # ISO 32000-1, annex H.3.4.1
        raise NotObtained("damaged")
    return _obtained(answer, answer.body, "pdf", PDF, "")


def _page(answer: Answer) -> Obtained:
    if len(answer.body) > HTML_LIMIT:
        raise NotObtained(str(Reason.TOO_LARGE))
    decoded = pages.decoded(answer.body, answer.charset)
    try:
        plain = answer.content_type == TEXT
        page = pages.plain(decoded) if plain else apart.cleaned(decoded, answer.address)
    except apart.TooIntricate as error:
        raise NotObtained("intricate") from error
    if not page.text.strip():
        raise NotObtained("empty")
    return _obtained(answer, page.document.encode(), "html", "text/html", page.text)


def _obtained(answer: Answer, data: bytes, extension: str, kind: str, text: str) -> Obtained:
    digest = sha256(answer.body).hexdigest()
    return Obtained(data, extension, kind, text, answer.address[:2000], digest)
