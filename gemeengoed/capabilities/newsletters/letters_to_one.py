"""Mail to one subscriber: to confirm, to welcome, to remind. Plain text, in their language."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from gemeengoed.core import registry
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.mail import addresses, outgoing
from gemeengoed.core.mail.compose import Mail
from gemeengoed.core.mail.mailings import services as mailings
from gemeengoed.core.mail.models import OutgoingMessage
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


def confirmation(subscriber: Subscriber, language: str, answers: str = "") -> OutgoingMessage:
    """The question whether it was really them, answered by one link or by 'JA'. All of these are composed
    here and kept by `post`; `answers` is the Message-ID of the mail by which they asked, if they did."""
    reply_to = addresses.personal(CONFIRM, subscriber.token)
    return _composed(subscriber, "confirm", reply_to, language, answers)


def welcome(subscriber: Subscriber, answers: str = "") -> OutgoingMessage:
    """With what is worth reading now, and what is coming."""
    newest, coming = worth_reading(subscriber.commons, subscriber.language)
    context = {"newest": newest, "coming": coming}
    reply_to = addresses.personal(LETTER, subscriber.token)
    return _composed(subscriber, "welcome", reply_to, subscriber.language, answers, context)


def already_there(subscriber: Subscriber, answers: str = "") -> OutgoingMessage:
    reply_to = addresses.personal(LETTER, subscriber.token)
    return _composed(subscriber, "already_there", reply_to, subscriber.language, answers)


def late_id(address: str, mail: bytes) -> str:
    """The Message-ID of the answer to `mail` (its own Message-ID, or all of it): the same each time, so that
    there is one answer however often it is handled."""
    named = hashlib.sha256(address.lower().encode() + b"\0" + mail).hexdigest()[:40]
    return f"<late.{named}@{addresses.domain()}>"


def too_late(address: str, language: str, answers: str, message_id: str) -> None:
    """For who says yes when their address has been erased again: by then nobody knows for which list. Raises
    IntegrityError when the answer `message_id` (`late_id`) was posted at this very moment."""
    subject, text = _rendered("too_late", language, {"base": settings.BASE_URL})
    mail = Mail(
        subject=subject,
        text=text,
        language=language,
        auto_submitted="auto-replied",
        headers=_thread(answers),
    )
    outgoing.post(mail, address, message_id=message_id)


def post(messages: Sequence[tuple[Subscriber, OutgoingMessage]]) -> None:
    """Keeps what was composed, with the row of the subscriber it goes to, for sending after the commit."""
    for subscriber, message in messages:
        message.reference = reference(subscriber)
    outgoing.keep([message for _subscriber, message in messages])


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


def _composed(
    subscriber: Subscriber,
    name: str,
    reply_to: str,
    language: str,
    answers: str,
    context: dict[str, Any] | None = None,
) -> OutgoingMessage:
    """It goes to the address that asked and to no other, and says that no person wrote it (RFC 3834,
    sections 4 and 5)."""
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
    subject, text = _rendered(name, language, words)
    mail = Mail(
        subject=subject,
        text=text,
        sender=addresses.of_commons(commons.handle),
        sender_name=commons.name_in(language),
        reply_to=reply_to,
        language=language,
        auto_submitted="auto-replied" if answers else "auto-generated",
        headers=_thread(answers),
    )
    return outgoing.composed(mail, subscriber.address)


def _rendered(name: str, language: str, words: dict[str, Any]) -> tuple[str, str]:
    """Subject and text come from `newsletters/mail/<name>.txt`, whose first line is the subject."""
    with translation.override(language[:2]):
        text = render_to_string(f"newsletters/mail/{name}.txt", words)
    subject, _end, body = text.strip().partition("\n")
    return " ".join(subject.split())[:200], body.strip() + "\n"


def _thread(answers: str) -> dict[str, str]:
    """By which a mail program shows it below the mail that it answers (RFC 3834, section 3.1.5)."""
    fits = answers.isascii() and answers.isprintable()
    return {"In-Reply-To": answers, "References": answers} if answers and fits else {}
