"""FTS5 (https://www.sqlite.org/fts5.html): a table `search_tokens` with the entry's id as rowid."""

from collections.abc import Sequence
from typing import Final

from django.db import connection

from gemeengoed.core.search.expressions import All, Any, Expression, Phrase

# A token that nobody can type, between title and text and before the marks: phrases end there.
GAP = "__"


class Store:
    matching: Final = "SELECT rowid AS id FROM search_tokens WHERE search_tokens MATCH %s"

    def compile(self, expression: Expression) -> str:
        match expression:
            case Phrase(tokens):
                return '"' + " ".join(tokens) + '"'
            case Any(parts):
                return "(" + " OR ".join(map(self.compile, parts)) + ")"
            case All(parts, without):
                found = "(" + " AND ".join(map(self.compile, parts)) + ")"
                return "".join([found, *(f" NOT {self.compile(part)}" for part in without)])

    def write(self, entry: int, words: Sequence[str], marks: Sequence[str]) -> None:
        tokens = " ".join([*(word or GAP for word in words), GAP, *marks])
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_tokens WHERE rowid = %s", [entry])
            cursor.execute(
                "INSERT INTO search_tokens (rowid, tokens) VALUES (%s, %s)", [entry, tokens]
            )

    def erase(self, entries: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM search_tokens WHERE rowid = %s", [[entry] for entry in entries]
            )
