"""What an editor answers: it always goes, threads, and is made before anything is locked."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.signals import template_rendered

from gemeengoed.core.commons.services.settings import change_commons
from gemeengoed.core.conversations import mail_taken
from gemeengoed.core.conversations.models import Conversation, ConversationState, Message
from gemeengoed.core.conversations.services import answering
from gemeengoed.core.mail.models import OutgoingMessage
from gemeengoed.core.notices.models import Notice
from gemeengoed.core.people.models import Person

from .conftest import NL, QUESTION, Scene, asked, begun, mail, page, posted

pytestmark = pytest.mark.django_db


def answer(scene: Scene, one: Conversation, words: str = "De gemeenschap.") -> int:
    return scene.editor.post(page(one, "answer"), {"words": words}, headers=NL).status_code


@pytest.mark.parametrize(("language", "name"), [("nl", "De Werf"), ("en", "The Yard")])
def test_an_answer_comes_from_the_commons_by_its_name_in_their_language(
    scene: Scene, language: str, name: str
) -> None:
    names = {"nl": "De Werf", "en": "The Yard"}
    change_commons(scene.werf, Person.objects.get(actor__handle="bea"), names=names)
    one = begun(scene)
    Conversation.objects.filter(pk=one.pk).update(language=language)
    scene.editor.post(page(one, "answer"), {"words": "De gemeenschap."}, headers=NL)
    assert f"({name})" in str(posted()[-1]["From"])


@pytest.mark.parametrize("message_id", ["<één@voorbeeld.nl>", "<" + "x" * 290 + "@x.nl>", ""])
def test_whatever_their_mail_is_called_it_can_be_answered(scene: Scene, message_id: str) -> None:
    begun(scene)
    one = Conversation.objects.get()
    mail_taken.to_thread(mail("En nog iets", message_id="<goed@voorbeeld.nl>"), one.token)
    odd = mail("Tot slot", message_id="<tijdelijk@voorbeeld.nl>")
    odd = type(odd)(**{**odd.__dict__, "message_id": message_id})
    mail_taken.to_thread(odd, one.token)
    assert answer(scene, one) == 302
    raw = bytes(OutgoingMessage.objects.get().raw)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    (sent,) = posted()
    assert "<goed@voorbeeld.nl>" in sent["References"]
    assert sent["In-Reply-To"] in sent["References"]


def test_references_of_a_long_exchange_keep_to_the_length_of_a_line(scene: Scene) -> None:
    """RFC 5322, section 2.1.1."""
    one = begun(scene)
    for number in range(30):
        name = f"{number:03}" + "x" * 250
        mail_taken.to_thread(mail("Nog iets", message_id=f"<{name}@voorbeeld.nl>"), one.token)
    assert answer(scene, one) == 302
    raw = bytes(OutgoingMessage.objects.get().raw)
    assert len(f"References: {posted()[0]['References']}") <= 998
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert f"<029{'x' * 250}@voorbeeld.nl>" == posted()[0]["In-Reply-To"]


def test_an_answer_to_a_letter_stands_under_the_letter(scene: Scene) -> None:
    """RFC 5322, section 3.6.4: what theirs answers, then theirs."""
    first = mail("Wie?", message_id="<een@voorbeeld.nl>", In_Reply_To="<brief@example.org>")
    mail_taken.to_commons(first, "werf")
    answer(scene, Conversation.objects.get())
    (sent,) = posted()
    assert sent["In-Reply-To"] == "<een@voorbeeld.nl>"
    assert sent["References"].split() == ["<brief@example.org>", "<een@voorbeeld.nl>"]


def test_an_answer_answers_who_wrote_and_not_a_stranger_in_between(scene: Scene) -> None:
    first = mail("Wie?", message_id="<een@voorbeeld.nl>")
    mail_taken.to_commons(first, "werf")
    one = Conversation.objects.get()
    strange = mail("Ik ook", sender="x@elders.example", message_id="<vreemd@elders.example>")
    mail_taken.to_thread(strange, one.token)
    answer(scene, one)
    (sent,) = posted()
    assert sent["In-Reply-To"] == "<een@voorbeeld.nl>"
    assert "vreemd" not in sent["References"]
    text = sent.get_body(("plain",)).get_content()
    assert "> Wie?" in text
    assert "Ik ook" not in text


def test_brackets_of_a_slot_are_words_like_others(scene: Scene) -> None:
    mail_taken.to_commons(mail("Wat is ⟦naam⟧?", subject="Over ⟦naam⟧"), "werf")
    one = Conversation.objects.get()
    assert answer(scene, one, "Dat is ⟦naam⟧.") == 302
    assert "Dat is [naam]." in posted()[0].get_body(("plain",)).get_content()


def test_an_address_that_no_mail_reaches_is_told_and_the_answer_kept(scene: Scene) -> None:
    one = begun(scene)
    Conversation.objects.filter(pk=one.pk).update(address="noör@voorbeeld.nl")
    given = {"words": "De gemeenschap."}
    said = scene.editor.post(page(one, "answer"), given, headers=NL)
    assert said.status_code == 422
    assert "De gemeenschap." in said.text
    assert "noör@voorbeeld.nl" in said.text
    assert Message.objects.filter(author__isnull=False).count() == 0


def test_what_cannot_be_seen_is_refused_or_left_out_of_an_answer(scene: Scene) -> None:
    one = begun(scene)
    assert answer(scene, one, "De\x00 gemeenschap.") == 422
    said = answering.answer(one, scene.eva.actor, "De\x00\x0b gemeenschap.")
    assert said.words == "De gemeenschap."
    answering.tie(one, "/@werf/questions/wat\x00-delen-we/")
    assert one.about == QUESTION


def test_what_cannot_be_seen_is_left_out_of_what_comes_in(scene: Scene) -> None:
    odd = mail("Wie beheert dit?")
    fields = ("words", "quoted", "subject", "name", "message_id", "answers")
    odd = type(odd)(**{**odd.__dict__, **{name: f"a\x00b{getattr(odd, name)}" for name in fields}})
    mail_taken.to_commons(odd, "werf")
    said = Message.objects.select_related("conversation").get()
    assert said.words.startswith("abWie")
    assert said.conversation.subject.startswith("a bEen")
    assert answer(scene, said.conversation) == 302


def test_what_follows_unwanted_mail_tells_nobody_whichever_way_it_comes(scene: Scene) -> None:
    first = mail("Koop nu", message_id="<een@voorbeeld.nl>")
    mail_taken.to_commons(first, "werf")
    one = Conversation.objects.get()
    scene.editor.post(page(one, "set-aside"))
    assert not Notice.objects.filter(kind="conversations.message").exists()
    again = mail("Koop nu echt", In_Reply_To="<een@voorbeeld.nl>")
    assert mail_taken.to_commons(again, "werf") == "unwanted"
    assert not Notice.objects.filter(kind="conversations.message").exists()
    one.refresh_from_db()
    assert one.state == ConversationState.SPAM
    assert one.messages.count() == 2


@pytest.fixture
def rendered() -> Iterator[list[tuple[str, bool]]]:
    """Names of what was rendered, and whether that was inside a transaction."""
    found: list[tuple[str, bool]] = []

    def note(template: object, **_more: object) -> None:
        found.append((str(getattr(template, "name", "")), connection.in_atomic_block))

    template_rendered.connect(note)
    yield found
    template_rendered.disconnect(note)


@pytest.mark.django_db(transaction=True)
def test_mails_are_written_before_anything_is_locked(
    scene: Scene, rendered: list[tuple[str, bool]]
) -> None:
    asked(scene)
    made = [(name, locked) for name, locked in rendered if name.endswith(".txt")]
    assert made == [("conversations/answer.txt", False), ("conversations/ask_consent.txt", False)]
