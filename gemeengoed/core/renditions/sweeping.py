"""Lets go of forms that nobody needs, and of files that no row refers to.

A form can be made again at any time, so old ones go after a while: those of versions that readers no
longer see first, and those of drafts. A loose file stays a day, for it may be on its way to a row; the
e-book of a series never has one, and is bound again when somebody asks (volumes.py).
"""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone

from .models import Rendition
from .storing import stored

KEPT = timedelta(days=30)
PATIENCE = timedelta(days=1)


def sweep() -> None:
    drop_old()
    remove_loose()


def drop_old() -> int:
    """Deletes rows, made over a month ago, of revisions that are neither what readers see nor the newest."""
    old = Rendition.objects.filter(made_at__lt=timezone.now() - KEPT)
    seen = old.exclude(revision=F("revision__document__published"))
    return seen.exclude(revision=F("revision__document__head")).delete()[0]


def remove_loose() -> int:
    """Removes files that no row refers to and that are a day old; how many."""
    removed = 0
    for names in stored():
        used = set(Rendition.objects.filter(name__in=names).values_list("name", flat=True))
        for name in names:
            if name not in used and _is_old(name):
                default_storage.delete(name)
                removed += 1
    return removed


def _is_old(name: str) -> bool:
    try:
        return default_storage.get_modified_time(name) < timezone.now() - PATIENCE
    except OSError:
        return False
