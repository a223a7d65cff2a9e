"""What kind of message came in. Only 'mail' is somebody's own words; nothing else is ever answered.

RFC 3834 says how automatic mail is recognised; the rest is what programs really write.
"""

import re
from collections.abc import Callable
from enum import StrEnum

from django.conf import settings

from .. import addresses
from ..models import Copy, OutgoingMessage
from . import decoding
from .mime import Headers, parameter
from .reading import author
from .routing import Kind, is_ours, route

MOST_HOPS = 50
"""'Received' lines after which a message goes round (RFC 5321, section 6.3, asks for a large number)."""


class Sort(StrEnum):
    """The value is the outcome with which a message of this sort is dropped."""

    MAIL = "mail"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    AUTOMATIC = "auto-reply"
    LIST = "mailing list"
    LOOP = "loop"
    FORGED = "forged"
    NO_SENDER = "no sender"


_AUTOMATIC_FIELDS = frozenset(
    {
        "x-autoreply",
        "x-autorespond",
        "x-autoresponder",
        "x-autoresponse",
        "x-autoreply-from",
        "x-mail-autoreply",
        "x-fc-machinegenerated",
        "x-amazon-auto-reply",
        "x-ms-exchange-generated-message-source",
    }
)
_AUTOMATIC_SENDER = re.compile(
    r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|geen-?antwoord|niet-?beantwoorden|bounces?|"
    r"autoreply|auto-reply|notifications?|owner-.*|.*-(owner|request|bounces?))([+=].*)?@",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"^\W*(?:auto(?:matisch(?:e)?|matic|matisk|matische)?[- ]?(?:antwoord|reply|reactie|response|antwort)\b|"
    r"auto ?: |out[- ]of[- ](?:the[- ])?office\b|afwezigheids?(?:bericht|melding|assistent)\b|"
    r"afwezig ?: |niet aanwezig ?: |buiten kantoor ?: |vakantiebericht\b|ontvangstbevestiging\b|"
    r"abwesenheitsnotiz\b|réponse automatique\b|respuesta automática\b)",
    re.IGNORECASE,
)
"""How the subjects of automatic answers begin; each is precise, since somebody's own mail may be about
being away."""


def sort(headers: Headers, sender: str) -> Sort:
    """`sender` is that of the envelope, empty for mail that must not be answered (RFC 5321, 4.5.5)."""
    return next((found for found, holds in _RULES if holds(headers, sender)), Sort.MAIL)


def is_report(headers: Headers, kind: str) -> bool:
    """RFC 6522: multipart/report with its kind."""
    given = headers.get("Content-Type").lower()
    return (
        given.startswith("multipart/report") and kind in parameter(headers, "report-type").lower()
    )


def is_from_postmaster(headers: Headers, sender: str) -> bool:
    """A bounce of a server that follows no standard."""
    return bool(
        re.match(r"(mailer-daemon|postmaster)@", author(headers)[1] or sender, re.IGNORECASE)
    )


def is_automatic(headers: Headers, sender: str) -> bool:
    said = headers.get("Auto-Submitted").partition(";")[0].strip().lower()
    if said not in ("", "no"):
        return True
    if (
        sender == ""
        or _AUTOMATIC_SENDER.match(sender)
        or _AUTOMATIC_SENDER.match(author(headers)[1])
    ):
        return True
    if _AUTOMATIC_FIELDS & set(headers.names()) or "autoresponder" in _class_of(headers):
        return True
    return headers.get("Precedence").lower() == "auto_reply" or _is_away(headers)


def _class_of(headers: Headers) -> str:
    return (headers.get("X-POST-MessageClass") + headers.get("Delivered-To")).lower()


def _is_away(headers: Headers) -> bool:
    subject = decoding.header(headers.get("Subject"), 200)
    return bool(_AWAY.match(subject)) or "out_of_office" in headers.get("X-Cron-Env").lower()


def is_of_a_list(headers: Headers) -> bool:
    """RFC 2369, RFC 2919, and what older lists write."""
    fields = {
        "list-id",
        "list-post",
        "list-unsubscribe",
        "list-help",
        "mailing-list",
        "x-mailing-list",
    }
    precedence = headers.get("Precedence").lower()
    return bool(fields & set(headers.names())) or precedence in ("list", "bulk", "junk")


def goes_round(headers: Headers, sender: str) -> bool:
    """It came from here, or has been everywhere."""
    if len(headers.all("Received")) > MOST_HOPS:
        return True
    if addresses.domain() in (value.lower() for value in headers.all("X-Loop")):
        return True
    return is_from_here(sender) or is_from_here(author(headers)[1]) or is_ours_by_id(headers)


def is_from_here(address: str) -> bool:
    """Whether this server itself writes with that address."""
    if not address:
        return False
    own = address.lower() in (settings.DEFAULT_FROM_EMAIL.lower(), settings.SERVER_EMAIL.lower())
    if own or not is_ours(address):
        return own
    found = route(address)  # a relay of the same domain reports as its postmaster
    return found is not None and found.kind != Kind.OPERATORS


def is_ours_by_id(headers: Headers) -> bool:
    """Whether it has the Message-ID of a message that we sent."""
    given = headers.get("Message-ID")
    key = given.strip("<>").partition("@")[0].lower()
    return OutgoingMessage.objects.filter(message_id=given[:200]).exists() or (
        Copy.objects.filter(key=key[:40]).exists()
    )


_RULES: tuple[tuple[Sort, Callable[[Headers, str], bool]], ...] = (
    (Sort.LOOP, goes_round),
    (Sort.COMPLAINT, lambda headers, _sender: is_report(headers, "feedback-report")),
    (Sort.BOUNCE, lambda headers, _sender: is_report(headers, "delivery-status")),
    (Sort.BOUNCE, is_from_postmaster),
    (Sort.AUTOMATIC, is_automatic),
    (Sort.LIST, lambda headers, _sender: is_of_a_list(headers)),
    (Sort.NO_SENDER, lambda headers, _sender: not author(headers)[1]),
)
"""The first that holds says what it is."""
