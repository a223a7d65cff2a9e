"""The list by mail alone: joining, confirming, answering, leaving, and what comes back."""

from dataclasses import replace

import pytest
from django.test import Client

from gemeengoed.capabilities.newsletters import mail_taken, pace
from gemeengoed.capabilities.newsletters.came_back import MOST_SOFT, came_back
from gemeengoed.capabilities.newsletters.letters_to_one import reference
from gemeengoed.capabilities.newsletters.models import Proof, Subscriber, SubscriberState
from gemeengoed.capabilities.newsletters.services import subscribing
from gemeengoed.core.conversations.models import Conversation
from gemeengoed.core.mail.models import OutgoingMessage

from .conftest import Scene, incoming, letter_went, mails, text_of

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
        letter_went(subscriber, is_full=True)
    assert Subscriber.objects.get().state == SubscriberState.ON
    letter_went(subscriber, is_full=True)
    assert Subscriber.objects.get().state == SubscriberState.BOUNCED


def test_a_full_mailbox_counts_only_while_no_letter_arrives(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    for _time in range(2):
        for _letter in range(MOST_SOFT - 1):
            letter_went(subscriber, is_full=True)
        letter_went(subscriber)
    assert Subscriber.objects.get().state == SubscriberState.ON


def test_who_comes_back_after_a_full_mailbox_begins_anew(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    for _time in range(MOST_SOFT):
        letter_went(subscriber, is_full=True)
    subscriber.refresh_from_db()
    subscribing.confirm(subscriber, "mail", "ja")
    letter_went(subscriber, is_full=True)
    assert (Subscriber.objects.get().state, Subscriber.objects.get().bounces) == ("on", 1)


def test_a_letter_marked_as_unwanted_ends_the_letters(scene: Scene) -> None:
    subscriber = scene.on_the_list()
    came_back(reference(subscriber), "complained", "abuse")
    assert Subscriber.objects.get().state == SubscriberState.COMPLAINED


def test_what_comes_back_of_other_mail_is_not_ours(scene: Scene) -> None:
    scene.on_the_list()
    for other in ("", "conversations:1", "newsletters:subscriber:", "newsletters:subscriber:x"):
        came_back(other, "bounced", "550")
    assert Subscriber.objects.get().state == SubscriberState.ON


def test_confirming_twice_by_mail_says_so_once(scene: Scene) -> None:
    subscriber = asked(scene)
    for _time in range(3):
        assert mail_taken.to_confirm(incoming("JA"), subscriber.token) == "joined"
    assert len(mails()) == 3
    assert "al" in mails()[-1]["Subject"]


def test_yes_that_comes_too_late_is_answered_to_who_surely_said_it(scene: Scene) -> None:
    subscriber = asked(scene)
    subscribing.erase(subscriber)
    OutgoingMessage.objects.all().delete()
    for authentic in ("unknown", "fail"):
        assert mail_taken.to_confirm(incoming("JA", authentic=authentic), subscriber.token) is None
    assert mails() == []
    mail = incoming("JA", authentic="pass")
    assert mail_taken.to_confirm(mail, subscriber.token) == "too late"
    assert mails()[0]["To"] == "noor@voorbeeld.nl"
    assert mails()[0]["Auto-Submitted"] == "auto-replied"
    assert mails()[0]["In-Reply-To"] == mail.message_id
    assert "te laat" in mails()[0]["Subject"]
    assert not Subscriber.objects.exists()


def test_the_mail_itself_is_shown_to_who_sent_it(scene: Scene) -> None:
    subscriber = asked(scene)
    mail_taken.to_confirm(incoming("JA, graag <b>"), subscriber.token)
    mail_taken.to_confirm(incoming("JA", subject="Grüße aus <Köln>"), subscriber.token)
    page = Client().get(f"/@werf/newsletters/mine/{subscriber.token}/").text
    assert page.count("De mail zelf") == 2
    assert "From: Noor &lt;noor@voorbeeld.nl&gt;" in page


def test_many_empty_mails_have_to_wait_like_many_forms(scene: Scene, monkeypatch) -> None:
    monkeypatch.setattr(pace, "MOST_BY_COMMONS", 5)
    said = [
        mail_taken.to_join(incoming(sender=f"a{number}@voorbeeld.nl"), "werf")
        for number in range(8)
    ]
    assert said == ["asked"] * 5 + ["too many"] * 3
    assert len(mails()) == 5
    assert scene.join().status_code == 302, "the form stays open"


def test_many_empty_mails_from_one_address_have_to_wait(scene: Scene) -> None:
    said = [mail_taken.to_join(incoming(), "werf") for _time in range(pace.MOST_BY_CLIENT + 1)]
    assert said == ["asked"] * pace.MOST_BY_CLIENT + ["too many"]
    assert len(mails()) == subscribing.MOST_ASKED


@pytest.mark.parametrize(
    "sender", ["", "Noor", f"{'x' * 65}@voorbeeld.nl", "noor@voorbeeld", "noor@xn--.nl", "é@voorbeeld.nl"]
)  # fmt: skip
def test_a_mail_from_nobody_who_can_be_reached_ends_there(scene: Scene, sender: str) -> None:
    mail = replace(incoming(), address=sender)
    assert mail_taken.to_join(mail, "werf") == "no address"
    assert not Subscriber.objects.exists()


def test_what_is_sent_by_itself_says_so_and_goes_to_the_sender_alone(scene: Scene) -> None:
    """RFC 3834, sections 4 and 5."""
    reply_to = {"Reply_To": "victim@elders.example", "Cc": "other@elders.example"}
    mail_taken.to_join(incoming(**reply_to), "werf")
    mail = incoming("JA", **reply_to)
    token = Subscriber.objects.get().token
    mail_taken.to_confirm(mail, token)
    mail_taken.to_confirm(incoming("JA", **reply_to), token)
    assert [one["To"] for one in mails()] == ["noor@voorbeeld.nl"] * 3
    assert {one["Auto-Submitted"] for one in mails()} == {"auto-replied"}
    assert mails()[1]["In-Reply-To"] == mails()[1]["References"] == mail.message_id
    assert not any(one["Cc"] or one["Bcc"] for one in mails())


def test_what_a_form_makes_is_sent_by_itself_as_well(scene: Scene) -> None:
    scene.on_the_list()
    scene.join()
    assert [one["Auto-Submitted"] for one in mails()] == ["auto-generated"] * 3
