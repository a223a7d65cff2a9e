"""A table `search_tokens` with a tsvector and GIN; vector and query are written out by us, so that no text
search configuration plays a part.

https://www.postgresql.org/docs/15/datatype-textsearch.html: tokens hold letters, digits and
underscores only, so that quotes need no escaping.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from django.db import connection

from gemeengoed.core.search.expressions import All, Any, Expression, Phrase

MAX_POSITIONS = 255


class Store:
    matching: Final = "SELECT id FROM search_matching(CAST(%s AS tsquery)) AS matching(id)"

    def compile(self, expression: Expression) -> str:
        match expression:
            case Phrase(tokens):
                return "(" + " <-> ".join(f"'{token}'" for token in tokens) + ")"
            case Any(parts):
                return "(" + " | ".join(map(self.compile, parts)) + ")"
            case All(parts, without):
                found = [*map(self.compile, parts), *(f"!{self.compile(part)}" for part in without)]
                return "(" + " & ".join(found) + ")"

    def write(self, entry: int, words: Sequence[str], marks: Sequence[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_tokens (id, vector) VALUES (%s, CAST(%s AS tsvector))"
                " ON CONFLICT (id) DO UPDATE SET vector = EXCLUDED.vector",
                [entry, _vector(words, marks)],
            )

    def erase(self, entries: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_tokens WHERE id = ANY(%s)", [list(entries)])


def _vector(words: Sequence[str], marks: Sequence[str]) -> str:
    positions: dict[str, list[str]] = defaultdict(list)
    for position, word in enumerate(words, start=1):
        if word and len(positions[word]) < MAX_POSITIONS:
            positions[word].append(str(position))
    placed = [f"'{word}':{','.join(places)}" for word, places in positions.items()]
    return " ".join([*placed, *(f"'{mark}'" for mark in marks)])
