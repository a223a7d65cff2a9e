"""One message to many: begun once, paused, resumed, cancelled; each copy accounted for."""

import re
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.mail import send_mail
from django.utils import timezone

from gemeengoed.core.mail import delivery, ledger
from gemeengoed.core.mail.compose import Mail
from gemeengoed.core.mail.mailings import queries, services
from gemeengoed.core.mail.mailings.filling import MissingValue
from gemeengoed.core.mail.mailings.services import Recipient
from gemeengoed.core.mail.models import Copy, CopyState, Mailing, MailingState
from gemeengoed.core.mail.sweeping import sweep

from .smtp_server import Received

pytestmark = pytest.mark.django_db(transaction=True)
MAIL = Mail(subject="Dag ⟦naam⟧", text="Dag ⟦naam⟧, dit is de brief.")


def readers(number: int, first: int = 0) -> Iterator[Recipient]:
    for one in range(first, first + number):
        yield Recipient(f"lezer:{one}", f"lezer{one}@example.org", {"naam": f"Lezer {one}"})


def begun(number: int = 5, **more) -> Mailing:
    return services.begin("brief:1", MAIL, readers(number), **more)


def test_each_gets_their_own_copy_and_is_counted(server: Received) -> None:
    mailing = begun(5)
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DONE
    assert mailing.ended is not None
    tally = queries.tally(mailing)
    assert (tally.total, tally.sent, tally.doubled) == (5, 5, 0)
    assert sorted(server.delivered()) == [f"lezer{one}@example.org" for one in range(5)]
    for message, copy in zip(server.messages, queries.copies(mailing), strict=True):
        number = copy.reference.partition(":")[2]
        assert f"Subject: Dag Lezer {number}\r\n".encode() in message
        assert f"Message-ID: <{copy.key}@localhost>\r\n".encode() in message
        assert message.startswith(b"DKIM-Signature: ")
        assert (copy.answer, copy.attempts) == ("250 ok", 1)
    assert sorted(server.senders) == sorted(f"bounce+{c.key}@localhost" for c in Copy.objects.all())


def test_begun_twice_it_goes_once(server: Received) -> None:
    begun(3)
    begun(3)
    assert len(server.messages) == 3


def test_what_a_crash_left_half_is_completed(server: Received, monkeypatch) -> None:
    monkeypatch.setattr(services, "BATCH", 5)

    def breaks() -> Iterator[Recipient]:
        yield from readers(services.BATCH)
        raise OSError("the process was killed")

    with pytest.raises(OSError, match="killed"):
        services.begin("brief:1", MAIL, breaks())
    delivery.deliver()
    assert server.messages == [], "nothing goes before every recipient has a row"
    assert Copy.objects.count() == services.BATCH
    mailing = services.begin("brief:1", MAIL, readers(services.BATCH + 2))
    assert queries.tally(mailing).sent == services.BATCH + 2
    assert len(set(server.delivered())) == len(server.messages) == services.BATCH + 2


def test_a_recipient_without_a_value_is_named_before_anything_goes(server: Received) -> None:
    with pytest.raises(MissingValue, match="lezer:9 has no value for naam"):
        services.begin("brief:1", MAIL, [Recipient("lezer:9", "a@example.org")])
    assert server.messages == []


def test_it_waits_for_its_moment(server: Received) -> None:
    mailing = begun(2, not_before=timezone.now() + timedelta(hours=1))
    assert queries.tally(mailing).waiting == 2
    Mailing.objects.update(not_before=timezone.now())
    Copy.objects.update(next_try=timezone.now())
    delivery.deliver()
    assert queries.tally(mailing).sent == 2


def test_paused_nothing_goes_and_resumed_it_goes_on(server: Received, settings) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, ""
    mailing = begun(3)
    assert services.pause(mailing)
    assert not services.pause(mailing)
    settings.EMAIL_URL = url
    delivery.deliver()
    assert server.messages == []
    assert services.resume(mailing)
    assert queries.tally(mailing).sent == 3


def test_cancelled_who_waits_is_told_as_not_sent(server: Received, settings) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, ""
    mailing = begun(3)
    assert services.cancel(mailing, "een fout in de datum") == 3
    settings.EMAIL_URL = url
    delivery.deliver()
    assert server.messages == []
    tally = queries.tally(mailing)
    assert (tally.skipped, tally.waiting) == (3, 0)
    assert {copy.answer for copy in queries.copies(mailing)} == {"een fout in de datum"}
    assert (mailing.state, mailing.why) == (MailingState.CANCELLED, "een fout in de datum")
    assert not services.resume(mailing)


def test_without_a_relay_it_waits_and_goes_once_there_is_one(server: Received, settings) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, ""
    mailing = begun(3)
    delivery.deliver()
    assert (mailing.state, queries.tally(mailing).waiting) == (MailingState.RUNNING, 3)
    settings.EMAIL_URL = url
    delivery.deliver()
    assert queries.tally(mailing).sent == 3


def test_who_is_erased_while_it_goes_out_gets_nothing_and_stays_counted(
    server: Received, settings
) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, ""
    mailing = begun(4)
    Copy.objects.filter(reference="lezer:1").update(state=CopyState.SENT)
    Copy.objects.filter(reference="lezer:2").update(
        state=CopyState.SENDING, lease_until=timezone.now()
    )
    for number in (0, 1, 2):
        assert services.erase(f"LEZER{number}@example.org") == 1
    settings.EMAIL_URL = url
    delivery.deliver()
    assert server.delivered() == ["lezer3@example.org"]
    tally = queries.tally(mailing)
    assert (tally.total, tally.sent, tally.skipped) == (4, 2, 2)
    assert not Copy.objects.exclude(reference="lezer:3").exclude(recipient="", values={}).exists()


def test_who_is_erased_between_two_attempts_is_not_tried_again(server: Received) -> None:
    server.answers = ["451 later"]
    mailing = begun(1)
    services.erase("lezer0@example.org")
    Copy.objects.update(next_try=timezone.now())
    delivery.deliver()
    assert queries.tally(mailing).skipped == 1
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DONE


SAID = "550 5.7.1 <lezer0@example.org>: no mail from you, lezer0@example.org"


def test_what_the_mail_server_says_is_kept_without_the_address(server: Received) -> None:
    server.at = {"lezer0@example.org": [SAID]}
    begun(2)
    assert Copy.objects.get(state="failed").answer == "550 5.7.1 … no mail from you, …"


@pytest.mark.parametrize("ends", ["erased", "over"])
def test_what_the_mail_server_said_goes_with_the_address(server: Received, ends: str) -> None:
    begun(2)
    Copy.objects.filter(reference="lezer:1").update(state="skipped", answer="left the list")
    for one in Copy.objects.all() if ends == "erased" else ():
        services.erase(one.recipient)
    Mailing.objects.update(ended=timezone.now() - timedelta(days=31))
    sweep()
    assert list(Copy.objects.order_by("pk").values_list("answer", flat=True)) == [
        "",
        "left the list",
    ]


def test_what_was_kept_before_loses_its_addresses(server: Received) -> None:
    begun(3)
    Copy.objects.update(answer=SAID)
    Copy.objects.filter(reference="lezer:1").update(recipient="", values={})
    Copy.objects.filter(reference="lezer:2").update(recipient="", answer="erased", state="skipped")
    name = "gemeengoed.core.mail.migrations.0006_answers_without_addresses"
    import_module(name)._blank(apps, None)
    answers = list(Copy.objects.order_by("pk").values_list("answer", flat=True))
    assert answers == ["550 5.7.1 … no mail from you, …", "", "erased"]


def test_an_address_that_is_none_fails_alone(server: Received) -> None:
    wrong = Recipient("lezer:9", "geen adres", {"naam": "Lezer"})
    mailing = services.begin("brief:1", MAIL, [wrong, *readers(2)])
    [failed] = queries.copies(mailing, CopyState.FAILED)
    assert failed.reference == "lezer:9"
    assert "no mail address" in failed.answer
    assert queries.tally(mailing).sent == 2


def test_what_a_crash_left_in_doubt_is_sent_again_and_named(server: Received, settings) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, ""
    mailing = begun(4)
    settings.EMAIL_URL = url
    now = timezone.now()
    dead = Copy.objects.filter(reference="lezer:0")
    dead.update(state=CopyState.SENDING, attempts=1, lease_until=now - timedelta(seconds=1))
    alive = Copy.objects.filter(reference="lezer:1")
    alive.update(state=CopyState.SENDING, attempts=1, lease_until=now + ledger.LEASE)
    held = Copy.objects.filter(reference="lezer:2")
    held.update(lease_until=now + ledger.LEASE)
    delivery.deliver()
    assert sorted(server.delivered()) == ["lezer0@example.org", "lezer3@example.org"]
    assert [copy.reference for copy in queries.doubled(mailing)] == ["lezer:0"]
    Copy.objects.update(lease_until=now - timedelta(seconds=1))
    delivery.deliver()
    assert sorted(server.delivered()) == [f"lezer{one}@example.org" for one in range(4)]
    tally = queries.tally(mailing)
    assert (tally.sent, tally.doubled) == (4, 2)


def test_a_crash_in_a_cancelled_mailing_sends_nothing_again(server: Received, settings) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, ""
    mailing = begun(1)
    past = timezone.now() - timedelta(seconds=1)
    Copy.objects.update(state=CopyState.SENDING, lease_until=past)
    services.cancel(mailing, "fout")
    settings.EMAIL_URL = url
    delivery.deliver()
    assert server.messages == []
    [copy] = queries.doubled(mailing)
    assert copy.state == CopyState.SKIPPED


def test_a_single_message_goes_before_the_letters(server: Received, settings) -> None:
    settings.EMAIL_BACKEND = "gemeengoed.core.mail.backend.OutboxBackend"
    url, settings.EMAIL_URL = settings.EMAIL_URL, ""
    begun(30)
    settings.EMAIL_URL = url + "?connections=1"
    send_mail("Je code", "123", None, ["ada@example.org"])
    assert server.delivered()[0] == "ada@example.org"
    assert len(server.messages) == 31


def test_more_connections_are_opened_for_many(server: Received, settings) -> None:
    settings.EMAIL_URL += "?connections=3"
    begun(60)
    assert len(server.messages) == 60
    assert 2 <= server.connections <= 3


def test_a_relay_without_pipelining_gets_it_too(server: Received) -> None:
    server.extensions = ["8BITMIME"]
    server.at = {"lezer1@example.org": ["550 5.1.1 unknown"]}
    mailing = begun(4)
    tally = queries.tally(mailing)
    assert (tally.sent, tally.failed) == (3, 1)


def test_after_a_month_it_is_known_how_many_got_it_and_no_longer_who(server: Received) -> None:
    mailing = begun(2)
    sweep()
    assert Copy.objects.exclude(recipient="").count() == 2
    Mailing.objects.update(ended=timezone.now() - timedelta(days=31))
    sweep()
    assert not Copy.objects.exclude(recipient="", values={}).exists()
    assert queries.tally(mailing).sent == 2


def test_operators_see_who_got_it_and_steer_it(
    server: Received, settings, make_person, client_for
) -> None:
    settings.EMAIL_URL, url = "", settings.EMAIL_URL
    page = "<html><body><p>Dag ⟦naam⟧<script>alert(1)</script></p></body></html>"
    mail = Mail(subject="De brief", html=page)
    mailing = services.begin("brief:1", mail, readers(3))
    client = client_for(make_person("baas", is_steward=True))
    base = "/settings/server/mail/mailings/"
    assert "De brief" in client.get(base).content.decode()
    address = f"{base}{mailing.pk}/"
    shown = client.get(address).content.decode()
    assert "Er is geen mailserver ingesteld" in shown
    assert "lezer2@example.org" in shown
    assert "Dag ⟦naam⟧" in shown
    assert "alert(1)" not in shown
    html = client.get(f"{address}html/")
    assert html["Content-Security-Policy"].startswith("sandbox;")
    assert client.get(f"{address}pause/").status_code == 405
    assert client.post(f"{address}pause/").status_code == 302
    settings.EMAIL_URL = url
    delivery.deliver()
    assert server.messages == []
    client.post(f"{address}resume/")
    assert len(server.messages) == 3
    Copy.objects.filter(reference="lezer:1").update(doubts=1)
    doubled = client.get(f"{address}?state=doubled").content.decode()
    assert re.findall(r"lezer\d@example.org", doubled) == ["lezer1@example.org"]
    assert "te laat" in client.post(f"{address}cancel/", follow=True).content.decode()
    other = client_for(make_person("ada"))
    for one in (base, address, f"{address}html/"):
        assert other.get(one).status_code == 403
    assert other.post(f"{address}cancel/").status_code == 403
