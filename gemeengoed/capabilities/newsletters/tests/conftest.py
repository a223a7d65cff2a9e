"""A commons with letters, its steward and editor, and mail as it comes in."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.test import Client
from django.utils import timezone

from gemeengoed.capabilities.newsletters import letters_to_one, signed_form
from gemeengoed.capabilities.newsletters.models import Subscriber
from gemeengoed.capabilities.newsletters.services import subscribing
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services import joining, membership
from gemeengoed.core.mail import addresses
from gemeengoed.core.mail.incoming import coming_back
from gemeengoed.core.mail.incoming.bounces import Bounce
from gemeengoed.core.mail.incoming.reading import Incoming, read
from gemeengoed.core.mail.models import Copy, Mailing, OutgoingMessage
from gemeengoed.core.mail.tests.conftest import server, signing_keys
from gemeengoed.core.people.models import Person

__all__ = ["server", "signing_keys"]


@dataclass
class Scene:
    werf: Commons
    bea: Person  # steward
    eva: Person  # editor
    ko: Person  # editor
    clients: dict[str, Client]

    def join(self, client: Client | None = None, **fields: str) -> object:
        given = {"address": "noor@voorbeeld.nl", "language": "nl", **fields}
        given.setdefault("made", signed_form.signed("werf"))
        origin = {"origin": "http://testserver", "accept-language": "nl"}
        return (client or Client()).post("/@werf/newsletters/join/", given, headers=origin)

    def on_the_list(self, address: str = "noor@voorbeeld.nl", language: str = "nl") -> Subscriber:
        asked = subscribing.ask(self.werf, address, language=language, how="form", words="ja")
        subscribing.confirm(asked, "link", "ja")
        asked.refresh_from_db()
        return asked


@pytest.fixture
def scene(
    make_person: Callable[..., Person],
    make_commons: Callable[..., Commons],
    client_for: Callable[[Person], Client],
    settings,
) -> Scene:
    settings.MAIL_DOMAIN = "example.org"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    bea, eva, ko = (make_person(name) for name in ("bea", "eva", "ko"))
    werf = make_commons("werf", bea, joining="open")
    for editor in (eva, ko):
        membership.change_role(werf, joining.join(werf, editor).person, "editor", bea)
    people = {"bea": bea, "eva": eva, "ko": ko}
    clients = {name: client_for(person) for name, person in people.items()}
    return Scene(werf, bea, eva, ko, clients | {"visitor": Client()})


def mails(to: str = "") -> list[EmailMessage]:
    """What was posted, oldest first."""
    rows = OutgoingMessage.objects.order_by("pk")
    rows = rows.filter(recipient=to) if to else rows
    return [message_from_bytes(bytes(row.raw), policy=policy.default) for row in rows]  # type: ignore[misc]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def incoming(
    words: str = "",
    subject: str = "",
    sender: str = "Noor <noor@voorbeeld.nl>",
    authentic: str = "unknown",
    **headers: str,
) -> Incoming:
    """A mail as a taker gets it, read from the bytes of a whole one."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "werf@example.org", subject
    mail["Message-ID"] = f"<{time.perf_counter_ns()}@voorbeeld.nl>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    return read(1, mail.as_bytes(policy=policy.SMTP), timezone.now(), authentic)


def letter_went(subscriber: Subscriber, is_full: bool = False) -> None:
    """A letter that was sent to them; when their mailbox `is_full` it comes back a little later."""
    mailing = Mailing.objects.create(reference=addresses.new_token(), template=b"")
    copy = Copy.objects.create(
        mailing=mailing,
        key=addresses.new_token(),
        reference=letters_to_one.reference(subscriber),
        recipient=subscriber.address,
        state="sent",
        sent=timezone.now(),
    )
    if is_full:
        coming_back.bounced(copy.key, Bounce(hard=False, why="452 4.2.2 full"))
