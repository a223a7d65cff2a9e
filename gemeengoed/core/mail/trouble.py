"""Whether the relay can be used: told to operators, forgotten once it takes mail again."""

from django.utils import timezone

from .models import RelayState
from .rate import STATE


def note(words: str) -> None:
    row = RelayState.objects.get_or_create(pk=STATE)[0]
    since = row.since or timezone.now()
    RelayState.objects.filter(pk=STATE).update(trouble=words[:300], since=since)


def forget() -> bool:
    """The relay took something; always True."""
    RelayState.objects.filter(pk=STATE).update(trouble="", since=None)
    return True


def known() -> RelayState | None:
    return RelayState.objects.filter(pk=STATE).exclude(trouble="").first()
