"""What must be found, apart from how a database says it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    """Tokens right after one another; mostly one."""

    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Any:
    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class All:
    parts: tuple["Expression", ...]
    without: tuple["Expression", ...] = ()


Expression = Phrase | Any | All


def token(one: str) -> Phrase:
    return Phrase((one,))


def any_of(tokens: Sequence[str]) -> Expression:
    """At least one of `tokens`, each once."""
    distinct = tuple(map(token, dict.fromkeys(tokens)))
    return distinct[0] if len(distinct) == 1 else Any(distinct)
