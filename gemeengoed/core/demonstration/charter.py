"""The charter of the demonstration: its first version, when there is none yet."""

from typing import Any

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.queries import latest_charter
from gemeengoed.core.commons.services.charter import save_charter
from gemeengoed.core.people.models import Person

REASON = "De afspraken waarmee de werkplaats begint."


def write(made: Commons, described: list[dict[str, Any]], steward: Person) -> None:
    """`described`: per answer the principle's `key` and the Markdown by language."""
    if latest_charter(made) is not None:
        return
    answers = {
        one["key"]: {code: text for code, text in one.items() if code != "key"} for one in described
    }
    save_charter(made, answers, steward, reason=REASON, based_on=0)
