"""Wanting a form, making it, letting it go. Nothing is made inside a transaction.

A row says what is wanted; a job is woken to make it and a sweep each minute finds what a crash left. Each
row is claimed by an UPDATE and a count, with a lease, so that any number of workers make each once.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from gemeengoed.core.documents.models import Document, Revision
from gemeengoed.core.jobs import job, wake
from gemeengoed.core.media.storing import put

from . import queries, storing
from .making import Made, make
from .models import RENDERER, Form, Rendition, State
from .typesetting import CannotSet

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(seconds=30)
MOST_ATTEMPTS = 4
"""Then 'failed': the same text will fail in the same way. A newer revision, a change of details, or a
program that writes it otherwise (RENDERER) begins anew."""
FEWER = 2
"""Attempts for a text that typst itself refused or did not get done: each may take a minute."""
EAGER = ((Form.PDF, "a4"), (Form.EPUB, ""))
"""Made as soon as a text is out; the other forms when somebody asks."""
PAPERS = {Form.PDF: ("a4", "a5")}


def want(revision: Revision, form: str, paper: str = "", *, again: bool = False) -> Rendition:
    """The row of that form, new or old. `again` has it made anew; until then the old file serves. What was
    made of a draft, or what an older program made or failed to make, is made anew in any case."""
    with transaction.atomic():
        row, new = Rendition.objects.get_or_create(revision=revision, form=form, paper=paper)
        again = again or _is_of_old(row, revision)
        if again and not new:
            row.state = State.WAITING
            Rendition.objects.filter(pk=row.pk).update(
                state=State.WAITING, attempts=0, next_try=timezone.now(), lease_until=None
            )
        if new or again:
            wake(make_due)
    return row


def _is_of_old(row: Rendition, revision: Revision) -> bool:
    if row.state == State.FAILED:
        return row.renderer != RENDERER
    return row.state == State.READY and not queries.is_fit(row, revision)


def want_page_count(revision_id: int) -> None:
    """A new revision: its PDF is wanted, and those of older drafts are not any more."""
    revision = Revision.objects.get(pk=revision_id)
    older = Rendition.objects.filter(
        revision__document=revision.document_id, revision__version__isnull=True
    )
    older.exclude(revision=revision).delete()
    want(revision, Form.PDF, "a4")


def follow(uri: str) -> None:
    """Brings the forms of the work at `uri` in line with what readers may see now; may be repeated."""
    documents = Document.objects.filter(work__uri=uri).select_related("published")
    for document in documents:
        if document.state == "published" and document.published is not None:
            _follow_published(document.published)
        elif document.state == "withdrawn":
            Rendition.objects.filter(revision__document=document).delete()


def _follow_published(revision: Revision) -> None:
    known = Rendition.objects.filter(revision=revision)
    wanted = {*EAGER, *((row.form, row.paper) for row in known)}
    for form, paper in sorted(wanted):
        want(revision, form, paper, again=True)


@job
def make_due() -> None:
    """Makes what is wanted, oldest first; a sweep each minute calls this as well."""
    for row in _claimed(BATCH):
        _work_on(row)


def make_now(row: Rendition) -> Rendition | None:
    """Makes this one at once; None when somebody else is at it, it failed, or it is not wanted any more."""
    mine = _full(row.pk) if _claim(Rendition.objects.filter(pk=row.pk)) else None
    if mine is None:
        return None
    _work_on(mine)
    return Rendition.objects.filter(pk=row.pk, state=State.READY).first()


def _due() -> Q:
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    return Q(state=State.WAITING, next_try__lte=now) & free | Q(state=State.MAKING) & free


def _claimed(most: int) -> Iterator[Rendition]:
    """Leases due rows one by one, so that a crash holds up one row and not all."""
    due = Rendition.objects.filter(_due()).order_by("wanted_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:most]):
        if _claim(Rendition.objects.filter(_due(), pk=pk)) and (row := _full(pk)):
            yield row


def _claim(rows: QuerySet[Rendition]) -> bool:
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    return (
        rows.filter(free).update(
            state=State.MAKING, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
        == 1
    )


def _full(pk: int) -> Rendition | None:
    """None when it went after the claim: a newer draft came, or the text was withdrawn."""
    joined = ("revision__document__work__commons__actor",)
    return Rendition.objects.select_related(*joined).filter(pk=pk).first()


def _work_on(row: Rendition) -> None:
    try:
        made = make(row.revision, row.form, row.paper)
    except (
        Exception
    ) as error:  # one bad text must not stop the others; it is tried again, and shown
        logger.warning("rendition %s could not be made: %s", row.pk, error)
        _try_later(row, error)
        return
    _keep(row, made)


def _keep(row: Rendition, made: Made) -> None:
    """The file first and the row after: a crash leaves at most a loose file."""
    digest = sha256(made.data).hexdigest()
    name = storing.name_of(digest, row.form)
    put(name, made.data)
    mine = Rendition.objects.filter(pk=row.pk, lease_until=row.lease_until, state=State.MAKING)
    mine.update(
        state=State.READY,
        name=name,
        sha256=digest,
        pages=made.pages,
        size=len(made.data),
        version=row.revision.version,
        renderer=RENDERER,
        made_at=timezone.now(),
        attempts=0,
        lease_until=None,
        last_error="",
    )


def _try_later(row: Rendition, error: Exception) -> None:
    last = row.attempts >= (FEWER if isinstance(error, CannotSet) else MOST_ATTEMPTS)
    Rendition.objects.filter(pk=row.pk, lease_until=row.lease_until).update(
        state=State.FAILED if last else State.WAITING,
        renderer=RENDERER if last else row.renderer,
        next_try=timezone.now() + FIRST_WAIT * 4 ** (row.attempts - 1),
        lease_until=None,
        last_error=f"{type(error).__name__}: {error}"[:300],
    )


def lost(row: Rendition) -> None:
    """The file is gone (a backup leaves them out): it is to be made again."""
    Rendition.objects.filter(pk=row.pk, state=State.READY).update(
        state=State.WAITING, name="", next_try=timezone.now()
    )
