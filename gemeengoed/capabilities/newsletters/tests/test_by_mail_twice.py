"""A mail that is handled again, after a crash or because it was sent again, changes and posts nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from gemeengoed.capabilities.newsletters import mail_taken
from gemeengoed.capabilities.newsletters.models import Proof, Subscriber, SubscriberState
from gemeengoed.capabilities.newsletters.services import subscribing
from gemeengoed.core.mail.incoming.reading import Incoming
from gemeengoed.core.mail.models import OutgoingMessage

from .conftest import Scene, incoming, mails

pytestmark = pytest.mark.django_db


def same(mail: Incoming) -> Incoming:
    return mail


def sent_again(mail: Incoming) -> Incoming:
    """With another trace of its way above it (RFC 5321, section 4.4)."""
    return replace(mail, raw=b"Received: from elsewhere\r\n" + mail.raw)


@pytest.mark.parametrize("again", [same, sent_again])
@pytest.mark.parametrize("words", ["", "aanmelden"])
def test_asking_gets_one_confirmation(
    scene: Scene, words: str, again: Callable[[Incoming], Incoming]
) -> None:
    mail = incoming(words)
    assert mail_taken.to_commons(mail, "werf") == "asked"
    assert mail_taken.to_commons(again(mail), "werf") == "asked"
    assert len(mails()) == 1
    assert Proof.objects.count() == 1


@pytest.mark.parametrize("again", [same, sent_again])
def test_confirming_gets_one_welcome(scene: Scene, again: Callable[[Incoming], Incoming]) -> None:
    mail_taken.to_join(incoming(), "werf")
    token = Subscriber.objects.get().token
    mail = incoming("JA")
    assert mail_taken.to_confirm(mail, token) == "joined"
    assert mail_taken.to_confirm(again(mail), token) == "joined"
    assert len(mails()) == 2


def test_asking_that_is_handled_again_after_they_joined_gets_nothing(scene: Scene) -> None:
    asking = incoming()
    mail_taken.to_join(asking, "werf")
    mail_taken.to_confirm(incoming("JA"), Subscriber.objects.get().token)
    assert mail_taken.to_join(asking, "werf") == "asked"
    assert len(mails()) == 2


def test_an_old_yes_does_not_bring_back_who_left(scene: Scene) -> None:
    mail_taken.to_join(incoming(), "werf")
    one = Subscriber.objects.get()
    yes = incoming("JA")
    mail_taken.to_confirm(yes, one.token)
    mail_taken.to_leave(incoming(), one.token)
    assert mail_taken.to_confirm(yes, one.token) == "joined"
    assert Subscriber.objects.get().state == SubscriberState.LEFT


@pytest.mark.parametrize("way", ["to_leave", "to_letter", "to_confirm"])
def test_an_old_farewell_does_not_end_what_was_asked_for_again(scene: Scene, way: str) -> None:
    one = scene.on_the_list()
    farewell = incoming("afmelden")
    take = getattr(mail_taken, way)
    said = take(farewell, one.token)
    one.refresh_from_db()
    assert one.state == SubscriberState.LEFT
    subscribing.confirm(one, "link", "ja")
    assert take(farewell, one.token) == said
    assert Subscriber.objects.get().state == SubscriberState.ON


def test_another_mail_of_the_same_person_counts(scene: Scene) -> None:
    for _time in range(2):
        mail_taken.to_join(replace(incoming(), message_id=""), "werf")
    assert len(mails()) == 2


@pytest.mark.parametrize("again", [same, sent_again])
def test_a_yes_that_comes_too_late_gets_one_answer(
    scene: Scene, again: Callable[[Incoming], Incoming]
) -> None:
    one = scene.on_the_list()
    token = one.token
    subscribing.erase(one)
    OutgoingMessage.objects.all().delete()
    mail = incoming("JA", authentic="pass")
    for each in (mail, again(mail)):
        assert mail_taken.to_confirm(each, token) == "too late"
    assert len(mails()) == 1
    another = incoming("JA", authentic="pass")
    assert mail_taken.to_confirm(another, token) == "too late"
    assert len(mails()) == 2
