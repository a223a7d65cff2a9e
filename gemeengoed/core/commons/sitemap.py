"""Public addresses of every commons, for sitemap.xml."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max

from .models import Commons, Question

Row = tuple[str, datetime | None]


def paths() -> Iterator[Row]:
    """Pairs of path and time of last change (None where it is not kept)."""
    yield "/commons/", None
    rows = Commons.objects.filter(actor__gone__isnull=True).select_related("actor")
    for commons in rows.annotate(chartered=Max("charter_versions__created")).order_by("pk"):
        home = commons.get_absolute_url()
        yield home, None
        yield f"{home}people/", None
        if commons.chartered:
            yield f"{home}charter/", commons.chartered
    yield from _questions()


def _questions() -> Iterator[Row]:
    rows = Question.objects.filter(commons__actor__gone__isnull=True)
    for handle, slug in rows.values_list("commons__actor__handle", "slug").order_by("pk"):
        yield f"/@{handle}/questions/{slug}/", None
