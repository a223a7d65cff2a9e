"""Lists that are brought in by the work process, a batch at a time; what a crash left goes on where it was.

The row says up to which line everything is dealt with, and changes in the transaction of the batch itself:
so whatever happens in between, a line is dealt with once and nobody is asked twice.
"""

import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from gemeengoed.core.jobs import ending, job, wake
from gemeengoed.core.log import services as log

from ..models import ImportState, ListImport
from . import import_batches
from .sending import is_used

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
"""How long a batch may take before another process takes over; renewed with each."""
SLICE = 20.0
"""Seconds after which other work gets its turn."""
MOST_ATTEMPTS = 8
"""Times in a row that no batch came through, over about four hours, before it is given up."""
KEPT = timedelta(days=30)
PATIENCE = timedelta(days=1)
FOLDER = "list-imports"


def name_of(token: str) -> str:
    """Where a file stands in the store. No address serves it."""
    return f"{FOLDER}/{token}.csv"


@job
def bring_in() -> None:
    """What waits, each for a while; the clock calls this each minute as well."""
    for pk in list(_due().order_by("next_try").values_list("pk", flat=True)):
        if ending.is_set():
            return
        one = _claimed(pk)
        if one is not None:
            _apart(one)
    if _due().exists():
        wake(bring_in)


def by_the_clock() -> None:
    """Raises RuntimeError for what does not go on, which operators then see among what waits in the
    background."""
    bring_in()
    going = ListImport.objects.filter(state=ImportState.GOING).exclude(last_error="")
    troubles = list(going.values_list("last_error", flat=True))
    if troubles:
        raise RuntimeError(f"{len(troubles)} lists cannot be brought in: {'; '.join(troubles)}")


def _due() -> QuerySet[ListImport]:
    now = timezone.now()
    is_free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    return ListImport.objects.filter(is_free, state=ImportState.GOING, next_try__lte=now)


def _claimed(pk: int) -> ListImport | None:
    lease = timezone.now() + LEASE
    if not _due().filter(pk=pk).update(lease_until=lease, attempts=F("attempts") + 1):
        return None
    return ListImport.objects.select_related("commons__actor", "by").filter(pk=pk).first()


def _apart(one: ListImport) -> None:
    """One that fails does not stop the others. A crash of the process counts as a failure too, for it was
    claimed and no batch came through."""
    if not is_used(one.commons):
        end(one.pk, ImportState.CANCELLED)
        return
    if one.attempts > MOST_ATTEMPTS:
        end(one.pk, ImportState.FAILED)
        return
    try:
        _go_on(one)
    except Exception as error:
        logger.exception("a list of %s cannot be brought in", one.commons.handle)
        wait = timedelta(minutes=2 ** min(one.attempts, MOST_ATTEMPTS) / 2)
        ListImport.objects.filter(pk=one.pk, state=ImportState.GOING).update(
            lease_until=None,
            next_try=timezone.now() + wait,
            last_error=f"{type(error).__name__}: {error}"[:300],
        )


def _go_on(one: ListImport) -> None:
    latest, begun_at = time.monotonic() + SLICE, one.line
    with default_storage.open(one.file) as file:
        for batch in import_batches.read(file, one.language, after=one.line):
            is_turn_over = ending.is_set() or time.monotonic() > latest
            if is_turn_over and one.line > begun_at:
                _let_go(one)
                return
            if not _kept(one, import_batches.composed(one, batch)):
                return
    end(one.pk, ImportState.DONE)


def _let_go(one: ListImport) -> None:
    """For whoever comes next; behind the others that wait."""
    mine = ListImport.objects.filter(pk=one.pk, line=one.line)
    mine.update(lease_until=None, next_try=timezone.now())


def _kept(one: ListImport, ready: import_batches.Ready) -> bool:
    """False when it was stopped meanwhile, or another process went on with it."""
    fields = {
        "line": ready.batch.line,
        "lease_until": timezone.now() + LEASE,
        "attempts": 0,
        "last_error": "",
    }
    with transaction.atomic():
        mine = ListImport.objects.filter(pk=one.pk, state=ImportState.GOING, line=one.line)
        if not mine.update(**fields):
            return False
        import_batches.put(one, ready)
    one.line, one.attempts = ready.batch.line, 0
    return True


def end(pk: int, state: ImportState) -> bool:
    """Whether that changed anything. From here nobody needs the file."""
    with transaction.atomic():
        rows = ListImport.objects.select_for_update(of=("self",)).select_related(
            "commons__actor", "by"
        )
        one = rows.filter(pk=pk, state=ImportState.GOING).first()
        if one is None:
            return False
        transaction.on_commit(partial(_erase_file, one.file))
        ended(one, state)
        one.save()
        tell(one)
    return True


def ended(one: ListImport, state: ImportState) -> None:
    one.state, one.ended = state, timezone.now()
    one.file, one.lease_until = "", None
    if state == ImportState.DONE:
        one.line = one.lines


def tell(one: ListImport) -> None:
    """The public log, of who came onto the list; within the transaction that ended it."""
    if one.added or one.state == ImportState.DONE:
        added = {"added": one.added}
        log.append(
            one.commons.actor, "list.imported", one.by, reason=one.ground[:300], details=added
        )


def _erase_file(name: str) -> None:
    """When this fails the sweep does it."""
    try:
        default_storage.delete(name)
    except OSError:
        logger.exception("%s is not needed any more and could not be erased", name)


def sweep() -> None:
    """Reports go after a month, and files that no row refers to after a day: one may be on its way to it."""
    ListImport.objects.filter(ended__lt=timezone.now() - KEPT).delete()
    for name in _stored():
        is_used_still = ListImport.objects.filter(file=name).exists()
        if (
            not is_used_still
            and default_storage.get_modified_time(name) < timezone.now() - PATIENCE
        ):
            _erase_file(name)


def _stored() -> Iterator[str]:
    try:
        files = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:  # nothing was ever stored
        return
    for file in files:
        yield f"{FOLDER}/{file}"
