"""Mail to the list: joining, confirming, leaving, and answers to letters.

The same mail may come twice: after a crash, or because its sender got no answer. The second time changes and
posts nothing."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.queries import switched_on
from gemeengoed.core.conversations.services import receiving
from gemeengoed.core.mail.incoming.mime import headers_of
from gemeengoed.core.mail.incoming.reading import Incoming, ids
from gemeengoed.core.mail.queries import is_posted
from gemeengoed.core.registry import MailTaken

from . import languages, letters_to_one, pace
from .leaving_words import LEAVE, asks_to_leave
from .models import Letter, Subscriber
from .queries.letters import of_message_ids
from .queries.subscribers import by_token, mails_kept, of_address
from .services import subscribing

_WORDS = re.compile(r"[\w-]+")
JOIN = frozenset({"aanmelden", "aanmelding", "inschrijven", "subscribe", "join"})
YES = frozenset({"ja", "yes"})
NO = frozenset({"nee", "no"})
ASKED_BY_MAIL = "a mail to %s"
"""What stands in the proof as the words: the person wrote them, and the mail itself is kept beside it."""


def to_commons(mail: Incoming, handle: str) -> str | None:
    """`<handle>@…`: an empty mail or one that says so asks for the letters; all else is for others."""
    said = _said(mail.words) or _said(mail.subject)
    asks = (not mail.words.strip() and not mail.attachments) or said in JOIN
    return to_join(mail, handle) if asks else None


def to_join(mail: Incoming, handle: str) -> str | None:
    """`<handle>+join@…`, whatever it says."""
    rows = Commons.objects.select_related("actor").filter(
        actor__handle=handle, actor__gone__isnull=True
    )
    commons = rows.first()
    if commons is None or "newsletters" not in {one.slug for one in switched_on(commons)}:
        return None
    if mail.authentic == "fail":
        return "forged"
    if _is_known(mail, of_address(commons, mail.address), "asked"):
        return "asked"
    if not pace.may_ask_by_mail(mail.address, handle):
        return "too many"
    try:
        subscribing.ask(
            commons,
            mail.address,
            name=mail.name,
            language=languages.nearest(mail.language, commons.language),
            how="mail",
            words=ASKED_BY_MAIL % handle,
            mail=mail.raw,
            answers=mail.message_id,
            vouched=mail.authentic == "pass",
        )
    except ValidationError:
        return "no address"  # there is nobody whom that could be told
    return "asked"


def to_confirm(mail: Incoming, token: str) -> str | None:
    """`confirm+<token>@…`: JA, or NEE, which erases the address. Of a commons that was given up only NEE."""
    subscriber = by_token(token)
    said = _said(mail.words) or _said(mail.subject)
    if subscriber is None or (_is_given_up(subscriber) and said not in NO | LEAVE):
        return _too_late(mail) if said in YES else None
    if _is_known(mail, subscriber, "confirmed"):
        return "joined"
    if said in NO | LEAVE:
        if not _has_left_by(mail, subscriber):
            subscribing.refuse(subscriber, mail.raw)
        return "refused"
    if said in YES or not mail.words.strip():
        words, answers = mail.words[:200], mail.message_id
        if not subscribing.confirm(subscriber, "mail", words, mail.raw, answers):
            subscribing.remind(subscriber, answers)
        return "joined"
    return _conversation(mail, subscriber)


def _too_late(mail: Incoming) -> str | None:
    """Said once, and only to who surely wrote it: anybody can make up a token."""
    if mail.authentic != "pass":
        return None
    try:
        address = subscribing.checked_address(mail.address)
    except ValidationError:
        return None
    answer = letters_to_one.late_id(address, mail.message_id.encode("utf-8", "replace") or mail.raw)
    if is_posted(answer):
        return "too late"
    if not pace.may_ask_by_mail(mail.address, ""):
        return None
    language = languages.nearest(mail.language, settings.LANGUAGE_CODE)
    letters_to_one.too_late(address, language, mail.message_id, answer)
    return "too late"


def to_leave(mail: Incoming, token: str) -> str | None:
    """`leave+<token>@…`: what mail programs write to for leaving (RFC 2369, section 3.2)."""
    subscriber = by_token(token)
    if subscriber is None:
        return "left"
    return _leave(mail, subscriber)


def to_letter(mail: Incoming, token: str) -> str | None:
    """`letter+<token>@…`: the answer to a letter, or a word that asks to leave."""
    subscriber = by_token(token)
    if subscriber is None:
        return None
    if asks_to_leave(mail):
        return _leave(mail, subscriber)
    return None if _is_given_up(subscriber) else _conversation(mail, subscriber)


def _is_given_up(subscriber: Subscriber) -> bool:
    """Whether its commons is: nobody reads there or joins any more, but everybody can still leave."""
    return subscriber.commons.actor.gone is not None


def _leave(mail: Incoming, subscriber: Subscriber) -> str:
    if not _has_left_by(mail, subscriber):
        subscribing.leave(subscriber, "mail", mail.raw)
    return "left"


def _has_left_by(mail: Incoming, subscriber: Subscriber) -> bool:
    """Whether they left by this very mail. Its Message-ID alone is not enough: nobody may be kept on the list
    because a program gives all its mails the same."""
    return mail.raw[: subscribing.LONGEST_MAIL] in mails_kept(subscriber, "left")


def _is_known(mail: Incoming, subscriber: Subscriber | None, what: str) -> bool:
    """Whether this mail, by its bytes or its Message-ID, is a proof that they did `what` already."""
    kept = mails_kept(subscriber, what) if subscriber else []
    if mail.raw[: subscribing.LONGEST_MAIL] in kept:
        return True
    return bool(mail.message_id) and any(mail.message_id == _id_of(one) for one in kept)


def _id_of(raw: bytes) -> str:
    return next(iter(ids(headers_of(raw).get("Message-ID"))), "")


def _conversation(mail: Incoming, subscriber: Subscriber) -> str:
    letter = _answered(mail, subscriber)
    about = letter.get_absolute_url() if letter else ""
    language = subscriber.language
    receiving.receive(subscriber.commons, mail, about=about, language=language)
    return "conversation"


def _answered(mail: Incoming, subscriber: Subscriber) -> Letter | None:
    """The letter that this mail answers, by the Message-IDs it names."""
    return of_message_ids(subscriber.commons, [mail.answers, *mail.references])


def _said(words: str) -> str:
    """The one word of its first line, in lower case; empty when there are more."""
    line = next((line for line in words.splitlines() if line.strip()), "")
    found = _WORDS.findall(line.lower())
    return found[0] if len(found) == 1 else ""


TAKEN = (
    MailTaken("", to_commons),
    MailTaken("join", to_join),
    MailTaken(letters_to_one.CONFIRM, to_confirm, personal=True),
    MailTaken(letters_to_one.LEAVE, to_leave, personal=True),
    MailTaken(letters_to_one.LETTER, to_letter, personal=True),
)
