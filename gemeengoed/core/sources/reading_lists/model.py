"""What is read from a list."""

from dataclasses import dataclass, field
from typing import Any

Entry = dict[str, Any]
"""Fields of a source by name as one would type them; `authors` is structured (see `names`)."""
MOST = 500
"""Entries of one list; more are refused."""


@dataclass
class Found:
    """`problems` are sentences about what could not be read."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
