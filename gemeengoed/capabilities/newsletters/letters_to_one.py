"""Mail to one subscriber: to confirm, to welcome, to remind. Plain text, in their language."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from gemeengoed.core import registry
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.mail import addresses, outgoing
from gemeengoed.core.mail.compose import Mail
from gemeengoed.core.mail.mailings import services as mailings
from gemeengoed.core.registry import BlockContent

from . import paths
from .models import Subscriber, SubscriberState

CONFIRM, LEAVE, LETTER = "confirm", "leave", "letter"
"""The words of addresses meant for one subscriber."""
MAILINGS = "newsletters:"
"""How the references of our mailings begin."""
SUBSCRIBER = "newsletters:subscriber:"
"""How the reference of each message to a subscriber begins, by which it is known when it comes back."""
LEFT, BOUNCED = "left the list", "mail to this address came back"
"""Why a letter did not go to somebody, as it is kept with their copy."""


def reference(subscriber: Subscriber) -> str:
    return f"{SUBSCRIBER}{subscriber.pk}"


def confirmation(subscriber: Subscriber) -> None:
    """The question whether it was really them, answered by one link or by 'JA'."""
    _post(subscriber, "confirm", addresses.personal(CONFIRM, subscriber.token))


def welcome(subscriber: Subscriber) -> None:
    """With what is worth reading now, and what is coming."""
    newest, coming = worth_reading(subscriber.commons, subscriber.language)
    context = {"newest": newest, "coming": coming}
    _post(subscriber, "welcome", addresses.personal(LETTER, subscriber.token), context)


def already_there(subscriber: Subscriber) -> None:
    _post(subscriber, "already_there", addresses.personal(LETTER, subscriber.token))


def worth_reading(
    commons: Commons, language: str
) -> tuple[BlockContent | None, BlockContent | None]:
    """The newest thing that any section offers to letters, and the first that is coming."""
    found = [
        (one, block)
        for block in registry.letter_blocks().values()
        for one in block.choices(commons.handle, language, None)
        if one.moment is not None
    ]
    past = max((one for one in found if not one[0].coming), key=_moment, default=None)
    ahead = min((one for one in found if one[0].coming), key=_moment, default=None)
    shown = [one and one[1].content(one[0].uri, language) for one in (past, ahead)]
    return shown[0], shown[1]


def _moment(found: tuple[registry.BlockChoice, registry.LetterBlock]) -> Any:
    return found[0].moment


def skip_waiting(subscriber: Subscriber) -> None:
    """Letters that still wait to go to them do not go, and are told as such."""
    is_bounced = subscriber.state == SubscriberState.BOUNCED
    mailings.skip(MAILINGS, reference(subscriber), why=BOUNCED if is_bounced else LEFT)


def _post(
    subscriber: Subscriber, name: str, reply_to: str, context: dict[str, Any] | None = None
) -> None:
    """Subject and text come from `newsletters/mail/<name>.txt`, whose first line is the subject."""
    commons = subscriber.commons
    words = {
        "subscriber": subscriber,
        "commons": commons,
        "base": settings.BASE_URL,
        "confirm_url": f"{settings.BASE_URL}{paths.confirm(subscriber)}",
        "mine_url": f"{settings.BASE_URL}{paths.mine(subscriber)}",
        "leave_url": f"{settings.BASE_URL}{paths.leave(subscriber)}",
        **(context or {}),
    }
    with translation.override(subscriber.language[:2]):
        text = render_to_string(f"newsletters/mail/{name}.txt", words)
    subject, _end, body = text.strip().partition("\n")
    mail = Mail(
        subject=" ".join(subject.split())[:200],
        text=body.strip() + "\n",
        sender=addresses.of_commons(commons.handle),
        sender_name=commons.actor.name,
        reply_to=reply_to,
        language=subscriber.language,
    )
    outgoing.post(mail, subscriber.address, reference=reference(subscriber))
