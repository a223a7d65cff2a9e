"""Mail to the person in a conversation: answers that thread, and the question whether it may be published."""

from email.utils import make_msgid

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.mail import addresses, outgoing
from gemeengoed.core.mail.compose import Mail

from .models import Conversation, Message

THREAD = "thread"
"""The word of the address that answers go to."""
MOST_REFERENCES = 20
QUOTED_LINES = 60


def new_message_id() -> str:
    return make_msgid(domain=addresses.domain())


def send(conversation: Conversation, message: Message) -> None:
    """Puts an editor's answer in the outbox, inside the caller's transaction (RFC 5322, section 3.6.4)."""
    said = conversation.messages.exclude(pk=message.pk)
    last = said.filter(author__isnull=True).order_by("pk").last()
    context = {"message": message, "quoted": _quoted(last), "commons": conversation.commons}
    _post(conversation, message, "conversations/answer.txt", context)


def ask_consent(conversation: Conversation, editor: Actor) -> None:
    """The question, with all that would be read and the address of the page to answer on."""
    message = Message(
        conversation=conversation, author=editor, message_id=new_message_id(), words=""
    )
    context = {
        "messages": list(conversation.messages.select_related("author")),
        "address": f"{settings.BASE_URL}{consent_page(conversation)}",
        "about": f"{settings.BASE_URL}{conversation.about}",
        "commons": conversation.commons,
    }
    _post(conversation, message, "conversations/ask_consent.txt", context)


def consent_page(conversation: Conversation) -> str:
    """Its path: whoever has the address is the person who wrote."""
    return f"{conversation.commons.get_absolute_url()}exchanges/{conversation.token}/"


def _post(
    conversation: Conversation, message: Message, template: str, context: dict[str, object]
) -> None:
    with translation.override(conversation.language[:2]):
        text = render_to_string(template, context)
        subject = _subject(conversation)
    author = message.author.name if message.author else ""
    said = conversation.messages.exclude(message_id="").order_by("pk")
    earlier = list(said.exclude(message_id=message.message_id).values_list("message_id", flat=True))
    name = conversation.commons.actor.name
    mail = Mail(
        subject=subject,
        text=text.strip() + "\n",
        sender=addresses.of_commons(conversation.commons.handle),
        sender_name=f"{author} ({name})" if author else name,
        reply_to=addresses.personal(THREAD, conversation.token),
        language=conversation.language,
        headers=_threading(earlier),
    )
    outgoing.post(
        mail,
        conversation.address,
        reference=f"conversations:{conversation.pk}",
        message_id=message.message_id,
    )


def _threading(earlier: list[str]) -> dict[str, str]:
    if not earlier:
        return {}
    shown = [*earlier[:1], *earlier[1:][-(MOST_REFERENCES - 1) :]]
    return {"In-Reply-To": earlier[-1], "References": " ".join(shown)}


def _subject(conversation: Conversation) -> str:
    subject = " ".join(conversation.subject.split())
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def _quoted(last: Message | None) -> str:
    if last is None:
        return ""
    lines = last.words.splitlines()[:QUOTED_LINES]
    return "\n".join(f"> {line}".rstrip() for line in lines)
