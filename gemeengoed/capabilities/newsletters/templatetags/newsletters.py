"""{% load newsletters %}: the signed form, and the words for proofs."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.mail import ledger
from gemeengoed.core.mail.incoming.decoding import clean
from gemeengoed.core.mail.mailings import services as mailings
from gemeengoed.core.mail.mailings.queries import Tally
from gemeengoed.core.mail.models import CopyState

from .. import letters_to_one
from .. import signed_form as forms
from ..models import Topic
from ..queries import subscribers
from ..services import approving, filling, sending

register = template.Library()

WHAT: dict[str, Any] = {
    "asked": _("asked for the letters"),
    "reminded": _("asked again; a mail with this page was sent"),
    "confirmed": _("confirmed"),
    "changed": _("changed choices"),
    "left": _("left the list"),
    "bounced": _("mail came back"),
    "imported": _("was put on the list by a steward"),
}
HOW: dict[str, Any] = {
    "form": _("by the form"),
    "mail": _("by mail"),
    "link": _("by the link in a mail"),
    "one-click": _("by the button of the mail program"),
    "import": _("from a file"),
    "bounce": _("the mail server said so"),
    "complaint": _("by marking a letter as unwanted"),
    "editor": _("by a steward"),
}

REASONS: dict[str, Any] = {
    approving.MEANWHILE: _("it changed after it was approved"),
    sending.SWITCHED_OFF: _("letters were switched off here when it was due"),
    letters_to_one.LEFT: _("left the list before it went"),
    letters_to_one.BOUNCED: _("mail to this address came back before it went"),
    filling.CANCELLED: _("the rest of the letter was stopped"),
    mailings.ERASED: _("had their address erased before it went"),
    ledger.UNKNOWN: _(
        "sent once more, since the server stopped before it heard whether it arrived"
    ),
}
"""Why a letter did not go, in words of our own; a mail server's words are shown as they are."""

register.simple_tag(forms.signed, name="signed_form")


@register.filter
def proof_what(what: str) -> Any:
    return WHAT.get(what, what)


@register.filter
def proof_how(how: str) -> Any:
    return HOW.get(how, how)


@register.filter
def reason(words: str) -> Any:
    return REASONS.get(words, words)


@register.filter
def as_words(mail: bytes) -> str:
    """A mail that is kept as proof, as it came; what is no UTF-8 in it is replaced."""
    return clean(bytes(mail).decode(errors="replace").replace("\r\n", "\n"))


@register.filter
def may_break(address: str) -> SafeString:
    """The address, which on a narrow screen goes on to the next line before its @."""
    before, at, domain = address.rpartition("@")
    return format_html("{}<wbr>{}{}", before, at, domain)


@register.filter
def topic_name(topic: Topic) -> str:
    return subscribers.topic_name(topic, get_language() or "nl")


@register.filter
def tally_rows(tally: Tally) -> list[tuple[str, Any, int]]:
    """(state, name, how many) of each state that somebody is in; together they are all."""
    rows = [(value, label, getattr(tally, value)) for value, label in CopyState.choices]
    return [row for row in rows if row[2]]
