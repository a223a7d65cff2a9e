"""Erasing a subscriber: all that this list holds, at once; and nothing of another list."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from gemeengoed.capabilities.newsletters import erasing
from gemeengoed.capabilities.newsletters import personal_data as of_the_list
from gemeengoed.capabilities.newsletters.held import held
from gemeengoed.capabilities.newsletters.models import Subscriber
from gemeengoed.capabilities.newsletters.services import subscribing
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.conversations import mail_taken
from gemeengoed.core.conversations import personal_data as of_conversations
from gemeengoed.core.conversations.models import Conversation
from gemeengoed.core.conversations.tests.conftest import NL, mail
from gemeengoed.core.jobs import ending
from gemeengoed.core.mail import outgoing, personal_data
from gemeengoed.core.mail.compose import Mail
from gemeengoed.core.mail.incoming.receiving import receive
from gemeengoed.core.mail.models import Copy, IncomingMessage, OutgoingMessage
from gemeengoed.core.people.models import Person

from .conftest import Scene
from .test_sending import letter, send

pytestmark = pytest.mark.django_db(transaction=True)
NOOR = "noor@voorbeeld.nl"


@pytest.fixture
def known(scene: Scene) -> Subscriber:
    """With a letter and a mail that wait, and something that she wrote."""
    subscriber = scene.on_the_list(NOOR)
    send(scene, letter(scene))
    receive("Noor@Voorbeeld.NL", "werf@example.org", b"From: Noor@Voorbeeld.NL\r\n\r\nDag\r\n")
    IncomingMessage.objects.update(state="taken")
    OutgoingMessage.objects.update(state="waiting", recipient="NOOR@voorbeeld.nl")
    return subscriber


def test_all_that_this_list_holds_goes_at_once(known: Subscriber) -> None:
    shown = held(known)
    assert len(shown["letters"]) == 1
    assert len(shown["mails"]) == 2, "the confirmation and the welcome"
    erasing.erase(known)
    assert not Subscriber.objects.exists()
    assert not OutgoingMessage.objects.exists()
    assert not IncomingMessage.objects.exists()
    assert Copy.objects.get().state == "skipped"
    assert not Copy.objects.exclude(recipient="", values={}).exists()


def test_who_erases_everything_erases_what_they_wrote_to_these_editors(
    known: Subscriber, scene: Scene, make_commons: Callable[..., Commons]
) -> None:
    make_commons("tuin", scene.bea, joining="open")
    mail_taken.to_commons(mail("Een vraag", sender=NOOR), "werf")
    mail_taken.to_commons(mail("Een vraag aan een ander", sender=NOOR), "tuin")
    mine = f"/@werf/newsletters/mine/{known.token}/erase/"
    assert "aan de redactie schreef" in Client().get(mine, headers=NL).text
    assert Client().post(mine).status_code == 200
    assert [one.commons.handle for one in Conversation.objects.all()] == ["tuin"]


def test_who_fails_halfway_erases_nothing(known: Subscriber) -> None:
    def fails(execute: Any, sql: str, *given: Any) -> Any:
        if sql.startswith('DELETE FROM "newsletters_subscriber"'):
            raise DatabaseError("the disk is full")
        return execute(sql, *given)

    with connection.execute_wrapper(fails), pytest.raises(DatabaseError):
        subscribing.erase(known)
    assert Copy.objects.get().recipient == NOOR
    assert OutgoingMessage.objects.count() == 2
    assert IncomingMessage.objects.count() == 1


def test_erased_on_one_list_she_stays_on_another(
    known: Subscriber, scene: Scene, make_commons: Callable[..., Commons]
) -> None:
    other = make_commons("tuin", scene.bea, joining="open")
    scene.werf = other
    there = scene.on_the_list(NOOR)
    send(scene, letter(scene))
    erasing.erase(known)
    copy = Copy.objects.exclude(recipient="").get()
    assert (copy.recipient, copy.state) == (NOOR, "waiting")
    assert list(Subscriber.objects.all()) == [there]
    assert OutgoingMessage.objects.count() == 2


def test_a_person_who_goes_takes_all_of_it_along_whatever_the_case(
    known: Subscriber, make_person: Callable[..., Person]
) -> None:
    noor = make_person("noor")
    EmailAddress.objects.create(user=noor, email="nOOr@voorbeeld.nl", verified=True)
    counts = [len(list(one.export(noor.pk))) for one in personal_data.PERSONAL_DATA]
    assert counts == [2, 1, 1], "waiting mails, what she wrote, letters"
    for one in personal_data.PERSONAL_DATA:
        assert one.erase is not None
        one.erase(noor.pk)
    assert [len(list(one.export(noor.pk))) for one in personal_data.PERSONAL_DATA] == [0, 0, 0]
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize("has_account", [False, True])
def test_an_address_that_is_not_proven_opens_and_erases_nothing_of_its_owner(
    known: Subscriber, make_person: Callable[..., Person], has_account: bool
) -> None:
    mail_taken.to_commons(mail("Een vraag", sender=NOOR), "werf")
    if has_account:
        owner = make_person("noor")
        EmailAddress.objects.create(user=owner, email=NOOR, verified=True)
        OutgoingMessage.objects.update(reference="")
    other = make_person("xander")
    Person.objects.filter(pk=other.pk).update(email=NOOR)
    EmailAddress.objects.create(user=other, email=NOOR, verified=False)
    kinds = [*personal_data.PERSONAL_DATA, of_the_list.HELD[0], of_conversations.HELD[0]]
    for one in kinds:
        assert one.export is not None
        assert one.erase is not None
        assert list(one.export(other.pk)) == []
        one.erase(other.pk)
    assert Copy.objects.get().recipient == NOOR
    for model in (Subscriber, IncomingMessage, Conversation, OutgoingMessage):
        assert model.objects.exists()


def test_mail_to_an_address_in_an_account_that_is_nobodys_goes_with_the_account(
    make_person: Callable[..., Person],
) -> None:
    other = make_person("xander")
    EmailAddress.objects.create(user=other, email=NOOR, verified=False)
    outgoing.post(Mail(subject="Is dit je adres?", text="Ja?"), NOOR)
    account = personal_data.PERSONAL_DATA[0]
    assert account.export is not None
    assert account.erase is not None
    assert [row["recipient"] for row in account.export(other.pk)] == [NOOR]
    account.erase(other.pk)
    assert not OutgoingMessage.objects.exists()


def test_whose_reason_has_ended_goes_however_many_there_are(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "BATCH", 2)
    for number in range(5):
        scene.on_the_list(f"a{number}@voorbeeld.nl")
    scene.on_the_list(NOOR)
    old = Subscriber.objects.exclude(folded=NOOR)
    old.update(state="left", ended=timezone.now() - timedelta(days=366))
    ending.set()
    try:
        erasing.sweep()
    finally:
        ending.clear()
    assert old.count() == 5, "the rest is for the next time"
    erasing.sweep()
    assert Subscriber.objects.get().folded == NOOR
