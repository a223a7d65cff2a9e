"""What comes out of a foreign document, and what its reading shares."""

import time
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SCHEME = "picture:"
"""Begins the address of a picture that is not stored yet."""
MAX_PICTURES = 40
MAX_SECONDS = 8.0
"""Processor seconds of this thread; 5 MB of honest HTML takes about 2."""


@dataclass(frozen=True)
class Picture:
    """A picture that came along. `alt` is empty when the writer must still say what it shows."""

    number: int
    data: bytes
    media_type: str
    alt: str = ""
    name: str = ""


@dataclass(frozen=True)
class Incoming:
    """`title` is that of the document, empty when it has none; `summary` only a file of ours has.
    `left_out` are sentences in the active
    language: what was not taken over, or was changed."""

    markdown: str
    title: str = ""
    summary: str = ""
    pictures: list[Picture] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass
class Context:
    """What the steps of one conversion share. `stored` are the bytes of pictures that a file brought,
    by the number in their address `picture:<number>`."""

    left_out: Counter[str] = field(default_factory=Counter)
    pictures: list[Picture] = field(default_factory=list)
    stored: dict[int, tuple[bytes, str, str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    """Address of a reference to the number of the note."""
    places: dict[str, str] = field(default_factory=dict)
    """Address of a heading in the document to its address in the page."""
    title: str = ""
    summary: str = ""
    deadline: float = field(default_factory=lambda: time.thread_time() + MAX_SECONDS)

    def check_time(self) -> None:
        if time.thread_time() > self.deadline:
            raise too_intricate()


def too_intricate() -> ValidationError:
    return ValidationError(
        _("This text is too intricate to take over. Copy it in parts, or paste it as plain text."),
        code="too-intricate",
    )
