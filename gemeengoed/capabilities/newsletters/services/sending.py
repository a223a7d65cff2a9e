"""From a letter to its recipients: schedule, sending, pausing, and what came of it.

The letter's state is ours; who got it stands in the copies of its mailings, one mailing a language.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.activity import services as activity
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.jobs import job, wake
from gemeengoed.core.log import services as log
from gemeengoed.core.mail import outgoing
from gemeengoed.core.mail.mailings import services as mailings
from gemeengoed.core.mail.mailings import template
from gemeengoed.core.mail.models import Mailing, MailingState
from gemeengoed.core.people.models import Person

from .. import checking, composing
from ..models import Letter, LetterState, LetterText
from ..queries import letters as queries
from . import approving, filling, writing
from .arranging import settings_of

logger = logging.getLogger(__name__)

SWITCHED_OFF = "letters were switched off when it was due"


def schedule(letter: Letter, by: Actor, goes_out: datetime | None = None) -> None:
    """Lets it go at `goes_out`, or now. Raises ValidationError for what must be mended first."""
    faults = [one.words for one in checking.of_letter(letter) if one.level == "error"]
    if faults:
        raise ValidationError(faults)
    needed = settings_of(letter.commons).needs_approval
    approving.must_be_as_approved(letter)
    ready = [LetterState.APPROVED] if needed else writing.OPEN
    with transaction.atomic():
        rows = Letter.objects.filter(pk=letter.pk, state__in=ready)
        moment = goes_out or timezone.now()
        if not rows.update(state=LetterState.SCHEDULED, goes_out=moment, trouble=""):
            words = _("A second editor must approve this letter first.")
            raise ValidationError(words if needed else _("This letter is going out already."))
        log.append(letter.commons.actor, "letter.scheduled", by, object=letter.get_absolute_url())
        wake(send_due)


def unschedule(letter: Letter) -> None:
    """Back to a draft, while nothing went out. Raises ValidationError."""
    rows = Letter.objects.filter(pk=letter.pk, state=LetterState.SCHEDULED)
    if not rows.update(goes_out=None, **writing.DRAFT_AGAIN):
        raise ValidationError(_("It is going out already. You can pause it."))


@job
def send_due() -> None:
    """Begins what is due and ends what is done; a sweep each minute calls this as well. All of it may be
    repeated: a mailing is begun once, whatever happens in between. Each letter stands apart; what is due in a
    commons that sends no letters (any more) is a draft again, so that an editor decides when it does."""
    due = Letter.objects.filter(state=LetterState.SCHEDULED, goes_out__lte=timezone.now())
    for letter in due.select_related("commons__actor", "author"):
        _apart(letter, _set_out if is_used(letter.commons) else _put_back)
    for letter in queries.going().select_related("commons__actor"):
        _apart(letter, _go_on)


def is_used(commons: Commons) -> bool:
    """Whether it sends letters: it is there, and this section is not switched off."""
    return commons.actor.gone is None and "newsletters" in commons.capabilities


def by_the_clock() -> None:
    """`send_due`, each minute. Raises RuntimeError for letters that cannot go out, which operators then see
    among what waits in the background."""
    send_due()
    stuck = [f"{one.get_absolute_url()}: {one.trouble}" for one in queries.in_trouble()]
    if stuck:
        raise RuntimeError(f"{len(stuck)} letters cannot go out: {'; '.join(stuck)}")


def _apart(letter: Letter, step: Callable[[Letter], None]) -> None:
    """One that fails is told to its editors and the operators; the others go on. What went out already is
    tried again, and so is what failed outside us, as when a disk is full."""
    try:
        step(letter)
    except Exception as error:
        logger.exception("%s cannot go out", letter.get_absolute_url())
        mine = Letter.objects.filter(pk=letter.pk)
        mine.update(trouble=f"{type(error).__name__}: {error}"[:300])
        if not isinstance(error, DatabaseError | OSError):
            mine.filter(state=LetterState.SCHEDULED).update(state=LetterState.STUCK)


def _set_out(letter: Letter) -> None:
    """From here it is public: the page on the web, the feed, and what happened. It is composed before, so
    that what cannot be composed is not public."""
    try:
        approving.must_be_as_approved(letter)
    except ValidationError:
        return
    texts = queries.texts(letter)
    composed = {text.language: template.made(composing.mail_of(text)) for text in texts}
    with transaction.atomic():
        rows = Letter.objects.filter(
            pk=letter.pk, state=LetterState.SCHEDULED, goes_out=letter.goes_out
        )
        if not rows.update(state=LetterState.SENDING, went_out=timezone.now(), trouble=""):
            return
        for language, made in composed.items():
            mailings.prepare(queries.reference(letter, language), made)
        activity.record(
            letter.author,
            "publish",
            letter.get_absolute_url(),
            object_type="letter",
            commons=letter.commons.actor,
            title=texts[0].subject,
        )


def _put_back(letter: Letter) -> None:
    rows = Letter.objects.filter(
        pk=letter.pk, state=LetterState.SCHEDULED, goes_out=letter.goes_out
    )
    rows.update(goes_out=None, **writing.DRAFT_AGAIN | {"trouble": SWITCHED_OFF})


def _go_on(letter: Letter) -> None:
    if is_used(letter.commons):
        filling.fill(letter)
    for mailing in queries.mailings_of(letter):
        # Who was erased or left at the very moment in which they got their row.
        filling.take_out(mailing)
    _end(letter)
    Letter.objects.filter(pk=letter.pk).exclude(trouble="").update(trouble="")


def mailing_ended(reference: str) -> None:
    """The letter is sent as soon as the last of its mailings is."""
    letter = queries.of_reference(reference)
    if letter is not None:
        _end(letter)


def _end(letter: Letter) -> None:
    ongoing = [MailingState.RUNNING, MailingState.PAUSED]
    mine = Mailing.objects.filter(reference__startswith=queries.references(letter))
    if mine.exists() and not mine.filter(state__in=ongoing).exists():
        rows = Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING)
        rows.update(state=LetterState.SENT, ended=timezone.now())


def pause(letter: Letter) -> None:
    """Raises ValidationError when it is not going out."""
    with transaction.atomic():
        _turn(letter, LetterState.SENDING, LetterState.PAUSED)
        for mailing in queries.mailings_of(letter):
            mailings.pause(mailing)


def resume(letter: Letter) -> None:
    """It goes on where it was paused, by an editor or because the relay refused one after the other. Raises
    ValidationError when it was not."""
    with transaction.atomic():
        going = Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING)
        if not going.update(state=LetterState.SENDING):
            _turn(letter, LetterState.PAUSED, LetterState.SENDING)
        for mailing in queries.mailings_of(letter):
            mailings.resume(mailing)
        wake(send_due)


def cancel_rest(letter: Letter, by: Actor) -> int:
    """Who has not got it will not. Returns how many that are. Raises ValidationError when it is not going
    out."""
    going = Letter.objects.filter(pk=letter.pk, state__in=[LetterState.SENDING, LetterState.PAUSED])
    with transaction.atomic():
        if not going.update(state=LetterState.CANCELLED, ended=timezone.now()):
            raise ValidationError(_("This letter is not going out now."))
        log.append(letter.commons.actor, "letter.cancelled", by, object=letter.get_absolute_url())
        return sum(mailings.cancel(one, filling.CANCELLED) for one in queries.mailings_of(letter))


def _turn(letter: Letter, before: LetterState, after: LetterState) -> None:
    if not Letter.objects.filter(pk=letter.pk, state=before).update(state=after):
        raise ValidationError(_("This letter is not going out now."))


def test(text: LetterText, person: Person) -> None:
    """The letter to the editor's own address, as a subscriber would get it; its links to leave do nothing.
    Raises ValidationError without an address."""
    if not person.email:
        raise ValidationError(_("Your account has no e-mail address."))
    mail = composing.filled_for_test(text)
    outgoing.post(mail, person.email, name=person.name)
