"""The rows of a CSV (RFC 4180) as spreadsheets write it, and people: read line by line, whatever is wrong."""

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_LINES = 5
"""Lines below its own over which one row may run, in quotes; a quote that is open longer was not meant so."""
_ADDRESS = frozenset(
    {"e-mail", "email", "e-mailadres", "emailadres", "mail", "address", "adres", "e-mail address"}
)
_NAME = frozenset({"name", "naam", "volledige naam", "full name"})
_LANGUAGE = frozenset({"language", "taal", "lang"})
KINDS = ("address", "name", "language")
_Line = tuple[int, str]
_PIECE = 1 << 16


class _Lent(io.RawIOBase):
    """A file that stays open when whatever reads it is let go."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        data = self.file.read(len(room))
        room[: len(data)] = data
        return len(data)


@dataclass(frozen=True)
class Row:
    """`line` counts from 1. `is_open` says that a quote in it is never closed, so that nothing is read."""

    line: int
    address: str
    name: str = ""
    language: str = ""
    is_open: bool = False


def count(file: IO[bytes]) -> int:
    """How many lines there are, also empty ones."""
    return sum(1 for _line in _lines(file))


def rows(file: IO[bytes]) -> Iterator[Row]:
    """The rows of a CSV, or of a list of bare addresses, from its start; `file` can be sought in and stays
    open. Raises ValidationError (file) without addresses."""
    found = ((number, text) for number, text in _lines(file) if text.strip(" \t,;\n"))
    first = next(found, None)
    if first is None:
        raise ValidationError({"file": _("The file is empty.")})
    number, text = first
    delimiter = max(",;\t", key=text.count)
    columns = [cell.strip() for cell in _cells(text, delimiter) or []]
    at = _places(columns)
    if at["address"] < 0:
        words = _("No column is called e-mail or address: name it so in the first line.")
        raise ValidationError({"file": words})
    if "@" in columns[at["address"]]:
        yield Row(number, columns[at["address"]])
    for number, cells in _records(found, delimiter, len(columns)):
        if cells:
            address, name, language = (_cell(cells, at[kind]) for kind in KINDS)
            yield Row(number, address, name, language)
        else:
            yield Row(number, "", is_open=True)


def _lines(file: IO[bytes]) -> Iterator[_Line]:
    """Each ends with a line feed. Without NUL, which no database takes."""
    encoding = _encoding(file)
    file.seek(0)
    lent = io.BufferedReader(_Lent(file))
    for number, line in enumerate(io.TextIOWrapper(lent, encoding, errors="replace"), start=1):
        yield number, line.replace("\0", "")


def _encoding(file: IO[bytes]) -> str:
    """UTF-16 by its mark, then UTF-8, then Windows-1252, which takes anything."""
    file.seek(0)
    if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(_PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _places(columns: list[str]) -> dict[str, int]:
    """Where each column stands by its name, or else the first cell that holds an address; -1 is nowhere."""
    names = [name.lower() for name in columns]
    known = zip(KINDS, (_ADDRESS, _NAME, _LANGUAGE), strict=True)
    found = {kind: _first(name in words for name in names) for kind, words in known}
    if found["address"] < 0:
        return {"address": _first("@" in cell for cell in columns), "name": -1, "language": -1}
    return found


def _first(fits: Iterator[bool]) -> int:
    return next((place for place, does in enumerate(fits) if does), -1)


def _records(lines: Iterator[_Line], delimiter: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of its first line; without cells where that line cannot be read. An open
    quote costs its own line only: those below are read for themselves."""
    put_back: deque[_Line] = deque()

    def following() -> _Line | None:
        return put_back.popleft() if put_back else next(lines, None)

    while (first := following()) is not None:
        number, text = first
        ahead: list[_Line] = []
        cells = _cells(text, delimiter)
        while cells is None and len(ahead) < MOST_LINES and (more := following()) is not None:
            ahead.append(more)
            text += more[1]
            cells = _cells(text, delimiter)
        if cells is None or (ahead and not _is_one_row(cells, width)):
            put_back.extendleft(reversed(ahead))
            cells = []
        yield number, cells


def _cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of one row, or None where a quote is still open at its end."""
    reader = csv.reader(iter((text, "")), delimiter=delimiter)
    try:
        cells = next(reader, [])
    except csv.Error:
        return None
    return cells if reader.line_num == 1 else None


def _is_one_row(cells: list[str], width: int) -> bool:
    """Whether lines were joined rightly: an address in words of more than one line was a row of its own."""
    return len(cells) == width and not any("\n" in cell and "@" in cell for cell in cells)


def _cell(cells: list[str], place: int) -> str:
    return " ".join(cells[place].split()) if 0 <= place < len(cells) else ""
