"""The newest letters, for the home of a commons."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import TiedObject

from ..models import Letter
from .letters import best


def latest(handle: str, language: str, most: int) -> list[TiedObject]:
    """Those that went out, newest first. Two queries."""
    rows = Letter.objects.filter(commons__actor__handle=handle, went_out__isnull=False)
    rows = rows.select_related("commons__actor").prefetch_related("texts").order_by("-went_out")
    return [_shown(letter, language) for letter in rows[:most]]


def _shown(letter: Letter, language: str) -> TiedObject:
    text = best(letter, [language])
    return TiedObject(
        uri=letter.get_absolute_url(),
        title=text.subject,
        kind=_("Letter"),
        when=letter.went_out,
        summary=text.preview,
        language=text.language,
    )
