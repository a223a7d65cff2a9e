"""Ostrom's eight design principles, as the charter asks about them; words in principles.toml.

After Elinor Ostrom, Governing the Commons, Cambridge University Press, 1990, chapter 3.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Words = dict[str, str]


@dataclass(frozen=True)
class Principle:
    """One principle: key in `CharterVersion.answers`, number (1 to 8), words by language."""

    key: str
    number: int
    title: Words
    question: Words
    help: Words
    example: Words


@cache
def principles() -> tuple[Principle, ...]:
    """All eight, in order; read once."""
    table = tomllib.loads(Path(__file__).with_name("principles.toml").read_text("utf-8"))
    return tuple(sorted((Principle(**row) for row in table["principles"]), key=lambda p: p.number))


def keys() -> list[str]:
    return [principle.key for principle in principles()]
