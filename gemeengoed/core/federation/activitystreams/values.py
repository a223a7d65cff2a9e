"""Values of ActivityStreams 2.0 as servers write them: one or several, embedded or by id, of odd types."""

from typing import Any

Json = dict[str, Any]
_PREFIXES = ("https://www.w3.org/ns/activitystreams#", "as:")


def first(value: Any) -> Any:
    """The only or the first of several."""
    return (value[0] if value else None) if isinstance(value, list) else value


def several(value: Any) -> list[Any]:
    """One or several as a list; nothing is an empty one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def objects(value: Any) -> list[Json]:
    """Those of one or several that are embedded."""
    return [one for one in several(value) if isinstance(one, dict)]


def id_of(value: Any) -> str:
    """The id of a thing, embedded or named; empty when it has none."""
    found = first(value)
    if isinstance(found, dict):
        found = first(found.get("id", found.get("@id")))
    return found if isinstance(found, str) else ""


def ids_of(value: Any) -> list[str]:
    """The ids of one or several, in order, without what has none."""
    return [found for found in (id_of(one) for one in several(value)) if found]


def named(value: Any) -> str:
    """The id of what is named, embedded, or linked to by a Link (Activity Vocabulary, section 2.2)."""
    found = first(value)
    linked = found.get("href") if isinstance(found, dict) else None
    return id_of(found) or (linked if isinstance(linked, str) else "")


def types_of(thing: Json) -> list[str]:
    """Names of its types without the prefix of ActivityStreams."""
    given = several(thing.get("type", thing.get("@type")))
    return [without_prefix(one) for one in given if isinstance(one, str) and one]


def without_prefix(name: str) -> str:
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name


def text(value: Any) -> str:
    """The first text of one or several, also as a JSON-LD value object; empty without one."""
    for one in several(value):
        found = one.get("@value") if isinstance(one, dict) else one
        if isinstance(found, str):
            return found
    return ""


def number(value: Any, most: int = 2_000_000_000) -> int | None:
    """A whole number from 0 to `most`, also when it is written as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = int(value)
    except (ValueError, OverflowError):
        return None
    return found if 0 <= found <= most else None


def is_true(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.lower() == "true")
