"""Reads of letters."""

from collections.abc import Sequence

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.mail.mailings.queries import mailing_of

from ..models import Letter


def reference(letter: Letter, language: str) -> str:
    """The name of its mailing in one language."""
    return f"newsletters:{letter.pk}:{language}"


def of_message_ids(commons: Commons, message_ids: Sequence[str]) -> Letter | None:
    """The letter of which one of these is the Message-ID of a copy."""
    for name in mailing_of(message_ids):
        parts = name.split(":")
        if len(parts) == 3 and parts[0] == "newsletters" and parts[1].isdigit():
            found = Letter.objects.filter(commons=commons, pk=parts[1]).first()
            if found is not None:
                found.commons = commons
                return found
    return None
