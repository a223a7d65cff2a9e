"""CSL-JSON (Citation Style Language 1.0.2, appendix)."""

import json
from collections.abc import Iterable

from django.utils.translation import gettext as _

from .. import csl
from ..models import Source
from .model import Found


def write(sources: Iterable[Source]) -> str:
    items = [csl.item(source) for source in sources]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def read(text: str) -> Found:
    found = Found()
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        found.problems.append(_("This JSON cannot be read: %(why)s") % {"why": str(error)[:120]})
        return found
    if isinstance(given, dict):
        given = given.get("items", [given])
    for number, one in enumerate(given if isinstance(given, list) else [], 1):
        if isinstance(one, dict):
            found.entries.append(csl.typed(one))
        else:
            found.problems.append(_("Entry %(number)d is no source.") % {"number": number})
    return found
