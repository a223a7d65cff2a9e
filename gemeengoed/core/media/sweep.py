"""Removes what nobody uses: pictures of forms never finished, and files no row refers to, after a day.

A day, because a backup that is being made still refers to files. First a loose file is noted, and
only when it is loose a day later does it go, together with its note; whoever stores the same bytes
meanwhile takes the note away (`services._keep`), and the lock on that row lets only one of both go on.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, ManyToOneRel, Model, OuterRef
from django.utils import timezone

from .models import LooseFile, MediaFile
from .storing import NAME

PATIENCE = timedelta(days=1)
AT_ONCE = 500


def sweep() -> None:
    """What the clock runs."""
    drop_unfinished()
    note_loose()
    remove_loose()


def drop_unfinished() -> int:
    """Deletes the rows of uploads whose form was never sent in again and that nothing points at."""
    rows = MediaFile.objects.filter(kept_until__lt=timezone.now())
    for model, name in _pointing_here():
        rows = rows.filter(~Exists(model._base_manager.filter(**{name: OuterRef("pk")})))
    return rows.delete()[0]


def _pointing_here() -> list[tuple[type[Model], str]]:
    """Model and name of every foreign key to MediaFile, whichever part of the house it stands in."""
    return [
        (relation.related_model, relation.field.name)
        for relation in MediaFile._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and isinstance(relation.related_model, type)
    ]


def note_loose() -> int:
    """Notes every stored file that no row refers to; how many are new."""
    return sum(_note(names) for names in _stored())


def _stored() -> Iterator[dict[str, str]]:
    """Stored names with their hash, one folder at a time."""
    try:
        folders = default_storage.listdir("")[0]
    except FileNotFoundError:  # nothing was ever stored
        return
    for folder in folders:
        paths = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        found = {path: NAME.fullmatch(path) for path in paths}
        yield {path: match["sha256"] for path, match in found.items() if match}


def _note(names: dict[str, str]) -> int:
    used = MediaFile.objects.filter(sha256__in=set(names.values()))
    known = set(used.values_list("sha256", flat=True))
    loose = {name: sha256 for name, sha256 in names.items() if sha256 not in known}
    LooseFile.objects.bulk_create(
        [LooseFile(storage_name=n, sha256=h, since=timezone.now()) for n, h in loose.items()],
        ignore_conflicts=True,
    )
    return len(loose)


def remove_loose() -> int:
    """Removes what has been loose for a day, `AT_ONCE` at most in one go; how many files."""
    removed = 0
    while batch := _remove_some():
        removed += batch
    return removed


@transaction.atomic
def _remove_some() -> int:
    old = LooseFile.objects.select_for_update(skip_locked=True).filter(
        since__lt=timezone.now() - PATIENCE
    )
    notes = list(old.order_by("since")[:AT_ONCE])
    used = MediaFile.objects.filter(sha256__in=[note.sha256 for note in notes])
    known = set(used.values_list("sha256", flat=True))
    for note in notes:
        if note.sha256 not in known:
            default_storage.delete(note.storage_name)
    LooseFile.objects.filter(pk__in=[note.pk for note in notes]).delete()
    return len(notes)
