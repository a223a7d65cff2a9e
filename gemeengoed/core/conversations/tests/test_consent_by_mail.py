"""By mail: only what answers the question is its answer, and the same twice is once."""

import pytest
from django.test import Client

from gemeengoed.core.conversations import mail_taken
from gemeengoed.core.conversations.models import Consent, Conversation

from .conftest import Scene, asked, link, mail, page, posted, reply

pytestmark = pytest.mark.django_db


def consent(one: Conversation) -> str:
    one.refresh_from_db()
    return one.consent


def test_yes_to_what_an_editor_asked_later_is_read_by_editors(scene: Scene) -> None:
    one = asked(scene)
    scene.editor.post(page(one, "answer"), {"words": "Mag ik je dinsdag bellen?"})
    assert mail_taken.to_thread(reply("Ja"), one.token) == "conversation"
    assert consent(one) == Consent.ASKED
    assert one.messages.latest("pk").words.strip() == "Ja"


def test_a_program_that_does_not_say_what_it_answers_leaves_the_link(scene: Scene) -> None:
    one = asked(scene)
    assert mail_taken.to_thread(mail("Ja"), one.token) == "conversation"
    assert consent(one) == Consent.ASKED
    Client().post(link(one), {"given": "nameless"})
    assert consent(one) == Consent.GIVEN


def test_the_last_of_its_references_says_what_it_answers(scene: Scene) -> None:
    """RFC 5322, section 3.6.4."""
    one = asked(scene)
    sent = posted()[-1]
    names = f"{sent['References']} {sent['Message-ID']}"
    assert mail_taken.to_thread(mail("Ja", References=names), one.token) == "consent"
    assert consent(one) == Consent.GIVEN


def test_the_name_of_the_question_holds_no_secret(scene: Scene) -> None:
    one = asked(scene)
    assert str(one.consent_token) not in posted()[-1]["Message-ID"]


@pytest.mark.parametrize(("words", "kept"), [("Ja", "given"), ("Nee", "refused")])
def test_the_same_mail_twice_is_one_answer_and_no_message(
    scene: Scene, words: str, kept: str
) -> None:
    one = asked(scene)
    before = one.messages.count()
    said = reply(words)
    for _time in range(2):
        assert mail_taken.to_thread(said, one.token) == "consent"
    assert consent(one) == kept
    assert one.messages.count() == before


def test_no_with_a_reason_twice_is_one_message(scene: Scene) -> None:
    one = asked(scene)
    before = one.messages.count()
    said = reply("Nee\n\nHet is te persoonlijk.")
    for _time in range(2):
        assert mail_taken.to_thread(said, one.token) == "consent"
    assert one.messages.count() == before + 1


def test_yes_again_leaves_the_name_that_was_chosen(scene: Scene) -> None:
    one = asked(scene)
    said = reply("Ja")
    mail_taken.to_thread(said, one.token)
    Client().post(link(one), {"given": "named"})
    mail_taken.to_thread(said, one.token)
    one.refresh_from_db()
    assert one.named


def test_no_after_yes_takes_it_back_and_yes_after_no_is_for_editors(scene: Scene) -> None:
    one = asked(scene)
    yes = reply("Ja")
    mail_taken.to_thread(yes, one.token)
    scene.editor.post(page(one, "publish"))
    assert mail_taken.to_thread(reply("Nee"), one.token) == "consent"
    assert consent(one) == Consent.REFUSED
    assert one.published is None
    assert mail_taken.to_thread(yes, one.token) == "conversation"
    assert consent(one) == Consent.REFUSED
