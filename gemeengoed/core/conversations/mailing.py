"""Mail to the person in a conversation: answers that thread, and the question whether it may be published.

All of it is composed before a transaction begins; `outgoing.keep` is what belongs inside.
"""

import hashlib
import re
from collections.abc import Sequence
from email.utils import make_msgid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.mail import addresses, headers, outgoing, slots
from gemeengoed.core.mail.compose import Mail
from gemeengoed.core.mail.models import OutgoingMessage

from .models import Conversation, Message

THREAD = "thread"
"""The word of the address that answers go to."""
REFERENCE = "conversations:"
"""How the reference of each mail to somebody in a conversation begins."""
LONGEST_REFERENCES = 900
"""Characters; unfolded it is one line still (RFC 5322, section 2.1.1: 998)."""
QUOTED_LINES = 60
_USABLE = re.compile(r"<[!-;=?-~]+>", re.ASCII)
"""A Message-ID that can stand in a header."""


def new_message_id() -> str:
    return make_msgid(domain=addresses.domain())


def question_id(token: str) -> str:
    """The Message-ID of the question that goes with the secret `token`: it can be made again, so that only
    what answers the question counts as its answer, and it does not give the secret away."""
    return f"<q.{hashlib.sha256(token.encode()).hexdigest()[:40]}@{addresses.domain()}>"


def answer(conversation: Conversation, message: Message) -> OutgoingMessage:
    """The mail with an editor's answer, which is not kept yet; nor is `message`. Raises ValidationError where
    no mail can go."""
    theirs = _said(conversation).filter(author__isnull=True).order_by("pk").last()
    context = {"message": message, "quoted": _quoted(theirs), "commons": conversation.commons}
    return _composed(conversation, message, "conversations/answer.txt", context)


def question(
    conversation: Conversation, editor: Actor, messages: Sequence[Message], token: str
) -> OutgoingMessage:
    """The mail that asks whether others may read `messages`, with the address of the page to answer on.
    Raises ValidationError where no mail can go."""
    message = Message(
        conversation=conversation, author=editor, message_id=question_id(token), words=""
    )
    page = f"{conversation.commons.get_absolute_url()}exchanges/{token}/"
    context = {
        "messages": messages,
        "address": f"{settings.BASE_URL}{page}",
        "about": f"{settings.BASE_URL}{conversation.about}",
        "commons": conversation.commons,
    }
    return _composed(conversation, message, "conversations/ask_consent.txt", context)


def _composed(
    conversation: Conversation, message: Message, template: str, context: dict[str, object]
) -> OutgoingMessage:
    with translation.override(conversation.language[:2]):
        text = render_to_string(template, context)
    author = message.author.name if message.author else ""
    name = conversation.commons.name_in(conversation.language)
    mail = Mail(
        subject=slots.literal(_subject(conversation)),
        text=slots.literal(text.strip()) + "\n",
        sender=addresses.of_commons(conversation.commons.handle),
        sender_name=f"{author} ({name})" if author else name,
        reply_to=addresses.personal(THREAD, conversation.token),
        language=conversation.language,
        headers=_threading(conversation),
    )
    try:
        return outgoing.composed(
            mail,
            conversation.address,
            reference=f"{REFERENCE}{conversation.pk}",
            message_id=message.message_id,
        )
    except headers.BadHeader as error:
        words = _("No mail can be sent to %(address)s.") % {"address": conversation.address}
        raise ValidationError(words) from error


def _said(conversation: Conversation) -> QuerySet[Message]:
    """What the person and the editors said; others came in between without being asked."""
    return conversation.messages.filter(from_elsewhere=False)


def _threading(conversation: Conversation) -> dict[str, str]:
    """RFC 5322, section 3.6.4: what theirs answered, such as a letter, all that was said, and last what they
    said last, which this answers. Names that cannot stand in a header are left out."""
    rows = _said(conversation).order_by("pk").values_list("message_id", "answers", "author")
    theirs = [message_id for message_id, _answers, author in rows if author is None]
    named = [answers for _id, answers, _author in rows[:1]] + [row[0] for row in rows]
    usable = list(dict.fromkeys(name for name in named if _USABLE.fullmatch(name)))
    if not usable:
        return {}
    parent = next((name for name in reversed(theirs) if name in usable), usable[-1])
    usable.remove(parent)
    return {"In-Reply-To": parent, "References": " ".join([*_fitting(usable, parent), parent])}


def _fitting(names: list[str], parent: str) -> list[str]:
    """The first, and of the others the last that still fit."""
    left = LONGEST_REFERENCES - len(parent)
    found: list[str] = []
    for name in [*names[:1], *reversed(names[1:])]:
        left -= len(name) + 1
        if left < 0:
            break
        found.append(name)
    return found[:1] + found[:0:-1]


def _subject(conversation: Conversation) -> str:
    subject = " ".join(conversation.subject.split())
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def _quoted(last: Message | None) -> str:
    if last is None:
        return ""
    lines = last.words.splitlines()[:QUOTED_LINES]
    return "\n".join(f"> {line}".rstrip() for line in lines)
