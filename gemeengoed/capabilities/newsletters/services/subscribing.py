"""Coming onto the list and leaving it, with a proof of each step. Nobody is on it before they confirmed.

Whoever asks hears the same, whether the address is on the list or not; only its owner reads more, by mail.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.mail import addresses
from gemeengoed.core.text import typed

from .. import letters_to_one
from ..models import Proof, Subscriber, SubscriberState, Topic

MOST_ASKED = 3
"""Confirmations that one address gets in a day, however often somebody fills it in."""
LONGEST_MAIL = 100_000
"""Bytes kept of a mail as proof."""


def checked_address(address: str) -> str:
    """`address` as it is kept. Raises ValidationError (address)."""
    address = address.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        wrong = _("This is not an e-mail address: check it, such as name@example.org.")
        raise ValidationError({"address": wrong}, code="address") from error
    return address


def ask(
    commons: Commons,
    address: str,
    *,
    language: str,
    how: str,
    words: str,
    name: str = "",
    topics: Sequence[Topic] = (),
    mail: bytes | None = None,
) -> Subscriber:
    """Somebody asks for the letters: sends the mail to confirm that. Raises ValidationError (address).

    `how` is 'form' or 'mail'; `words` what stood before their eyes when they asked.
    """
    address = checked_address(address)
    with transaction.atomic():
        subscriber, new = Subscriber.objects.get_or_create(
            commons=commons,
            folded=address.lower(),
            defaults={
                "address": address,
                "name": typed.line(name)[:120],
                "language": language,
                "token": addresses.new_token(),
            },
        )
        if subscriber.state == SubscriberState.ON:
            _remind(subscriber)
            return subscriber
        if not new and _asked_today(subscriber) >= MOST_ASKED:
            return subscriber
        _ask_anew(subscriber, language, topics)
        _prove(subscriber, "asked", how, words, mail)
        letters_to_one.confirmation(subscriber)
    return subscriber


def _ask_anew(subscriber: Subscriber, language: str, topics: Sequence[Topic]) -> None:
    subscriber.state = SubscriberState.ASKED
    subscriber.language = language
    subscriber.ended = None
    subscriber.save(update_fields=["state", "language", "ended"])
    subscriber.topics.set(topics)


def _asked_today(subscriber: Subscriber) -> int:
    today = timezone.now() - timedelta(days=1)
    return subscriber.proofs.filter(what="asked", moment__gt=today).count()


def _remind(subscriber: Subscriber) -> None:
    """Who is on the list and asks again gets the link to their choices, once a day."""
    today = timezone.now() - timedelta(days=1)
    if not subscriber.proofs.filter(what="reminded", moment__gt=today).exists():
        _prove(subscriber, "reminded", "mail", "")
        letters_to_one.already_there(subscriber)


def confirm(subscriber: Subscriber, how: str, words: str, mail: bytes | None = None) -> bool:
    """The owner of the address agrees; sends the welcome. Whether that changed anything: twice is once."""
    with transaction.atomic():
        waiting = Subscriber.objects.filter(pk=subscriber.pk).exclude(state=SubscriberState.ON)
        now = timezone.now()
        if not waiting.update(state=SubscriberState.ON, confirmed=now, ended=None, bounces=0):
            return False
        subscriber.refresh_from_db()
        _prove(subscriber, "confirmed", how, words, mail)
        letters_to_one.welcome(subscriber)
    return True


def change(
    subscriber: Subscriber, *, name: str, language: str, topics: Sequence[Topic], words: str
) -> None:
    """What the subscriber chooses on their own page."""
    with transaction.atomic():
        subscriber.name, subscriber.language = typed.line(name)[:120], language
        subscriber.save(update_fields=["name", "language"])
        subscriber.topics.set(topics)
        _prove(subscriber, "changed", "link", words)


def leave(subscriber: Subscriber, how: str, mail: bytes | None = None) -> bool:
    """No letter goes to them any more, from now on. Whether that changed anything."""
    return _end(subscriber, SubscriberState.LEFT, "left", how, mail)


def came_back(subscriber: Subscriber, why: str) -> bool:
    """Mail to this address cannot be delivered (any more)."""
    return _end(subscriber, SubscriberState.BOUNCED, "bounced", "bounce", words=why)


def complained(subscriber: Subscriber) -> bool:
    """They marked a letter as unwanted: that is leaving, said in another way."""
    return _end(subscriber, SubscriberState.COMPLAINED, "left", "complaint")


def _end(
    subscriber: Subscriber,
    state: SubscriberState,
    what: str,
    how: str,
    mail: bytes | None = None,
    words: str = "",
) -> bool:
    with transaction.atomic():
        there = Subscriber.objects.filter(
            pk=subscriber.pk, state__in=[SubscriberState.ON, SubscriberState.ASKED]
        )
        if not there.update(state=state, ended=timezone.now()):
            return False
        subscriber.state = state
        _prove(subscriber, what, how, words, mail)
    letters_to_one.skip_waiting(subscriber)
    return True


def erase(subscriber: Subscriber) -> None:
    """Nothing stays but the count: not in the list, not in what was sent."""
    letters_to_one.forget(subscriber.address)
    subscriber.delete()


def _prove(
    subscriber: Subscriber, what: str, how: str, words: str, mail: bytes | None = None
) -> None:
    kept = mail[:LONGEST_MAIL] if mail is not None else None
    Proof.objects.create(subscriber=subscriber, what=what, how=how, words=words, mail=kept)
