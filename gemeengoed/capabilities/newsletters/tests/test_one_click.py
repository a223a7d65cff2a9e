"""Leaving with one press, by a mail program as RFC 8058 describes it, which knows nothing of this server."""

import http.client
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import dkim
import pytest

from gemeengoed.capabilities.newsletters.models import Proof, Subscriber, SubscriberState
from gemeengoed.core.mail import delivery, keys
from gemeengoed.core.mail.models import SigningKey
from gemeengoed.core.mail.tests.smtp_server import smtp_server

from .conftest import Scene
from .test_sending import letter, send

pytestmark = pytest.mark.django_db(transaction=True)
COVERED = {"list-unsubscribe", "list-unsubscribe-post"}
BOUNDARY = "x5o0b9"
MULTIPART = (
    f"multipart/form-data; boundary={BOUNDARY}",
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n--{BOUNDARY}--\r\n',
)
FORM = ("application/x-www-form-urlencoded", "%s=%s")
"""Section 3.2: it SHOULD send the first and MAY send the second."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]


class MailProgram:
    """A receiver that verified the signature and shows a button (sections 3.2 and 4)."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.mail = message_from_bytes(raw, policy=policy.default)

    def offers_a_button(self) -> bool:
        """Only for a signature that holds and covers both fields; else nobody vouches for the address."""
        return any(
            self._names(number) >= COVERED and dkim.DKIM(self.raw).verify(number, dnsfunc=_dns)
            for number in range(len(self.mail.get_all("DKIM-Signature", [])))
        )

    def _names(self, number: int) -> set[str]:
        value = re.sub(r"\s", "", self.mail.get_all("DKIM-Signature")[number])
        return set(dict(part.split("=", 1) for part in value.split(";") if part)["h"].split(":"))

    def address(self) -> str:
        """The one address of the web in it (section 3.1)."""
        found = re.findall(r"<(https?:[^>\s]+)>", self.mail["List-Unsubscribe"])
        assert len(found) == 1
        return str(found[0])

    def press(self, form: tuple[str, str]) -> Answer:
        kind, body = form
        name, _equals, value = self.mail["List-Unsubscribe-Post"].partition("=")
        assert (name, value) == ("List-Unsubscribe", "One-Click")
        return self.request("POST", body % (name, value), {"Content-Type": kind})

    def request(
        self, method: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """On its own connection, with no cookie, no Origin and no page it came from; follows nothing."""
        at = urlsplit(self.address())
        connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=30)
        try:
            connection.request(method, f"{at.path}?{at.query}".rstrip("?"), body, headers or {})
            answer = connection.getresponse()
            answer.read()
            return Answer(
                answer.status, {name.lower(): value for name, value in answer.headers.items()}
            )
        finally:
            connection.close()


def _dns(name: bytes, timeout: int = 5) -> bytes:
    """What stands in DNS for each key (RFC 6376, section 3.6.1)."""
    selector = name.decode().partition(".")[0]
    key = SigningKey.objects.get(selector=selector)
    return f"v=DKIM1; k={key.algorithm}; p={key.public}".encode()


@pytest.fixture
def program(scene: Scene, live_server, settings) -> MailProgram:
    """With a letter that went out over SMTP to somebody on the list."""
    settings.BASE_URL = live_server.url
    scene.on_the_list()
    keys.signers()
    with smtp_server() as relay:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{relay.port}"
        send(scene, letter(scene))
        delivery.deliver()
        sent = [raw for raw in relay.messages if b"List-Unsubscribe:" in raw]
    assert len(sent) == 1
    return MailProgram(sent[0])


def state() -> str:
    return str(Subscriber.objects.get().state)


def test_a_mail_program_offers_the_button_and_one_press_leaves(program: MailProgram) -> None:
    assert program.offers_a_button()
    for method in ("GET", "HEAD"):
        assert program.request(method).status == 200
    assert state() == SubscriberState.ON
    for form in (MULTIPART, FORM):
        Subscriber.objects.update(state=SubscriberState.ON)
        answer = program.press(form)
        assert answer.status == 200, "no redirect (section 3.1)"
        assert "set-cookie" not in answer.headers
        assert state() == SubscriberState.LEFT
    assert Proof.objects.filter(what="left", how="one-click").count() == 2
    assert program.press(MULTIPART).status == 200, "twice is once"
    assert Proof.objects.filter(what="left").count() == 2


def test_other_fields_in_the_place_of_the_signed_ones_get_no_button(program: MailProgram) -> None:
    address = program.address().encode()
    for forged in (
        program.raw.replace(address, b"https://elders.example/leave"),
        program.raw.replace(b"List-Unsubscribe-Post: ", b"List-Unsubscribe-Post:  x"),
    ):
        assert forged != program.raw
        assert not MailProgram(forged).offers_a_button()
