"""Coming onto the list and leaving it, with a proof of each step. Nobody is on it before they confirmed.

Whoever asks hears the same, whether the address is on the list or not; only its owner reads more, by mail.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.conversations import erasing as conversations
from gemeengoed.core.mail import addresses, headers
from gemeengoed.core.text import typed

from .. import erasing, letters_to_one
from ..models import Proof, Subscriber, SubscriberState, Topic

MOST_ASKED = 3
"""Confirmations that one address gets in a day, however often somebody fills it in."""
UNREACHED = (SubscriberState.BOUNCED, SubscriberState.COMPLAINED)
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_NEEDS_NO_QUOTES = re.compile(rf'"({_ATOM}(?:\.{_ATOM})*)"', re.ASCII)
LONGEST_MAIL = 100_000
"""Bytes kept of a mail as proof."""


def checked_address(address: str) -> str:
    """`address` as it is kept. Raises ValidationError (address), also when no mail could be sent there."""
    address = address.strip()
    try:
        validate_email(address)
        headers.ascii_address(address)
    except (ValidationError, headers.BadHeader) as error:
        wrong = _("This is not an e-mail address: check it, such as name@example.org.")
        raise ValidationError({"address": wrong}, code="address") from error
    return _spelled(address)


def _spelled(address: str) -> str:
    """The one spelling of a mailbox that has several: a domain as it is looked up (RFC 3490: 'CAFÉ' is
    'café'), without quotes that mean nothing (RFC 5321, section 4.1.2). Else each would be somebody else,
    with confirmations of their own."""
    local, _at, domain = address.rpartition("@")
    if not domain.isascii():
        domain = domain.encode("idna").decode("idna")
    quoted = _NEEDS_NO_QUOTES.fullmatch(local)
    return f"{quoted[1] if quoted else local}@{domain}"


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
    answers: str = "",
    vouched: bool = False,
) -> Subscriber:
    """Somebody asks for the letters: sends the mail to confirm that. Raises ValidationError (address).

    `how` is 'form' or 'mail'; `words` what stood before their eyes when they asked; `answers` the Message-ID
    of the `mail`, and `vouched` whether it surely came from this address. Since anybody can ask for any
    address, nothing changes about who is known here: what was wished waits until they confirm.
    """
    address = checked_address(address)
    found = _known(commons, address) or Subscriber(
        commons=commons,
        address=address,
        folded=address.lower(),
        name=typed.line(name)[:120],
        language=language,
        token=addresses.new_token(),
    )
    if found.state == SubscriberState.ON:
        remind(found, answers)
        return found
    if not _may_be_asked(found, vouched):
        return found
    message = letters_to_one.confirmation(found, language, answers)
    wish = {
        "name": typed.line(name)[:120],
        "language": language,
        "topics": [one.pk for one in topics],
    }
    with transaction.atomic():
        subscriber = _kept(found, wish)
        # Another one who asks at this moment may have been first.
        if subscriber.token == found.token and _may_be_asked(subscriber, vouched):
            _prove(subscriber, "asked", how, words, mail)
            letters_to_one.post([(subscriber, message)])
    return subscriber


def _known(commons: Commons, address: str) -> Subscriber | None:
    found = Subscriber.objects.filter(commons=commons, folded=address.lower()).first()
    if found is not None:
        found.commons = commons
    return found


def _kept(found: Subscriber, wish: dict[str, Any]) -> Subscriber:
    """The row, locked: a new one with what was wished, or the one that was there, with the wish beside it."""
    values = {name: getattr(found, name) for name in ("address", "name", "language", "token")}
    row, new = Subscriber.objects.get_or_create(
        commons=found.commons, folded=found.folded, defaults=values
    )
    if new:
        row.topics.set(wish["topics"])
    elif row.token == found.token:
        Subscriber.objects.filter(pk=row.pk).update(wish=wish)
    row = Subscriber.objects.select_for_update().get(pk=row.pk)
    row.commons = found.commons
    return row


def _may_be_asked(subscriber: Subscriber, vouched: bool) -> bool:
    """Not who is on the list or was asked a few times today. Whose mail came back or who called a letter
    unwanted is left in peace, whatever others fill in, until they surely ask for it themselves."""
    if subscriber.state == SubscriberState.ON:
        return False
    if subscriber.state in UNREACHED and not vouched:
        return False
    if subscriber.pk is None:
        return True
    today = timezone.now() - timedelta(days=1)
    return subscriber.proofs.filter(what="asked", moment__gt=today).count() < MOST_ASKED


def remind(subscriber: Subscriber, answers: str = "") -> None:
    """Who is on the list and asks or confirms again gets the link to their choices, once a day."""
    if _reminded(subscriber):
        return
    message = letters_to_one.already_there(subscriber, answers)
    with transaction.atomic():
        Subscriber.objects.select_for_update().get(pk=subscriber.pk)
        if not _reminded(subscriber):
            _prove(subscriber, "reminded", "mail", "")
            letters_to_one.post([(subscriber, message)])


def _reminded(subscriber: Subscriber) -> bool:
    today = timezone.now() - timedelta(days=1)
    return subscriber.proofs.filter(what="reminded", moment__gt=today).exists()


def confirm(
    subscriber: Subscriber, how: str, words: str, mail: bytes | None = None, answers: str = ""
) -> bool:
    """The owner of the address agrees, and what was wished holds; sends the welcome. Whether that changed
    anything: twice is once."""
    if subscriber.state == SubscriberState.ON:
        return False
    wish = subscriber.wish
    subscriber.name = wish.get("name") or subscriber.name
    subscriber.language = wish.get("language", subscriber.language)
    message = letters_to_one.welcome(subscriber, answers)
    with transaction.atomic():
        waiting = Subscriber.objects.filter(pk=subscriber.pk).exclude(state=SubscriberState.ON)
        if not waiting.update(
            state=SubscriberState.ON,
            confirmed=timezone.now(),
            ended=None,
            bounces=0,
            name=subscriber.name,
            language=subscriber.language,
            wish={},
        ):
            return False
        subscriber.refresh_from_db(fields=["state", "confirmed", "ended", "bounces", "wish"])
        if wish:
            _choose(subscriber, wish["topics"])
        _prove(subscriber, "confirmed", how, words, mail)
        letters_to_one.post([(subscriber, message)])
    return True


def refuse(subscriber: Subscriber, mail: bytes) -> None:
    """The owner of the address says no to the question whether they asked: an address that was only asked is
    erased. Who left before stays where they were, so that no imported list brings them back."""
    if subscriber.state == SubscriberState.ASKED:
        erasing.erase(subscriber)
    elif not leave(subscriber, "mail", mail):
        Subscriber.objects.filter(pk=subscriber.pk).update(wish={})


def change(
    subscriber: Subscriber, *, name: str, language: str, topics: Sequence[Topic], words: str
) -> None:
    """What the subscriber chooses on their own page."""
    with transaction.atomic():
        subscriber.name, subscriber.language = typed.line(name)[:120], language
        subscriber.wish = {}
        subscriber.save(update_fields=["name", "language", "wish"])
        if subscriber.commons.topics.exists():
            _choose(subscriber, [topic.pk for topic in topics])
        _prove(subscriber, "changed", "link", words)


def _choose(subscriber: Subscriber, topics: Sequence[int]) -> None:
    """Those that are there; who chose others only did not choose everything."""
    there = list(subscriber.commons.topics.filter(pk__in=topics))
    subscriber.topics.set(there)
    subscriber.topics_gone = bool(topics) and not there
    subscriber.save(update_fields=["topics_gone"])


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
        if not there.update(state=state, ended=timezone.now(), wish={}):
            return False
        subscriber.state = state
        _prove(subscriber, what, how, words, mail)
    letters_to_one.skip_waiting(subscriber)
    return True


def erase(subscriber: Subscriber) -> None:
    """They asked for it: nothing stays but the count. Not in the list, not in what was sent, not in what they
    wrote to the editors of this commons, but for what they agreed to have published."""
    with transaction.atomic():
        conversations.erase_address(subscriber.address, subscriber.commons)
        erasing.erase(subscriber)


def _prove(
    subscriber: Subscriber, what: str, how: str, words: str, mail: bytes | None = None
) -> None:
    kept = mail[:LONGEST_MAIL] if mail is not None else None
    Proof.objects.create(subscriber=subscriber, what=what, how=how, words=words, mail=kept)
