"""What operators see of the mail that came in."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.jobs.backlog import Backlog, measure
from gemeengoed.core.registry import Words

from ..models import IncomingMessage, IncomingState
from . import decoding
from .reading import Incoming, read

LONGEST_SHOWN = 512 * 1024
"""Bytes of a raw message that are shown."""

OUTCOMES: dict[str, Words] = {
    "unknown address": _("nobody here has that address"),
    "bounce": _("a bounce that did not come by a return path of ours"),
    "auto-reply": _("an automatic answer"),
    "mailing list": _("from a mailing list"),
    "loop": _("it came from here"),
    "forged": _("the domain of the sender says that it is not theirs"),
    "no sender": _("it does not say who wrote it"),
    "no failure": _("a notice that mail is late, or no bounce at all"),
    "nobody took it": _("nobody wanted it"),
    "too large": _("too large"),
    "for operators": _("for the operators of this server"),
    "hard bounce": _("mail of ours came back: the address is no good"),
    "soft bounce": _("mail of ours came back: it did not work this time"),
    "unknown bounce": _("mail came back that is not known here"),
    "bounce disagrees": _("a bounce that does not fit the mail it names"),
    "complaint": _("a reader marked mail of ours as unwanted"),
    "unknown complaint": _("a complaint about mail that is not known here"),
    "ended the work process": _("reading it ended the program each time"),
    "by an operator": _("dropped by an operator"),
    "conversation": _("a conversation with the editors"),
    "asked": _("asked to be on the list"),
    "joined": _("joined the list"),
    "refused": _("does not want to be on the list"),
    "left": _("left the list"),
}
"""What the words in `IncomingMessage.outcome` mean; another word of a taker is shown as it is."""


@dataclass(frozen=True)
class Shown:
    """One message for the page: `mail` is what a taker got or would get."""

    row: IncomingMessage
    mail: Incoming
    size: int
    outcome: Words


def listed(state: str = "") -> QuerySet[IncomingMessage]:
    """Newest first, without their raw bytes."""
    rows = IncomingMessage.objects.defer("raw").order_by("-pk")
    return rows.filter(state=state) if state else rows


def outcome(row: IncomingMessage) -> Words:
    return OUTCOMES.get(row.outcome, row.outcome)


def shown(row: IncomingMessage) -> Shown:
    raw = bytes(row.raw)
    return Shown(row, read(row.pk, raw, row.received), len(raw), outcome(row))


def raw_text(row: IncomingMessage) -> str:
    """The message as it came, as far as it is shown, in characters."""
    return decoding.characters(bytes(row.raw[:LONGEST_SHOWN]), "utf-8")


def backlog() -> Backlog:
    """Messages that wait to be read and handed on."""
    return measure(
        IncomingMessage.objects.all(),
        waiting=Q(state=IncomingState.WAITING),
        since="received",
        failed=Q(state=IncomingState.FAILED),
    )
