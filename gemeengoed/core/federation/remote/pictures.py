"""Pictures on other servers, shown from here: nobody's browser asks a server that its reader did not choose.

Only what an object or actor that we keep names can be asked for. It is fetched by a job once somebody looks,
written anew (pixels only, 1,280 at most either way), and goes again: the least looked at when the budget is
full, each after 30 days.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from gemeengoed.core import fetching
from gemeengoed.core.fetching import FetchError
from gemeengoed.core.jobs import job, wake
from gemeengoed.core.media import space

from .. import addresses
from ..activitystreams import links
from ..models import Host, Measure, RemoteActor, RemoteObject, RemotePicture

LONGEST_SIDE = 1280
"""Pixels."""
LARGEST = 10_000_000
"""Bytes that are fetched for one picture."""
TYPES = ("image/*", "application/octet-stream", "binary/octet-stream")
KEPT = timedelta(days=30)
PATIENCE = timedelta(minutes=2)
"""After which it is tried again when nobody knows what became of a try."""
AGAIN = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=12))
NEVER = timedelta(days=30)
LOOKED = timedelta(hours=1)
"""How exactly it is kept when somebody looked, so that looking seldom writes."""
AT_ONCE = 100


def digest_of(source: str) -> str:
    return sha256(source.encode()).hexdigest()


def address(source: str) -> str:
    """Where the picture at `source` is shown here (a path); empty where this server shows none of others."""
    return f"/media/remote/{digest_of(source)}" if settings.REMOTE_MEDIA else ""


def name(sources: Iterable[str], host: str) -> None:
    """Says that somebody on `host` shows these, so that they may be asked for. Nothing is fetched."""
    rows = [
        RemotePicture(digest=digest_of(source), source=source, host=host)
        for source in sources
        if links.is_web(source) and not addresses.is_here(source)
    ]
    if rows:
        RemotePicture.objects.bulk_create(rows, ignore_conflicts=True)


def is_refused(picture: RemotePicture) -> bool:
    """Whether stewards take no pictures of the server where it is, or of who showed it."""
    hosts = Host.objects.filter(name__in=[picture.host, addresses.host_of(picture.source)])
    refused = hosts.filter(Q(reject_media=True) | Q(measure=Measure.SUSPEND))
    return not settings.REMOTE_MEDIA or refused.exists()


def looked_at(picture: RemotePicture) -> None:
    """Notes that somebody looks, and has it fetched where it is due."""
    now = timezone.now()
    rows = RemotePicture.objects.filter(pk=picture.pk)
    if picture.asked < now - LOOKED:
        rows.update(asked=now)
    if picture.storage_name or picture.next_try > now:
        return
    if rows.filter(next_try__lte=now, storage_name="").update(next_try=now + PATIENCE, asked=now):
        wake(bring, picture.digest)


@job
def bring(digest: str) -> None:
    """Fetches one picture and keeps it. Whoever looks next has it tried again when this was lost."""
    picture = RemotePicture.objects.filter(digest=digest, storage_name="").first()
    if picture is None or is_refused(picture):
        return
    try:
        answer = fetching.fetch(picture.source, accept=TYPES, limit=LARGEST)
        _keep(picture, answer.body)
    except FetchError as error:
        _failed(picture, str(error.reason), again=error.retry)
    except ValidationError as error:
        code = str(error.code)
        _failed(picture, code, again=code in ("busy", "disk"))
    else:
        trim()


def _keep(picture: RemotePicture, data: bytes) -> None:
    from gemeengoed.core.media.reading import read  # noqa: PLC0415 - Pillow, 3 MB

    space.check_disk(len(data))
    made = read(ContentFile(data), longest=LONGEST_SIDE)
    stored = f"remote/{picture.digest[:2]}/{picture.digest}.{made.extension}"
    default_storage.delete(stored)  # what a crash left
    default_storage.save(stored, ContentFile(made.data))
    now = timezone.now()
    RemotePicture.objects.filter(pk=picture.pk).update(
        storage_name=stored,
        media_type=made.media_type,
        size=len(made.data),
        fetched=now,
        asked=now,
        attempts=0,
        error="",
    )


def _failed(picture: RemotePicture, error: str, *, again: bool) -> None:
    tries = picture.attempts
    wait = AGAIN[tries] if again and tries < len(AGAIN) else NEVER
    RemotePicture.objects.filter(pk=picture.pk).update(
        attempts=min(tries + 1, 1000), next_try=timezone.now() + wait, error=error[:100]
    )


def lost(picture: RemotePicture) -> None:
    """Its file is not there, as after going back to a backup."""
    _drop(picture)
    picture.storage_name, picture.next_try = "", timezone.now()


def sweep() -> None:
    """What the clock runs each day."""
    for old in _kept().filter(fetched__lt=timezone.now() - KEPT).iterator(chunk_size=AT_ONCE):
        _drop(old)
    trim()
    _forget_unnamed()


def trim() -> None:
    """Removes what was looked at longest ago until the rest fits in the budget."""
    over = (_kept().aggregate(all=Sum("size"))["all"] or 0) - settings.REMOTE_MEDIA
    while over > 0:
        oldest = list(_kept().order_by("asked", "digest")[:AT_ONCE])
        if not oldest:
            return
        for picture in oldest:
            if over > 0:
                _drop(picture)
                over -= picture.size


def _kept() -> QuerySet[RemotePicture]:
    return RemotePicture.objects.exclude(storage_name="")


def _drop(picture: RemotePicture) -> None:
    """The file first: a crash leaves a row whose file is missed by the next who looks."""
    default_storage.delete(picture.storage_name)
    RemotePicture.objects.filter(pk=picture.pk, storage_name=picture.storage_name).update(
        storage_name="", size=0, fetched=None, next_try=timezone.now()
    )


def _forget_unnamed() -> None:
    """Rows of pictures that nothing names any more, once nobody looked for 30 days."""
    unseen = RemotePicture.objects.filter(storage_name="", asked__lt=timezone.now() - KEPT)
    digests = set(unseen.values_list("digest", flat=True))
    if digests:
        digests -= {digest_of(source) for source in _named()}
    ordered = sorted(digests)
    for start in range(0, len(ordered), AT_ONCE):
        unseen.filter(digest__in=ordered[start : start + AT_ONCE]).delete()


def _named() -> Iterator[str]:
    yield from RemoteActor.objects.exclude(icon="").values_list("icon", flat=True).iterator()
    lists = RemoteObject.objects.exclude(attachments=[]).values_list("attachments", flat=True)
    for attachments in lists.iterator():
        yield from (one["url"] for one in attachments if isinstance(one.get("url"), str))
