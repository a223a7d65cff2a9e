"""An exchange under what it is about, with the consent of the person who wrote."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.activity import services as activity
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.actors.services import touch
from gemeengoed.core.mail import addresses, outgoing

from .. import mailing, queries
from ..models import Consent, Conversation


def ask(conversation: Conversation, editor: Actor) -> None:
    """Mails the person what would be read and asks whether that is good; once. Raises ValidationError."""
    if not conversation.about:
        raise ValidationError(_("Say first what this exchange is about: it is read there."))
    if not conversation.address:
        raise ValidationError(_("The address of this person was erased; they cannot be asked."))
    if conversation.consent != Consent.NONE:
        raise ValidationError(_asked_already())
    messages = queries.to_ask_about(conversation)
    if not messages:
        raise ValidationError(
            _("All of this came from other addresses; there is nothing to ask about.")
        )
    token = addresses.new_token()
    mail = mailing.question(conversation, editor, messages, token)
    with transaction.atomic():
        note_asked(conversation, max(message.pk for message in messages), token)
        outgoing.keep([mail])


def note_asked(conversation: Conversation, until: int, token: str) -> None:
    """Keeps that the person is asked about the messages up to that number (pk), and the secret of the page to
    answer on. Raises ValidationError when they were asked before, or it changed in the meantime."""
    as_seen = Conversation.objects.filter(
        pk=conversation.pk,
        consent=Consent.NONE,
        about=conversation.about,
        address=conversation.address,
    )
    if not as_seen.update(consent=Consent.ASKED, asked_until=until, consent_token=token):
        raise ValidationError(_asked_already())
    conversation.consent = Consent.ASKED
    conversation.asked_until, conversation.consent_token = until, token


def _asked_already() -> str:
    return _("This was asked already. What the person was asked about stays as it is.")


def consent(conversation: Conversation, *, given: bool, named: bool = False) -> None:
    """What the person said. A refusal, also a later one, takes what was published back at once."""
    with transaction.atomic():
        asked = Conversation.objects.filter(pk=conversation.pk).exclude(consent=Consent.NONE)
        values: dict[str, object] = {"consent": Consent.GIVEN, "named": named}
        if not given:
            values = {"consent": Consent.REFUSED, "named": False, "published": None}
        asked.update(**values)
        touch(conversation.commons.actor)


def publish(conversation: Conversation, editor: Actor) -> None:
    """Shows the exchange under what it is about. Raises ValidationError without consent."""
    with transaction.atomic():
        free = Conversation.objects.filter(pk=conversation.pk, consent=Consent.GIVEN)
        if not free.update(published=timezone.now()):
            raise ValidationError(_("The person has not agreed to this."))
        _record(conversation, editor, "publish")


def take_back(conversation: Conversation, editor: Actor) -> None:
    """Ends showing it."""
    with transaction.atomic():
        Conversation.objects.filter(pk=conversation.pk).update(published=None)
        _record(conversation, editor, "withdraw")


def _record(conversation: Conversation, editor: Actor, verb: str) -> None:
    activity.record(
        editor,
        verb,
        queries.read_at(conversation),
        object_type="exchange",
        commons=conversation.commons.actor,
        title=conversation.subject,
    )
