"""Reads of the list."""

from django.db.models import Count, Q, QuerySet

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.text import languages

from ..models import Proof, Subscriber, SubscriberState, Topic


def by_token(token: str) -> Subscriber | None:
    """Also on the list of a commons that has been given up: leaving it and being erased remain."""
    rows = Subscriber.objects.select_related("commons__actor", "commons__picture")
    return rows.filter(token=token.lower()).first()


def of_address(commons: Commons, address: str) -> Subscriber | None:
    return Subscriber.objects.filter(commons=commons, folded=address.lower()).first()


def topics(commons: Commons) -> list[Topic]:
    return list(Topic.objects.filter(commons=commons))


def topic_name(topic: Topic, language: str) -> str:
    return languages.best(topic.name, [language])[1] or topic.slug


def proofs(subscriber: Subscriber) -> QuerySet[Proof]:
    """Oldest first, without the mails themselves."""
    return subscriber.proofs.defer("mail").order_by("moment", "pk")


def mails_kept(subscriber: Subscriber, what: str) -> list[bytes]:
    """The mails, from the start as far as they are kept, that prove `what` they did."""
    rows = subscriber.proofs.filter(what=what)
    return [bytes(mail) for mail in rows.values_list("mail", flat=True) if mail is not None]


def listed(commons: Commons, state: str = "", words: str = "") -> QuerySet[Subscriber]:
    """By address."""
    rows = Subscriber.objects.filter(commons=commons)
    rows = rows.filter(state=state) if state else rows
    if words:
        rows = rows.filter(Q(folded__contains=words.lower()) | Q(name__icontains=words))
    return rows.order_by("folded")


def counts(commons: Commons) -> dict[str, int]:
    """How many there are in each state."""
    rows = Subscriber.objects.filter(commons=commons).order_by().values("state")
    return {row["state"]: row["n"] for row in rows.annotate(n=Count("pk"))}


def who_get(commons: Commons, chosen: list[int]) -> QuerySet[Subscriber]:
    """Those on the list who get a letter about these topics (pks); without topics everybody. Who chose no
    topic gets every letter; of whom all topics are gone none of those."""
    rows = Subscriber.objects.filter(commons=commons, state=SubscriberState.ON)
    if chosen:
        rows = rows.filter(
            Q(topics__in=chosen) | Q(topics__isnull=True, topics_gone=False)
        ).distinct()
    return rows.order_by("pk")
