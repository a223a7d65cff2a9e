"""Keeping `Work.newest`: when the newest of its texts that are out came out."""

from django.db.models import Max, OuterRef, QuerySet, Subquery

from .models import Document, DocumentState, Work


def keep(works: QuerySet[Work]) -> None:
    """Within a transaction that published or withdrew texts of `works`, after it did.

    Two languages of one work may come out at the same moment: the second waits here for the first, and
    then sees its text.
    """
    list(works.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    out = Document.objects.filter(work=OuterRef("pk"), state=DocumentState.PUBLISHED)
    newest = out.order_by().values("work").annotate(newest=Max("published_at")).values("newest")
    works.update(newest=Subquery(newest))
