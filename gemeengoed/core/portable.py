"""What goes along when a commons moves to another server: rows of plain values, part by part.

A capability declares its `Portable`s (`registry.Capability.portable`) in the order in which they come in.
Nothing in a row is a key of this database: persons, organisations and files go by a reference that the
`Departure` gives out and the `Arrival` turns back, everything else by its own name (a slug, an address
below the commons).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

Row = dict[str, Any]


@dataclass(frozen=True)
class Departure:
    """The commons with `handle`, on its way out. Each function takes a primary key or None."""

    handle: str
    person: Callable[[int | None], str]
    """Actor to a reference; '' for None. Whether the name goes along is for that person to say."""
    organisation: Callable[[int | None], str]
    file: Callable[[int | None], str]
    """`media.MediaFile` to a reference; the bytes go along as well."""

    def below(self, address: str) -> str:
        """`address` without the commons at its beginning: 'publications/…/'."""
        return address.removeprefix(f"/@{self.handle}/")


@dataclass(frozen=True)
class Arrival:
    """The commons with primary key `commons` and `handle`, on its way in. Functions raise BadRow for a
    reference that the archive does not explain."""

    commons: int
    handle: str
    person: Callable[[str], int | None]
    organisation: Callable[[str], int | None]
    file: Callable[[str], int | None]
    found: dict[tuple[str, Any], int] = field(default_factory=dict)
    """(kind, own name) to the primary key of what came in before."""

    def address(self, below: str) -> str:
        return f"/@{self.handle}/{below}"

    def key(self, kind: str, name: Any) -> int:
        """The primary key of what came in under `name`. Raises BadRow."""
        try:
            return self.found[kind, name]
        except (KeyError, TypeError):
            raise BadRow(f"there is no {kind} {name!r} in the archive") from None


@dataclass(frozen=True)
class Portable:
    """One part. `rows(departure)` writes it out; `bring(arrival, rows)` takes it in, inside the one
    transaction of the whole move: nothing may be rendered or fetched there. What takes long follows in
    `finish(commons)` (its primary key), outside it, before anybody sees the commons; it may run twice.
    `holds` tells stewards what is in it, in one sentence, where that does not speak for itself."""

    name: str
    rows: Callable[[Departure], Iterable[Row]]
    bring: Callable[[Arrival, Iterator[Row]], None]
    finish: Callable[[int], None] | None = None
    holds: Any = ""


class BadRow(ValueError):
    """A row that cannot be taken in; says which and why."""


def values(row: Model, *names: str) -> Row:
    """Those fields as JSON has them: times and days in ISO 8601."""
    found = {name: getattr(row, name) for name in names}
    return {name: v.isoformat() if hasattr(v, "isoformat") else v for name, v in found.items()}


def fields(model: type[Model], row: Row, *names: str) -> dict[str, Any]:
    """The same back, each checked as the model's field checks it. Raises BadRow."""
    try:
        return {name: _cleaned(model, name, row[name]) for name in names}
    except KeyError as missing:
        raise BadRow(f"{model.__name__}: {missing} is missing") from None


def _cleaned(model: type[Model], name: str, value: Any) -> Any:
    declared = model._meta.get_field(name)
    if value is None and getattr(declared, "null", False):
        return None
    try:
        return declared.clean(value, None)  # type: ignore[union-attr]
    except Exception as error:  # ValidationError, or what a strange value makes of it
        raise BadRow(f"{model.__name__}.{name}: {error}") from error
