"""How much one entry tells at most: the log is read whole, and never gets smaller."""

from typing import Any

LONGEST = 2_000
"""Characters of one text."""
LONGEST_IN_LIST = 200
MOST = 20
"""Texts in one mapping, such as languages or changed settings."""
MOST_IN_LIST = 100
CUT = "…"


def bounded(value: Any, longest: int = LONGEST) -> Any:
    """`value` with long texts, mappings and lists cut; … stands where something is missing."""
    if isinstance(value, str):
        return value if len(value) <= longest else value[: longest - 1] + CUT
    if isinstance(value, dict):
        kept = list(value.items())[:MOST]
        short = {key: bounded(one, longest) for key, one in kept}
        return short | ({CUT: CUT} if len(value) > MOST else {})
    if isinstance(value, list | tuple):
        kept_items = [bounded(one, LONGEST_IN_LIST) for one in value[:MOST_IN_LIST]]
        return kept_items + ([CUT] if len(value) > MOST_IN_LIST else [])
    return value
