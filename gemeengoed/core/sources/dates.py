"""Dates as people type them: a year, a month, a day, or from one to the other."""

import re
from datetime import date

Parts = list[list[int]]
"""As in CSL's date-parts: [[2023, 7, 7]], or two for a range: [[2019], [2021]]."""

_MONTHS = (
    ("jan", "januari", "january"),
    ("feb", "februari", "february"),
    ("mar", "mrt", "maart", "march"),
    ("apr", "april"),
    ("may", "mei"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("aug", "augustus", "august"),
    ("sep", "sept", "september"),
    ("oct", "okt", "oktober", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})\.?\s+)?([a-z]+)\.?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s+(\d{1,2}),?\s+(\d{4})")
_DASHES = re.compile(r"\s*(?:–|—|/|\s-\s|\bto\b|\btot\b|\bt/m\b)\s*")
_YEARS = re.compile(r"(\d{4})\s*-\s*(\d{4})")


def parse(typed: str) -> Parts | None:
    """The date in `typed`, [] when nothing was typed, None when it cannot be read as one."""
    text = typed.strip().lower()
    if not text:
        return []
    years = _YEARS.fullmatch(text)
    sides = list(years.groups()) if years else _DASHES.split(text)
    if len(sides) > 2:
        return None
    read = [_one(side.strip()) for side in sides]
    found = [parts for parts in read if parts is not None]
    return found if len(found) == len(read) and found == sorted(found) else None


def _one(text: str) -> list[int] | None:
    if match := _ISO.fullmatch(text):
        return _checked([int(part) for part in match.groups() if part])
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(text):
        month, day, year = match.groups()
    else:
        return None
    if month not in MONTHS:
        return None
    return _checked([int(year), MONTHS[month], *([int(day)] if day else [])])


def _checked(parts: list[int]) -> list[int] | None:
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return None
    return parts


def iso(parts: list[int]) -> str:
    """'2023-07-07', as much of it as is known."""
    return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])


def from_parts(parts: Parts) -> str:
    """What one would type for `parts`."""
    return "/".join(iso(one) for one in parts)
