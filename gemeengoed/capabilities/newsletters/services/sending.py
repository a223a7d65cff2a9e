"""From a letter to its recipients: approval, schedule, sending, pausing, and what came of it.

The letter's state is ours; who got it stands in the copies of its mailings, one mailing a language.
"""

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.activity import services as activity
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.jobs import job, wake
from gemeengoed.core.log import services as log
from gemeengoed.core.mail import outgoing
from gemeengoed.core.mail.mailings import services as mailings
from gemeengoed.core.mail.models import Mailing, MailingState
from gemeengoed.core.people.models import Person
from gemeengoed.core.text import languages

from .. import checking, composing
from ..models import Letter, LetterState, LetterText, Subscriber
from ..queries import letters as queries
from ..queries import subscribers
from .arranging import settings_of


def approve(letter: Letter, by: Actor) -> None:
    """A second editor says it can go. Raises ValidationError."""
    if letter.author_id == by.pk:
        raise ValidationError(_("A second editor approves: ask somebody else."))
    drafts = Letter.objects.filter(pk=letter.pk, state=LetterState.DRAFT)
    values = {"state": LetterState.APPROVED, "approved": timezone.now(), "approved_by": by}
    if not drafts.update(**values):
        raise ValidationError(_("This letter is no draft."))


def schedule(letter: Letter, by: Actor, goes_out: datetime | None = None) -> None:
    """Lets it go at `goes_out`, or now. Raises ValidationError for what must be mended first."""
    faults = [one.words for one in checking.of_letter(letter) if one.level == "error"]
    if faults:
        raise ValidationError(faults)
    needed = settings_of(letter.commons).needs_approval
    ready = [LetterState.APPROVED] if needed else [LetterState.DRAFT, LetterState.APPROVED]
    with transaction.atomic():
        rows = Letter.objects.filter(pk=letter.pk, state__in=ready)
        if not rows.update(state=LetterState.SCHEDULED, goes_out=goes_out or timezone.now()):
            words = _("A second editor must approve this letter first.")
            raise ValidationError(words if needed else _("This letter is going out already."))
        log.append(letter.commons.actor, "letter.scheduled", by, object=letter.get_absolute_url())
        wake(send_due)


def unschedule(letter: Letter) -> None:
    """Back to a draft, while nothing went out. Raises ValidationError."""
    rows = Letter.objects.filter(pk=letter.pk, state=LetterState.SCHEDULED)
    if not rows.update(state=LetterState.DRAFT, goes_out=None, approved=None, approved_by=None):
        raise ValidationError(_("It is going out already. You can pause it."))


@job
def send_due() -> None:
    """Begins what is due and ends what is done; a sweep each minute calls this as well. All of it may be
    repeated: a mailing is begun once, whatever happens in between."""
    now = timezone.now()
    due = Letter.objects.filter(state=LetterState.SCHEDULED, goes_out__lte=now)
    for letter in due.select_related("commons__actor", "author"):
        _set_out(letter)
    for letter in Letter.objects.filter(state=LetterState.SENDING).select_related("commons__actor"):
        _fill(letter)
        _end(letter)


def _set_out(letter: Letter) -> None:
    """From here it is public: the page on the web, the feed, and what happened."""
    with transaction.atomic():
        now = timezone.now()
        rows = Letter.objects.filter(pk=letter.pk, state=LetterState.SCHEDULED)
        if not rows.update(state=LetterState.SENDING, went_out=now):
            return
        first = queries.texts(letter)[0]
        activity.record(
            letter.author,
            "publish",
            letter.get_absolute_url(),
            object_type="letter",
            commons=letter.commons.actor,
            title=first.subject,
        )


def _fill(letter: Letter) -> None:
    """One mailing a language; who has another language gets the nearest."""
    texts = {text.language: text for text in queries.texts(letter)}
    for language, text in texts.items():
        reference = queries.reference(letter, language)
        mail = composing.mail_of(text)
        mailings.begin(reference, mail, _recipients(letter, language, list(texts)))


def _recipients(
    letter: Letter, language: str, available: list[str]
) -> Iterator[mailings.Recipient]:
    chosen = list(letter.topics.values_list("pk", flat=True))
    rows = subscribers.who_get(letter.commons, chosen)
    for subscriber in rows.iterator(chunk_size=2000):
        if _language(subscriber, available) == language:
            yield composing.recipient_of(subscriber)


def _language(subscriber: Subscriber, available: list[str]) -> str:
    return languages.lookup(available, [subscriber.language]) or available[0]


def _end(letter: Letter) -> None:
    ongoing = [MailingState.RUNNING, MailingState.PAUSED]
    mine = Mailing.objects.filter(reference__startswith=queries.references(letter))
    if mine.exists() and not mine.filter(state__in=ongoing).exists():
        rows = Letter.objects.filter(pk=letter.pk, state=LetterState.SENDING)
        rows.update(state=LetterState.SENT, ended=timezone.now())


def pause(letter: Letter) -> None:
    _turn(letter, LetterState.SENDING, LetterState.PAUSED)
    for mailing in queries.mailings_of(letter):
        mailings.pause(mailing)


def resume(letter: Letter) -> None:
    _turn(letter, LetterState.PAUSED, LetterState.SENDING)
    for mailing in queries.mailings_of(letter):
        mailings.resume(mailing)
    wake(send_due)


def cancel_rest(letter: Letter, by: Actor) -> int:
    """Who has not got it will not. Returns how many that are."""
    going = Letter.objects.filter(pk=letter.pk, state__in=[LetterState.SENDING, LetterState.PAUSED])
    with transaction.atomic():
        if not going.update(state=LetterState.CANCELLED, ended=timezone.now()):
            raise ValidationError(_("This letter is not going out now."))
        log.append(letter.commons.actor, "letter.cancelled", by, object=letter.get_absolute_url())
    return sum(
        mailings.cancel(one, "the rest was cancelled") for one in queries.mailings_of(letter)
    )


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
