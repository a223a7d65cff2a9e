"""Reads: what is ready, how many pages a draft has, what waits."""

from collections.abc import Iterable

from django.db.models import Q

from gemeengoed.core.documents.models import Document, Revision
from gemeengoed.core.jobs.backlog import Backlog, measure

from .models import RENDERER, Form, Rendition, State


def find(revision: Revision, form: str, paper: str = "") -> Rendition | None:
    """The row whose file holds for the revision as it is now, or None."""
    row = Rendition.objects.filter(revision=revision, form=form, paper=paper).first()
    return row if row is not None and is_fit(row, revision) else None


def is_fit(row: Rendition, revision: Revision) -> bool:
    """A file made when it was a draft says so on its cover, so it no longer holds; nor does one that an
    older version of this program made."""
    made = bool(row.name) and row.renderer == RENDERER
    return made and row.version == revision.version


def ready(revision: Revision) -> dict[str, Rendition]:
    """By form, what can be downloaded at once on A4."""
    rows = Rendition.objects.filter(revision=revision).exclude(name="").exclude(paper="a5")
    return {row.form: row for row in rows if is_fit(row, revision)}


def of_all(revisions: Iterable[Revision]) -> dict[tuple[int, str, str], Rendition]:
    """All rows of these revisions by revision, form and paper, whether or not their files hold; one query."""
    by_number = {revision.pk: revision for revision in revisions}
    found = {}
    for row in Rendition.objects.filter(revision__in=list(by_number)):
        row.revision = by_number[row.revision_id]
        found[row.revision_id, row.form, row.paper] = row
    return found


def page_count(document: Document) -> Rendition | None:
    """The PDF (A4) of the newest revision, ready or not; None when none is wanted yet."""
    if document.head_id is None:
        return None
    return Rendition.objects.filter(revision=document.head_id, form=Form.PDF, paper="a4").first()


def backlog() -> Backlog:
    """Forms that wait to be made."""
    return measure(
        Rendition.objects.all(),
        waiting=Q(state__in=[State.WAITING, State.MAKING]),
        since="next_try",
        failed=Q(state=State.FAILED),
    )
