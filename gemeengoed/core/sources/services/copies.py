"""Archived copies: a row says what is wanted; the job that fetches is woken, and swept each minute.

A row is claimed with a lease and fetched outside any transaction. What comes back is written only while
the lease is still ours, so that a source whose address changed meanwhile is fetched anew.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from gemeengoed.core.actors.services import touch
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.jobs import job, wake
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.media.services import release, store_file

from ..copying import NotObtained, Obtained, obtain
from ..models import ArchivedCopy, CopiesFor, CopyState, Source
from ..queries import settings_of

logger = logging.getLogger(__name__)

BATCH = 10
LEASE = timedelta(minutes=3)
WAITS = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=8), timedelta(days=2))
"""After an attempt that may go better later; after the last of them it has failed."""


def want(source: Source, *, anew: bool = False) -> None:
    """Within a transaction: asks for a copy where one is to be kept; `anew` also when there is one."""
    if not _is_wanted(source):
        if anew:
            drop(source)
        return
    row, new = ArchivedCopy.objects.get_or_create(source=source)
    if anew and not new:
        ArchivedCopy.objects.filter(pk=row.pk).update(
            state=CopyState.WAITING, attempts=0, next_try=timezone.now(), lease_until=None,
            reason="", status=0,
        )  # fmt: skip
    wake(fetch_waiting)


def want_all(sources: Iterable[Source]) -> None:
    """Within a transaction: asks for copies of new sources of one commons."""
    sources = [source for source in sources if source.url and source.keep_copy]
    if not sources or settings_of(sources[0].commons).copies == CopiesFor.NOBODY:
        return
    ArchivedCopy.objects.bulk_create(ArchivedCopy(source=source) for source in sources)
    wake(fetch_waiting)


def _is_wanted(source: Source) -> bool:
    kept = source.url and source.keep_copy
    return bool(kept) and settings_of(source.commons).copies != CopiesFor.NOBODY


def fetch_again(source: Source) -> None:
    """Asks for the copy now, also of a source for which none was kept."""
    with transaction.atomic():
        if not source.keep_copy:
            source.keep_copy = True
            source.save(update_fields=["keep_copy"])
        want(source, anew=True)
        touch(source.commons.actor)


def remove(source: Source) -> None:
    """Takes the copy away and keeps none from now on."""
    with transaction.atomic():
        drop(source)
        source.keep_copy = False
        source.save(update_fields=["keep_copy"])
        touch(source.commons.actor)


def stop(commons: Commons) -> None:
    """Within a transaction: whatever is still to be fetched is not; copies that are kept stay."""
    ArchivedCopy.objects.filter(
        source__commons=commons, state=CopyState.WAITING, file__isnull=True
    ).delete()


def drop(source: Source) -> None:
    """Within a transaction: the row goes, and its file unless another source has the same."""
    for row in ArchivedCopy.objects.filter(source=source).select_related("file"):
        row.delete()
        _let_go(row.file)


def take_over(gone: Source, kept: Source) -> None:
    """Within a transaction, as two sources become one: its copy, if the other has none."""
    if not ArchivedCopy.objects.filter(source=kept).exists() and kept.url == gone.url:
        ArchivedCopy.objects.filter(source=gone).update(source=kept)
    drop(gone)


def _let_go(file: MediaFile | None) -> None:
    if file is not None and not ArchivedCopy.objects.filter(file=file).exists():
        release(file)


@job
def fetch_waiting() -> None:
    """Fetches what is due, one after the other; a sweep each minute calls this as well."""
    done = 0
    for row in _claimed(BATCH):
        _fetch(row)
        done += 1
    if done == BATCH:
        wake(fetch_waiting)


def _claimed(most: int) -> Iterator[ArchivedCopy]:
    due = Q(state=CopyState.WAITING, next_try__lte=timezone.now()) | Q(state=CopyState.FETCHING)
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=timezone.now())
    found = ArchivedCopy.objects.filter(due, free).order_by("next_try", "pk")
    for pk in list(found.values_list("pk", flat=True)[:most]):
        until = timezone.now() + LEASE
        mine = ArchivedCopy.objects.filter(due, free, pk=pk).update(
            state=CopyState.FETCHING, lease_until=until, attempts=F("attempts") + 1
        )
        rows = ArchivedCopy.objects.select_related("source__commons__actor", "file")
        # Dropped between the claim and this, it is not fetched, and the others are.
        if mine and (row := rows.filter(pk=pk).first()):
            yield row


def _fetch(row: ArchivedCopy) -> None:
    try:
        obtained = obtain(row.source.url, settings.MEDIA_MAX_SIZE)
        file = _stored(row, obtained)
    except NotObtained as error:
        _not_had(row, error)
    except ValidationError as error:
        _not_had(row, NotObtained(getattr(error, "code", "") or "quota"))
    except Exception:  # one bad page must not stop the others; it is noted and shown
        logger.exception("the copy of source %s could not be made", row.source_id)
        _not_had(row, NotObtained("error", retry=True))
    else:
        _had(row, obtained, file)


def _stored(row: ArchivedCopy, obtained: Obtained) -> MediaFile:
    owner = row.source.commons.actor
    return store_file(obtained.data, obtained.extension, obtained.media_type, owner)


@transaction.atomic
def _had(row: ArchivedCopy, obtained: Obtained, file: MediaFile) -> None:
    before = row.file
    mine = ArchivedCopy.objects.filter(pk=row.pk, lease_until=row.lease_until).update(
        state=CopyState.KEPT, lease_until=None, reason="", status=0, file=file,
        text=obtained.text, found_at=obtained.found_at, sha256=obtained.sha256,
        fetched=timezone.now(),
    )  # fmt: skip
    if mine:
        touch(row.source.commons.actor)
        if before is not None and before.pk != file.pk:
            _let_go(before)
    else:
        _let_go(file)


def _not_had(row: ArchivedCopy, error: NotObtained) -> None:
    again = _next_try(row, error)
    mine = ArchivedCopy.objects.filter(pk=row.pk, lease_until=row.lease_until).update(
        state=CopyState.WAITING if again else CopyState.FAILED,
        next_try=again or row.next_try,
        lease_until=None,
        reason=error.reason,
        status=error.status,
    )
    if mine:
        touch(row.source.commons.actor)


def _next_try(row: ArchivedCopy, error: NotObtained) -> datetime | None:
    if not error.retry or row.attempts > len(WAITS):
        return None
    return timezone.now() + WAITS[row.attempts - 1]
