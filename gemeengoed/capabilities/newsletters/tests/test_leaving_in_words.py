"""Asking to leave in answer to a letter, as people write it; a sentence about it is for editors."""

import pytest

from gemeengoed.capabilities.newsletters import mail_taken
from gemeengoed.capabilities.newsletters.models import Subscriber, SubscriberState
from gemeengoed.core.conversations.models import Conversation

from .conftest import Scene, incoming

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "Afmelden a.u.b.",
        "afmelden!",
        "Graag afmelden, dank je wel",
        "Ik wil mij graag afmelden.",
        "Please unsubscribe me",
        "Afmelden nieuwsbrief",
        "Graag uitschrijven van de nieuwsbrief\n\nMet vriendelijke groet,\nNoor de Burger",
        "Stop s.v.p.",
    ],
)
def test_a_few_polite_words_around_it_leave(scene: Scene, words: str) -> None:
    one = scene.on_the_list()
    assert mail_taken.to_letter(incoming(words, "Re: Nieuws"), one.token) == "left"
    assert Subscriber.objects.get().state == SubscriberState.LEFT


@pytest.mark.parametrize("subject", ["Afmelden", "Unsubscribe", "afmelden a.u.b."])
@pytest.mark.parametrize("words", ["", "Op ma 24 nov 2026 schreef werf:\n> Beste lezer"])
def test_the_subject_of_an_empty_answer_leaves(scene: Scene, subject: str, words: str) -> None:
    one = scene.on_the_list()
    assert mail_taken.to_letter(incoming(words, subject), one.token) == "left"
    assert Subscriber.objects.get().state == SubscriberState.LEFT


@pytest.mark.parametrize(
    "words",
    [
        "Hoe kan ik mij afmelden voor de bijeenkomst?",
        "Afmelden?",
        "Ik wil mij niet afmelden",
        "Graag afmelden voor de bijeenkomst",
        "Graag afmelden voor de\nbijeenkomst van dinsdag",
        "Ik stop\nmet mijn werk in de tuin",
        "Ik stop",
        "Wil je me please leave",
        "Graag",
    ],
)
def test_a_sentence_that_mentions_it_is_a_conversation(scene: Scene, words: str) -> None:
    one = scene.on_the_list()
    assert mail_taken.to_letter(incoming(words, "Re: Nieuws"), one.token) == "conversation"
    assert Subscriber.objects.get().state == SubscriberState.ON
    assert Conversation.objects.get().messages.count() == 1


def test_words_under_such_a_subject_are_for_editors(scene: Scene) -> None:
    one = scene.on_the_list()
    mail = incoming("Dinsdag kan ik er helaas niet bij zijn.", "Afmelden")
    assert mail_taken.to_letter(mail, one.token) == "conversation"
    assert Subscriber.objects.get().state == SubscriberState.ON


def test_an_answer_to_a_letter_about_leaving_is_a_conversation(scene: Scene) -> None:
    one = scene.on_the_list()
    assert mail_taken.to_letter(incoming("", "Re: Stop"), one.token) == "conversation"
