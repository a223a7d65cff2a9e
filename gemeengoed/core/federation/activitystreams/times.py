"""Times as servers write them: RFC 3339 mostly, and what comes near it."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

from .values import text

_YEARS = range(1000, 9000)


def moment(value: Any) -> datetime | None:
    """The moment in UTC; a time without a zone is one of UTC. None for what is no time."""
    found = as_written(value)
    if found is None:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def as_written(value: Any) -> datetime | None:
    """In the zone that it was written in, or without one."""
    written = text(value).strip()[:64]
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(written)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if found.year in _YEARS:
            return found
    return None


def span(start: Any, end: Any, zone: Any = None) -> str:
    """From when to when, for people who may live in another zone: `2026-05-04 19:30 – 21:00 +02:00`."""
    begins, ends = (_in_zone(as_written(one), zone) for one in (start, end))
    if begins is None:
        return ""
    words = f"{begins:%Y-%m-%d %H:%M}"
    if ends is not None and ends != begins:
        same_day = ends.date() == begins.date()
        words += f" – {ends:%H:%M}" if same_day else f" – {ends:%Y-%m-%d %H:%M}"
    return f"{words} {_offset(begins, zone)}".strip()


def _in_zone(found: datetime | None, zone: Any) -> datetime | None:
    """Mobilizon names the zone of a meeting beside times in UTC."""
    if found is None or found.tzinfo is None or not isinstance(zone, str):
        return found
    try:
        return found.astimezone(ZoneInfo(zone))
    except (KeyError, ValueError, OSError):
        return found


def _offset(found: datetime, zone: Any) -> str:
    if found.tzinfo is None:
        return ""
    if isinstance(found.tzinfo, ZoneInfo):
        return f"({found.tzinfo.key})"
    offset = f"{found:%z}"
    return "UTC" if offset == "+0000" else f"{offset[:3]}:{offset[3:5]}"
