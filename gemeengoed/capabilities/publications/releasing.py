"""Texts that come out by themselves at a chosen moment, and who may read them before that.

A `Release` is the row that must not be lost: the clock looks each minute for what is due, and publishes it
as the editor who decided so would have done. What cannot come out keeps its row, with the reason.
"""

import logging
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.documents.models import Document

from . import services
from .models import EarlyReader, Release

logger = logging.getLogger(__name__)

FURTHEST = timedelta(days=366)
MOST_READERS = 50
LONGEST_NAME = 120
AT_ONCE = 20
AGAIN = timedelta(minutes=15)


def schedule(document: Document, at: datetime, by: Actor, *, embargo: bool = False) -> Release:
    """Lets the newest version of the text come out at `at`; again: at another time.

    Raises ValidationError (at) for the past and for more than a year ahead.
    """
    now = timezone.now()
    if at <= now:
        raise ValidationError({"at": _("Choose a moment that is still to come.")})
    if at > now + FURTHEST:
        raise ValidationError({"at": _("Choose a moment within a year.")})
    with transaction.atomic():
        release, _new = Release.objects.update_or_create(
            document=document,
            defaults={"at": at, "by": by, "embargo": embargo, "error": ""},
        )
    return release


@transaction.atomic
def cancel(document: Document) -> None:
    """The text does not come out by itself; links for early readers end."""
    Release.objects.filter(document=document).delete()
    EarlyReader.objects.filter(document=document).delete()


def release_due() -> None:
    """Publishes what is due. Called each minute; one that fails is tried again a quarter later."""
    due = Release.objects.filter(at__lte=timezone.now()).order_by("at")
    for pk in due.values_list("pk", flat=True)[:AT_ONCE]:
        _release(pk)


def _release(pk: int) -> None:
    try:
        _publish(pk)
    except (ValidationError, ObjectDoesNotExist) as error:
        logger.warning("release %s waits: %s", pk, error)
        words = " ".join(getattr(error, "messages", [str(error)]))[:300]
        Release.objects.filter(pk=pk).update(error=words, at=timezone.now() + AGAIN)


@transaction.atomic
def _publish(pk: int) -> None:
    release = (
        Release.objects.select_for_update(of=("self",))
        .select_related("document__work__publication__commons__actor", "by")
        .filter(pk=pk, at__lte=timezone.now())
        .first()
    )
    if release is None or release.by is None:
        return
    document = release.document
    services.publish(document.work.publication, document, release.by)
    release.delete()  # also when readers see this version already


def invite(document: Document, name: str, by: Actor) -> str:
    """The secret of a new link for somebody called `name`. Raises ValidationError (name)."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise ValidationError({"name": _("Say for whom the link is, in 120 characters at most.")})
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        release = Release.objects.select_for_update().filter(document=document).first()
        if release is None or not release.embargo:
            raise ValidationError(_("This text is not under embargo."))
        if document.early_readers.count() >= MOST_READERS:
            raise ValidationError({"name": _("There are 50 links already. Take one away first.")})
        EarlyReader.objects.create(document=document, name=name, digest=_digest(secret), made_by=by)
    return secret


@transaction.atomic
def end_invitation(document: Document, pk: int) -> None:
    """The link stops working at once."""
    document.early_readers.filter(pk=pk).delete()


def early_reader(secret: str) -> EarlyReader | None:
    """Whom the link is for, with the text; None when it has ended."""
    found = EarlyReader.objects.select_related(
        "document__head", "document__release", "document__work__publication__series"
    )
    return found.filter(digest=_digest(secret)).first()


def note_opened(reader: EarlyReader) -> None:
    if reader.opened is None:
        EarlyReader.objects.filter(pk=reader.pk).update(opened=timezone.now())


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
