"""How fast a relay may be given mail, as its address says: `?rate=10&connections=4&quiet=22-07`.

No Django here: the settings are checked before it starts.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

MOST_CONNECTIONS = 50
KNOWN = ("rate", "connections", "quiet", "timeout")


@dataclass(frozen=True)
class Pace:
    """`rate` is messages a second, 0 as many as go; `connections` how many are open at the same time in one
    process; `quiet` the hours (from, until) in which no letters go out, in the server's own time zone;
    `timeout` seconds to wait for an answer, of which the answer to a message itself gets five times as many
    (RFC 5321, section 4.5.3.2)."""

    rate: float = 0
    connections: int = 4
    quiet: tuple[int, int] | None = None
    timeout: float = 120

    def is_quiet(self, moment: datetime) -> bool:
        """`moment` is in the server's time zone."""
        if self.quiet is None:
            return False
        begins, ends = self.quiet
        if begins < ends:
            return begins <= moment.hour < ends
        return moment.hour >= begins or moment.hour < ends


def parse(query: str) -> Pace:
    """Raises ValueError, which names the part of the address that cannot be understood."""
    given = dict(parse_qsl(query, keep_blank_values=True))
    unknown = sorted(set(given) - set(KNOWN))
    if unknown:
        raise ValueError(f"{unknown[0]!r} is not one of {', '.join(KNOWN)}")
    default = Pace()
    return Pace(
        rate=_number(given, "rate", default.rate, 0, 10_000),
        connections=int(
            _number(given, "connections", default.connections, 1, MOST_CONNECTIONS, whole=True)
        ),
        quiet=_hours(given["quiet"]) if given.get("quiet") else None,
        timeout=_number(given, "timeout", default.timeout, 1, 600),
    )


def _number(
    given: dict[str, str], name: str, default: float, least: float, most: float, whole: bool = False
) -> float:
    text = given.get(name)
    if text is None:
        return default
    fits = text.isdecimal() or (not whole and text.replace(".", "", 1).isdecimal())
    if not text.isascii() or not fits or not least <= float(text) <= most:
        kind = "a whole number" if whole else "a number"
        raise ValueError(f"{name} must be {kind} from {least} to {most}, and is {text!r}")
    return float(text)


def _hours(text: str) -> tuple[int, int]:
    begins, dash, ends = text.partition("-")
    if not dash or not (begins.isdecimal() and ends.isdecimal() and text.isascii()):
        raise ValueError(f"quiet must be two hours such as 22-07, and is {text!r}")
    hours = int(begins), int(ends) % 24 if int(ends) <= 24 else 99
    if max(hours) > 23 or hours[0] == hours[1]:
        raise ValueError(f"quiet must be two different hours from 0 to 24, and is {text!r}")
    return hours
