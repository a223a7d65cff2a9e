"""Rows as CSV (RFC 4180) in UTF-8, with a mark by which spreadsheets know it, a line at a time."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone


class _Line:
    """csv writes into it, and it hands the line on."""

    def write(self, line: str) -> str:
        return line


def download(
    name: str, columns: Sequence[str], rows: Iterable[Iterable[Any]]
) -> StreamingHttpResponse:
    """The answer that a browser keeps as a file, `name` and today's date."""
    answer = StreamingHttpResponse(lines(columns, rows), content_type="text/csv; charset=utf-8")
    file = f"{name}-{timezone.localdate().isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


def lines(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + str(writer.writerow(columns))
    for row in rows:
        yield str(writer.writerow([_cell(value) for value in row]))


def _cell(value: Any) -> str:
    """What begins with a sign of a formula gets an apostrophe, so that no spreadsheet runs it."""
    cell = value.isoformat() if hasattr(value, "isoformat") else str(value or "")
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
