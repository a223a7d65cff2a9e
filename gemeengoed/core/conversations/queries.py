"""Reads of conversations."""

from collections.abc import Iterable, Sequence

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Left
from django.utils.translation import get_language

from gemeengoed.core import registry
from gemeengoed.core.commons.models import Commons, MemberRole, Membership
from gemeengoed.core.federation.steering import blocking
from gemeengoed.core.people.models import Person

from .models import Consent, Conversation, ConversationState, Message

REMOTE = ("remote__author__host", "parent__remote__author", "parent__author")
"""What is shown of a message from another server, and of what it answers."""

GLIMPSE = 300
"""Characters of the newest message that the inbox asks for."""
PUBLISHED = Q(published__isnull=False, consent=Consent.GIVEN)


def listed(commons: Commons, state: str = ConversationState.OPEN) -> QuerySet[Conversation]:
    """Those in `state`, the longest waiting first when they wait for an answer, else the newest; with the
    `length` of each and how its `newest` message from outside begins."""
    order = "moved" if state == ConversationState.OPEN else "-moved"
    rows = Conversation.objects.filter(commons=commons, state=state)
    said = Message.objects.filter(conversation=OuterRef("pk"), author__isnull=True).order_by("-pk")
    newest = Subquery(said.values_list(Left("words", GLIMPSE))[:1])
    rows = rows.annotate(length=Count("messages"), newest=newest).select_related("correspondent")
    return rows.order_by(order, "pk")


def counts(commons: Commons) -> dict[str, int]:
    """How many there are in each state."""
    rows = Conversation.objects.filter(commons=commons).order_by().values("state")
    return {row["state"]: row["n"] for row in rows.annotate(n=Count("pk"))}


def messages(conversation: Conversation) -> list[Message]:
    """All of it, oldest first."""
    return list(with_remote(conversation))


def hold(conversation: Conversation) -> None:
    """Inside a transaction, before anything of it changes: one after the other, always in this order."""
    Conversation.objects.select_for_update().filter(pk=conversation.pk).values_list("pk").first()


def with_remote(conversation: Conversation) -> QuerySet[Message]:
    return conversation.messages.select_related("author", *REMOTE)


def answerable(conversation: Conversation) -> list[Message]:
    """What came from other servers and can be answered there, oldest first."""
    rows = conversation.messages.filter(
        remote__gone__isnull=True, remote__author__gone__isnull=True
    )
    rows = rows.filter(remote__isnull=False).select_related(*REMOTE)
    return list(not_suspended(rows))


def not_suspended(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Without what comes from servers or persons of whom nothing comes any more."""
    return rows.exclude(blocking.suspended("remote__author"))


def came_after(conversation: Conversation, seen: int) -> bool:
    """Whether somebody wrote in after the message with that number (pk)."""
    return conversation.messages.filter(author__isnull=True, pk__gt=seen).exists()


def to_ask_about(conversation: Conversation) -> list[Message]:
    """What the person wrote and was answered: what others would read. Words from another address are not the
    person's to give."""
    rows = conversation.messages.filter(from_elsewhere=False)
    return list(rows.select_related("author"))


def asked_about(conversation: Conversation) -> list[Message]:
    """What the person was asked about; nothing else of it is ever read by others."""
    until = conversation.asked_until or 0
    return [message for message in to_ask_about(conversation) if message.pk <= until]


def published(commons: Commons | None = None) -> QuerySet[Conversation]:
    """What may be read, with `messages_shown` in each: what the person was asked about and agreed to."""
    rows = Conversation.objects.filter(PUBLISHED)
    rows = rows.filter(commons=commons) if commons else rows
    return rows.prefetch_related(messages_shown())


def messages_shown() -> "Prefetch[str, QuerySet[Message], str]":
    said = Message.objects.filter(from_elsewhere=False, pk__lte=F("conversation__asked_until"))
    return Prefetch("messages", said.select_related("author"), to_attr="messages_shown")


def published_about(uri: str) -> Sequence[Conversation]:
    """What may be read under the object at `uri`, as `published`."""
    return list(published().filter(about=uri).order_by("published", "pk"))


def stands_below(uri: str) -> tuple[Sequence[Conversation], bool]:
    """As `published_about`, and whether something from other servers was let be read there; one query where
    there is neither."""
    shown = Message.objects.filter(conversation=OuterRef("pk"), shown__isnull=False)
    rows = Conversation.objects.filter(about=uri).annotate(is_shown=Exists(shown))
    found = list(rows.filter(PUBLISHED | Q(is_shown=True)).order_by("published", "pk"))
    exchanges = [one for one in found if not one.is_shown]
    if exchanges:
        prefetch_related_objects(exchanges, messages_shown())
    return exchanges, len(exchanges) < len(found)


def questions(commons: Commons) -> str:
    """How the addresses of a commons' questions begin; what is about them has a page of its own."""
    return f"{commons.get_absolute_url()}questions/"


def title_of(conversation: Conversation) -> str:
    """How editors call what it is about, in their language; its address where nothing else is known."""
    about = conversation.about
    found = registry.stands_at([about], get_language() or conversation.commons.language).get(about)
    return found.title if found and found.title else about


def readable(commons: Commons, audiences: Sequence[registry.Audience]) -> QuerySet[Conversation]:
    """As `published`, newest first, where somebody with `audiences` may read what it is about; nothing about
    what stands in a section that is switched off."""
    rows = published(commons).order_by("-published", "-pk")
    about = rows.order_by().values_list("about", flat=True).distinct()
    return rows.filter(about__in=open_to(commons, audiences, about))


def open_to(
    commons: Commons, audiences: Sequence[registry.Audience], addresses: Iterable[str]
) -> list[str]:
    """Those of `addresses` (paths) where something stands that somebody with `audiences` may read; nothing in
    a section that is switched off."""
    home = commons.get_absolute_url()
    off = [one.slug for one in registry.optional() if one.slug not in commons.capabilities]
    closed = tuple(f"{home}{slug}/" for slug in off)
    asked = [one for one in addresses if not one.startswith(closed)]
    found = registry.stands_at(asked, commons.language)
    return [uri for uri, one in found.items() if one.audience in audiences]


def read_at(conversation: Conversation) -> str:
    """Where others read it, once it is published."""
    if conversation.about.startswith(questions(conversation.commons)):
        return f"{conversation.commons.get_absolute_url()}exchanges/{conversation.pk}/"
    return f"{conversation.about}#exchange-{conversation.pk}"


def editors(commons: Commons) -> list[Person]:
    """Who may answer and is told of what comes in."""
    roles = Q(role=MemberRole.EDITOR) | Q(role=MemberRole.STEWARD)
    rows = Membership.objects.filter(roles, commons=commons).select_related("person__actor")
    return [membership.person for membership in rows]


def of_mail(commons: Commons, address: str, references: Sequence[str]) -> Conversation | None:
    """The conversation with `address` in which one of these Message-IDs stands."""
    found = Conversation.objects.filter(
        commons=commons, address__iexact=address, messages__message_id__in=[*references][-50:]
    )
    return found.order_by("-pk").first() if references and address else None
