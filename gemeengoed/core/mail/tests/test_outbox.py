"""The outbox against a real SMTP server: delivered, kept, refused, and resumed after a crash."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction
from django.utils import timezone

from gemeengoed.core.mail import delivery, ledger, queries, relay, supply, trouble
from gemeengoed.core.mail.delivery import deliver
from gemeengoed.core.mail.models import MailState, OutgoingMessage
from gemeengoed.core.mail.sweeping import sweep

from .smtp_server import unused_port

BACKEND = "gemeengoed.core.mail.backend.OutboxBackend"


@pytest.fixture(autouse=True)
def _outbox(settings) -> None:
    settings.EMAIL_BACKEND = BACKEND
    settings.EMAIL_URL = ""


def write(subject: str = "Hallo", to: str = "ada@example.org") -> None:
    send_mail(subject, "Dag Ada,\n.een punt vooraan\nen é.\n", None, [to])


def only() -> OutgoingMessage:
    return OutgoingMessage.objects.get()


@pytest.mark.django_db(transaction=True)
def test_a_message_is_delivered_after_the_commit(server) -> None:
    with transaction.atomic():
        write()
        assert server.messages == [], "nothing leaves before the commit"
    row = only()
    assert (row.state, row.recipient, row.attempts) == (MailState.SENT, "ada@example.org", 1)
    [message] = server.messages
    assert b"Subject: Hallo" in message
    assert server.recipients == ["ada@example.org"]
    assert "\n.een punt vooraan\n" in queries.letter(row).text.replace("\r\n", "\n")


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_sends_nothing(server) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not OutgoingMessage.objects.exists()
    assert server.messages == []


@pytest.mark.django_db(transaction=True)
def test_without_a_relay_mail_is_kept() -> None:
    write()
    assert only().state == MailState.KEPT
    deliver()
    assert only().state == MailState.KEPT


@pytest.mark.django_db(transaction=True)
def test_many_go_over_one_connection(server, settings) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, f"smtp://127.0.0.1:{unused_port()}"
    for number in range(5):
        write(f"nr {number}")
    OutgoingMessage.objects.update(next_try=timezone.now())
    settings.EMAIL_URL = url
    deliver()
    assert len(server.messages) == 5
    assert server.connections == 1


@pytest.mark.django_db(transaction=True)
def test_an_absent_relay_costs_no_message_an_attempt_and_is_told(settings, server) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, f"smtp://127.0.0.1:{unused_port()}"
    write()
    for _minute in range(30):
        deliver()
    assert (only().state, only().attempts) == (MailState.WAITING, 0)
    known = trouble.known()
    assert known is not None
    assert "refused" in known.trouble
    settings.EMAIL_URL = url
    deliver()
    assert only().state == MailState.SENT
    assert trouble.known() is None


@pytest.mark.django_db(transaction=True)
def test_a_message_that_waited_five_days_for_the_relay_is_given_up(settings, server) -> None:
    settings.EMAIL_URL = f"smtp://127.0.0.1:{unused_port()}"
    write()
    OutgoingMessage.objects.update(created=timezone.now() - timedelta(days=6))
    deliver()
    assert only().state == MailState.FAILED


@pytest.mark.parametrize(
    ("answer", "state"), [("451 later", MailState.WAITING), ("554 no", MailState.FAILED)]
)
@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_final_or_not(server, answer, state) -> None:
    server.answers = [answer]
    write()
    row = only()
    assert row.state == state
    assert answer[4:] in row.last_error


@pytest.mark.django_db(transaction=True)
def test_what_a_crash_left_is_sent_by_the_sweep(server) -> None:
    server.answers = ["break"]
    write()
    assert (only().state, server.messages) == (MailState.WAITING, [])
    # What a process that was killed at DATA leaves: 'sending', with a lease that ends.
    OutgoingMessage.objects.update(
        state=MailState.SENDING, lease_until=timezone.now() + timedelta(minutes=1)
    )
    deliver()
    assert server.messages == [], "somebody may still be busy with it"
    OutgoingMessage.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    deliver()
    assert len(server.messages) == 1
    assert only().state == MailState.SENT


@pytest.mark.django_db(transaction=True)
def test_kept_mail_goes_after_thirty_days() -> None:
    write("oud")
    OutgoingMessage.objects.update(created=timezone.now() - timedelta(days=31))
    write("nieuw")
    sweep()
    assert only().subject == "nieuw"


@pytest.mark.django_db
def test_operators_read_kept_mail_and_its_html_is_sealed(make_person, client_for) -> None:
    message = EmailMultiAlternatives("Brief", "Tekst", None, ["ada@example.org"])
    message.attach_alternative("<p>Hoi<script>alert(1)</script></p>", "text/html")
    message.send()
    row = only()
    client = client_for(make_person("baas", is_steward=True))
    assert "Brief" in client.get("/settings/server/mail/").content.decode()
    address = f"/settings/server/mail/{row.pk}/"
    page = client.get(address).content.decode()
    assert "Tekst" in page
    assert "alert(1)" not in page
    html = client.get(f"{address}html/")
    assert html["Content-Security-Policy"].startswith("sandbox;")
    assert "script" not in html["Content-Security-Policy"]
    other = client_for(make_person("ada"))
    for one in (address, f"{address}html/"):
        assert other.get(one).status_code == 403


@pytest.mark.parametrize("url", ["http://host", "smtp://", "host:25"])
def test_a_wrong_address_of_a_relay_is_refused(url) -> None:
    with pytest.raises(ValueError, match="GEMEENGOED_EMAIL_URL"):
        relay.parse(url)


def test_the_address_of_a_relay() -> None:
    parsed = relay.parse("smtps://me%40here:p%2Fw@mail.example")
    assert (parsed.host, parsed.port, parsed.user, parsed.password, parsed.implicit_tls) == (
        "mail.example",
        465,
        "me@here",
        "p/w",
        True,
    )


@pytest.mark.django_db(transaction=True)
def test_a_message_that_goes_once_it_is_claimed_holds_up_no_other(
    server, settings, gone_once_claimed
) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, f"smtp://127.0.0.1:{unused_port()}"
    write("weg", "bea@example.org")
    write("blijft")
    OutgoingMessage.objects.update(next_try=timezone.now())
    settings.EMAIL_URL = url
    with gone_once_claimed(OutgoingMessage.objects.filter(recipient="bea@example.org")):
        deliver()
    assert (only().state, server.recipients) == (MailState.SENT, ["ada@example.org"])


@pytest.mark.django_db(transaction=True)
def test_however_often_is_looked_a_bounded_number_is_held_and_the_oldest_goes_first(
    server, settings, monkeypatch
) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, ""
    for number in range(9):
        write(f"nr {number}", f"lezer{number}@example.org")
    OutgoingMessage.objects.update(state=MailState.WAITING, next_try=timezone.now())
    monkeypatch.setattr(supply, "MOST", 2)
    held = supply.Supply(relay.parse(url).pace, ())
    for _second in range(4):
        held.look(at_once=True)
    assert held.size == 2
    ledger.release(held.held)
    monkeypatch.setattr(supply, "_LOOK", 0)
    monkeypatch.setattr(delivery, "_ROUTINE", 0)
    settings.EMAIL_URL = url + "?connections=1"
    deliver()
    assert server.recipients == [f"lezer{number}@example.org" for number in range(9)]
