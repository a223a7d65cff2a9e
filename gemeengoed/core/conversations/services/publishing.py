"""An exchange under what it is about, with the consent of the person who wrote."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.activity import services as activity
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.actors.services import touch

from .. import mailing
from ..models import Consent, Conversation


def ask(conversation: Conversation, editor: Actor) -> None:
    """Mails the person what would be read and asks whether that is good. Raises ValidationError."""
    if not conversation.about:
        raise ValidationError(_("Say first what this exchange is about: it is read there."))
    if not conversation.address:
        raise ValidationError(_("The address of this person was erased; they cannot be asked."))
    if conversation.consent in (Consent.ASKED, Consent.REFUSED):
        raise ValidationError(_("This was asked already."))
    with transaction.atomic():
        conversation.asked_to_publish = conversation.messages.count()
        conversation.consent = Consent.ASKED
        conversation.save(update_fields=["asked_to_publish", "consent"])
        mailing.ask_consent(conversation, editor)


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
        f"{conversation.about}#exchange-{conversation.pk}",
        object_type="exchange",
        commons=conversation.commons.actor,
        title=conversation.subject,
    )
