"""A list from a file: CSV in whatever encoding it came, each broken row named, the rest once.

A short file is on the list before the page answers. A long one is checked, put in the store and brought in
by the work process (`import_work`).
"""

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.jobs import wake
from gemeengoed.core.log import services as log
from gemeengoed.core.mail import addresses
from gemeengoed.core.media import space

from .. import joining_rows, languages
from ..models import ImportState, ListImport
from . import import_batches, import_work

LARGEST = 20_000_000
"""Bytes of a file."""
LONGEST_GROUND = 2000
AT_ONCE = 200
"""Rows that are brought in while whoever sent them waits."""


def bring(
    commons: Commons, file: File, *, ground: str, language: str, confirm: bool, by: Actor
) -> ListImport:
    """Adds who is not on the list yet, never who left it: at once, or in the background when there are many
    (state 'going'). `ground` is kept with each as proof; with `confirm` each is asked first. Raises
    ValidationError (file, ground, language)."""
    ground, language = _checked_ground(ground), languages.checked(language)
    one = ListImport(commons=commons, by=by, ground=ground, language=language, confirm=confirm)
    one.lines = _checked_lines(file)
    return _at_once(one, file) if one.lines <= AT_ONCE + 1 else _later(one, file)


def cancel(one: ListImport, by: Actor) -> None:
    """What is on the list stays on it; the rest of the file is not looked at. Raises ValidationError."""
    with transaction.atomic():
        if not import_work.end(one.pk, ImportState.CANCELLED):
            raise ValidationError(_("This list is not being brought in any more."))
        log.append(one.commons.actor, "list.import_cancelled", by)
    one.refresh_from_db()


def _checked_ground(ground: str) -> str:
    ground = ground.replace("\0", "").strip()
    if not ground:
        words = _("Say why you may write to these people: each of them can read it.")
        raise ValidationError({"ground": words})
    if len(ground) > LONGEST_GROUND:
        words = _("Say it in at most %(most)d characters.") % {"most": LONGEST_GROUND}
        raise ValidationError({"ground": words})
    return ground


def _checked_lines(file: File) -> int:
    """How many lines it has, when addresses can be found in it."""
    if file.size > LARGEST:
        raise ValidationError({"file": _("This file is larger than 20 MB: split it.")})
    next(joining_rows.rows(file), None)
    return joining_rows.count(file)


def _at_once(one: ListImport, file: File) -> ListImport:
    batch = next(import_batches.read(file, one.language), import_batches.Batch())
    ready = import_batches.composed(one, batch)
    with transaction.atomic():
        import_work.ended(one, ImportState.DONE)
        one.save()
        import_batches.put(one, ready)
        import_work.tell(one)
    return one


def _later(one: ListImport, file: File) -> ListImport:
    """The file is stored first and the row after: a crash leaves at most a loose file, which is swept."""
    _must_be_alone(one.commons)
    try:
        space.check_disk(file.size)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error
    file.seek(0)
    one.file = default_storage.save(import_work.name_of(addresses.new_token()), file)
    try:
        with transaction.atomic():
            one.save()
            wake(import_work.bring_in)
    except IntegrityError:
        default_storage.delete(one.file)
        _must_be_alone(one.commons)
        raise
    return one


def _must_be_alone(commons: Commons) -> None:
    if ListImport.objects.filter(commons=commons, state=ImportState.GOING).exists():
        words = _("Another list is being brought in: wait until it is done, or stop it first.")
        raise ValidationError({"file": words})
