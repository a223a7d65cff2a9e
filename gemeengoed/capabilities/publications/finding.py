"""From an address to a publication, for pages and API alike."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from gemeengoed.core.commons.access import Access

from .models import Publication


def find(access: Access, slug: str) -> Publication:
    """The publication with its work and commons, or 404: also for what this reader may not know of."""
    publication = get_object_or_404(
        Publication.objects.select_related("work", "series", "own_kind"),
        commons=access.commons,
        slug=slug,
    )
    if publication.work.audience not in access.audiences:
        raise Http404
    publication.commons = publication.work.commons = access.commons
    return publication
