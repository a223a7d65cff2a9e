"""Reads of conversations."""

from collections.abc import Sequence

from django.db.models import Count, Prefetch, Q, QuerySet

from gemeengoed.core.commons.models import Commons, MemberRole, Membership
from gemeengoed.core.people.models import Person

from .models import Conversation, ConversationState, Message


def listed(commons: Commons, state: str = ConversationState.OPEN) -> QuerySet[Conversation]:
    """Those in `state`, the longest waiting first when they wait for an answer, else the newest."""
    order = "moved" if state == ConversationState.OPEN else "-moved"
    rows = Conversation.objects.filter(commons=commons, state=state)
    return rows.annotate(length=Count("messages")).order_by(order, "pk")


def counts(commons: Commons) -> dict[str, int]:
    """How many there are in each state."""
    rows = Conversation.objects.filter(commons=commons).order_by().values("state")
    return {row["state"]: row["n"] for row in rows.annotate(n=Count("pk"))}


def messages(conversation: Conversation) -> list[Message]:
    """All of it, oldest first."""
    return list(conversation.messages.select_related("author"))


def published_about(uri: str) -> Sequence[Conversation]:
    """What may be read under the object at `uri`; `messages_shown` in each is what the person agreed to."""
    said = Prefetch("messages", Message.objects.select_related("author"), to_attr="all_messages")
    found = Conversation.objects.filter(about=uri, published__isnull=False)
    rows = list(found.prefetch_related(said).order_by("published", "pk"))
    for row in rows:
        row.messages_shown = row.all_messages[: row.asked_to_publish]  # type: ignore[attr-defined]
    return rows


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
