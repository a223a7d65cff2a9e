"""From an address to a source, for pages and API alike."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from gemeengoed.core.commons.access import Access

from .models import ArchivedCopy, CopiesFor, Source
from .queries import settings_of, with_formatted

LARGEST = 2**63 - 1
"""The largest number that both databases know."""


def find_source(access: Access, number: int) -> Source:
    """The source of this commons, as its style writes it in the reader's language. Raises Http404."""
    if number > LARGEST:
        raise Http404
    found = Source.objects.select_related("commons__actor", "copy__file", "added_by")
    rows = with_formatted(found, get_language() or "nl")
    return get_object_or_404(rows, commons=access.commons, pk=number)


def may_read_copies(access: Access) -> bool:
    """Whether this reader may open the copies of the commons; editors always may."""
    if access.may("sources.write"):
        return True
    chosen = settings_of(access.commons).copies
    return chosen == CopiesFor.EVERYBODY or (chosen == CopiesFor.MEMBERS and access.is_member)


def copy_of(source: Source) -> ArchivedCopy | None:
    return getattr(source, "copy", None)
