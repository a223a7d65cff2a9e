"""One small interface over FTS5 of SQLite and tsvector with GIN of PostgreSQL.

An entry is a sequence of words and a set of marks (made in `tokens.py`); a question is an `Expression`.
Both stores hold the same tokens and answer the same questions, so that what is found does not differ.
"""

from collections.abc import Sequence
from typing import Protocol

from django.db import connection

from gemeengoed.core.search.expressions import Expression

from . import postgresql, sqlite


class Store(Protocol):
    """`matching` is SQL that gives the `id` of entries for one parameter, a compiled expression."""

    @property
    def matching(self) -> str: ...

    def compile(self, expression: Expression) -> str: ...

    def write(self, entry: int, words: Sequence[str], marks: Sequence[str]) -> None: ...

    def erase(self, entries: Sequence[int]) -> None: ...


_STORES: dict[str, Store] = {"sqlite": sqlite.Store(), "postgresql": postgresql.Store()}


def store() -> Store:
    """The store that belongs to the default database."""
    return _STORES[connection.vendor]
