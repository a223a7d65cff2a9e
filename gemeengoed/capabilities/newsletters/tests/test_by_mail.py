"""The list by mail alone: joining, confirming, answering, leaving, and what comes back."""

import pytest

from gemeengoed.capabilities.newsletters import mail_taken
from gemeengoed.capabilities.newsletters.came_back import MOST_SOFT, came_back
from gemeengoed.capabilities.newsletters.letters_to_one import reference
from gemeengoed.capabilities.newsletters.models import Proof, Subscriber, SubscriberState
from gemeengoed.core.conversations.models import Conversation

from .conftest import Scene, incoming, mails, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["", "aanmelden", "Aanmelden!", "SUBSCRIBE"])
def test_an_empty_mail_or_one_that_says_so_asks_for_the_letters(scene: Scene, words: str) -> None:
    assert mail_taken.to_commons(incoming(words), "werf") == "asked"
    assert mails()[0]["Reply-To"].startswith("confirm+")
    assert bytes(Proof.objects.get().mail or b"").startswith(b"From: Noor")


def test_a_mail_with_words_is_for_others(scene: Scene) -> None:
    assert mail_taken.to_commons(incoming("Ik wil graag weten wie jullie zijn."), "werf") is None
    assert not Subscriber.objects.exists()


def test_the_confirmation_is_in_the_language_of_the_commons(scene: Scene) -> None:
    mail_taken.to_commons(incoming(), "werf")
    assert mails()[0]["Content-Language"] == "nl"
    assert "Klopt dat?" in text_of(mails()[0])


def test_a_forged_sender_puts_nobody_on_the_list(scene: Scene) -> None:
    assert mail_taken.to_join(incoming(authentic="fail"), "werf") == "forged"
    assert not Subscriber.objects.exists()


def asked(scene: Scene) -> Subscriber:
    mail_taken.to_join(incoming(), "werf")
    return Subscriber.objects.get()


@pytest.mark.parametrize("words", ["JA", "ja!", "Yes", "Ja\n\n> Klopt dat?", ""])
def test_yes_confirms(scene: Scene, words: str) -> None:
    subscriber = asked(scene)
    assert mail_taken.to_confirm(incoming(words), subscriber.token) == "joined"
    assert Subscriber.objects.get().state == SubscriberState.ON
    assert Proof.objects.filter(what="confirmed", how="mail").count() == 1


@pytest.mark.parametrize("words", ["NEE", "no", "afmelden"])
def test_no_erases_the_address(scene: Scene, words: str) -> None:
    subscriber = asked(scene)
    assert mail_taken.to_confirm(incoming(words), subscriber.token) == "refused"
    assert not Subscriber.objects.exists()


def test_a_question_instead_of_yes_confirms_nothing_and_reaches_editors(scene: Scene) -> None:
    subscriber = asked(scene)
    mail_taken.to_confirm(incoming("Ja maar hoe vaak komt die brief dan?"), subscriber.token)
    assert Subscriber.objects.get().state == SubscriberState.ASKED
    assert Conversation.objects.get().messages.get().words.startswith("Ja maar")


@pytest.mark.parametrize("words", ["afmelden", "Afmelden.", "stop", "unsubscribe"])
def test_one_word_in_answer_to_a_letter_leaves(scene: Scene, words: str) -> None:
    subscriber = scene.on_the_list()
    assert mail_taken.to_letter(incoming(words), subscriber.token) == "left"
    assert Subscriber.objects.get().state == SubscriberState.LEFT


def test_any_mail_to_the_address_for_leaving_leaves(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    assert mail_taken.to_leave(incoming("", "unsubscribe"), subscriber.token) == "left"
    assert Subscriber.objects.get().state == SubscriberState.LEFT


def test_an_answer_to_a_letter_is_a_conversation_for_editors(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    mail = incoming("Wie beheert dit?\n\nOp ma schreef werf:\n> Beste lezer")
    assert mail_taken.to_letter(mail, subscriber.token) == "conversation"
    said = Conversation.objects.get().messages.get()
    assert "Wie beheert dit?" in said.words
    assert "Beste lezer" not in said.words


def test_the_same_mail_twice_is_one_message(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    mail = incoming("Wie beheert dit?")
    for _time in range(2):
        mail_taken.to_letter(mail, subscriber.token)
    assert Conversation.objects.get().messages.count() == 1


def test_mail_that_comes_back_for_good_ends_the_letters(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    came_back(reference(subscriber), "bounced", "550 no such user")
    assert Subscriber.objects.get().state == SubscriberState.BOUNCED
    assert Proof.objects.filter(what="bounced").get().words == "550 no such user"


def test_a_full_mailbox_is_forgiven_a_few_times(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    for _time in range(MOST_SOFT - 1):
        came_back(reference(subscriber), "soft-bounced", "452 full")
    assert Subscriber.objects.get().state == SubscriberState.ON
    came_back(reference(subscriber), "soft-bounced", "452 full")
    assert Subscriber.objects.get().state == SubscriberState.BOUNCED


def test_a_letter_marked_as_unwanted_ends_the_letters(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    came_back(reference(subscriber), "complained", "abuse")
    assert Subscriber.objects.get().state == SubscriberState.COMPLAINED


def test_what_comes_back_of_other_mail_is_not_ours(scene: Scene) -> None:
    scene.on_the_list()
    for other in ("", "conversations:1", "newsletters:subscriber:", "newsletters:subscriber:x"):
        came_back(other, "bounced", "550")
    assert Subscriber.objects.get().state == SubscriberState.ON
