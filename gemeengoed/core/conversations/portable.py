"""Exchanges that are published, on the way to another server.

They go as they can be read: what the person agreed to, with the name if they wanted that, and never with
their address. So over there they are like exchanges whose address was erased. All else stays: whoever
wrote to this server gets the answer from here.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.mail import addresses
from gemeengoed.core.portable import Arrival, Departure, Portable, Row, fields, values

from . import queries
from .models import Consent, Conversation, ConversationState, Message
from .publishable import all_so_far

CONVERSATION = ("subject", "language", "named", "published", "created", "moved")
MESSAGE = ("words", "created")


def _exchanges(departure: Departure) -> Iterable[Row]:
    mine = Conversation.objects.filter(
        commons__actor__handle=departure.handle, published__isnull=False, consent=Consent.GIVEN
    )
    for about in mine.order_by("about").values_list("about", flat=True).distinct():
        for one in queries.published_about(about):
            said = one.messages_shown  # type: ignore[attr-defined]
            yield {
                **values(one, *CONVERSATION),
                "about": departure.below(about),
                "name": one.name if one.named else "",
                "messages": [_message(departure, message) for message in said],
            }


def _message(departure: Departure, message: Message) -> Row:
    return {**values(message, *MESSAGE), "author": departure.person(message.author_id)}


def _bring(arrival: Arrival, rows: Iterator[Row]) -> None:
    for row in rows:
        given = fields(Conversation, row, *CONVERSATION, "name")
        one = Conversation.objects.create(
            commons_id=arrival.commons,
            about=arrival.address(str(row["about"]))[:500],
            token=addresses.new_token(),
            state=ConversationState.CLOSED,
            consent=Consent.GIVEN,
            **given,
        )
        Message.objects.bulk_create(
            Message(
                conversation=one,
                author_id=arrival.person(said["author"]),
                **fields(Message, said, *MESSAGE),
            )
            for said in row["messages"]
        )
        Conversation.objects.filter(pk=one.pk).update(**all_so_far(one))


PORTABLE = (
    Portable(
        "exchanges",
        _exchanges,
        _bring,
        holds=_(
            "What readers asked and editors answered, where it can be read under a text; without the "
            "address of who asked. Other conversations stay here."
        ),
    ),
)
