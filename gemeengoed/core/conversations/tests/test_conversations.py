"""What people write to a commons and what editors answer."""

from collections.abc import Callable

import pytest
from django.test import Client

from gemeengoed.core.conversations import mail_taken
from gemeengoed.core.conversations.models import Conversation, ConversationState, Message
from gemeengoed.core.notices.models import Notice

from .conftest import Scene, begun, mail, page, posted

pytestmark = pytest.mark.django_db
NL = {"accept-language": "nl"}


def test_mail_to_a_commons_stands_in_the_inbox_and_editors_hear_of_it(scene: Scene) -> None:
    one = begun(scene)
    assert "Een vraag" in scene.editor.get("/@werf/inbox/", headers=NL).text
    assert "Wie beheert dit?" in scene.editor.get(page(one), headers=NL).text
    told = Notice.objects.filter(kind="conversations.message")
    assert {notice.person.handle for notice in told} == {"bea", "eva"}


def test_only_editors_read_the_inbox(scene: Scene) -> None:
    one = begun(scene)
    for client in (scene.member, Client()):
        for path in ("/@werf/inbox/", page(one)):
            answer = client.get(path)
            assert answer.status_code in (302, 403)
            assert "Wie beheert" not in answer.content.decode()
        assert client.post(page(one, "answer"), {"words": "x"}).status_code in (302, 403)
    assert not posted()


def test_an_answer_goes_by_mail_and_threads(scene: Scene) -> None:
    """RFC 5322, section 3.6.4."""
    first = mail("Wie beheert dit?", message_id="<een@voorbeeld.nl>")
    mail_taken.to_commons(first, "werf")
    one = Conversation.objects.get()
    assert scene.editor.post(page(one, "answer"), {"words": "De gemeenschap."}).status_code == 302
    (sent,) = posted()
    assert sent["Subject"] == "Re: Een vraag"
    assert sent["To"] == "noor@voorbeeld.nl"
    assert (sent["In-Reply-To"], sent["References"]) == ("<een@voorbeeld.nl>", "<een@voorbeeld.nl>")
    assert sent["Reply-To"].startswith("thread+")
    text = sent.get_body(("plain",)).get_content()
    assert "De gemeenschap." in text
    assert "> Wie beheert dit?" in text
    one.refresh_from_db()
    assert one.state == ConversationState.ANSWERED


def test_the_answer_to_an_answer_comes_into_the_same_conversation(scene: Scene) -> None:
    one = begun(scene)
    scene.editor.post(page(one, "answer"), {"words": "De gemeenschap."})
    sent = posted()[0]
    for taken in (
        lambda: mail_taken.to_thread(mail("Dank!", subject="Re: Een vraag"), one.token),
        lambda: mail_taken.to_commons(mail("Nog iets", In_Reply_To=sent["Message-ID"]), "werf"),
    ):
        assert taken() == "conversation"
    assert Conversation.objects.count() == 1
    assert one.messages.count() == 4
    one.refresh_from_db()
    assert one.state == ConversationState.OPEN
    scene.editor.post(page(one, "answer"), {"words": "Graag gedaan."})
    assert len(posted()[1]["References"].split()) >= 3


def test_the_same_mail_twice_is_one_message(scene: Scene) -> None:
    same = mail("Wie beheert dit?")
    for _time in range(2):
        mail_taken.to_commons(same, "werf")
    assert Message.objects.count() == 1


def test_somebody_else_with_the_reference_gets_no_look_at_a_conversation(scene: Scene) -> None:
    one = begun(scene)
    scene.editor.post(page(one, "answer"), {"words": "De gemeenschap."})
    stranger = mail("Laat zien", sender="x@elders.example", In_Reply_To=posted()[0]["Message-ID"])
    mail_taken.to_commons(stranger, "werf")
    assert Conversation.objects.count() == 2


def test_a_forged_sender_cannot_turn_answers_to_another_address(scene: Scene) -> None:
    one = begun(scene)
    forged = mail("Stuur het hierheen", sender="Noor <boef@elders.example>")
    mail_taken.to_thread(forged, one.token)
    assert "misschien vervalst" in scene.editor.get(page(one), headers=NL).text
    scene.editor.post(page(one, "answer"), {"words": "Goed."})
    assert posted()[0]["To"] == "noor@voorbeeld.nl"


def test_an_empty_answer_is_refused_and_a_long_one_kept(scene: Scene) -> None:
    one = begun(scene)
    assert scene.editor.post(page(one, "answer"), {"words": "  "}).status_code == 422
    answer = scene.editor.post(page(one, "answer"), {"words": "lang " * 5000}, headers=NL)
    assert answer.status_code == 422
    assert "lang lang" in answer.text
    assert not posted()


def test_unwanted_mail_is_set_aside_and_what_follows_tells_nobody(scene: Scene) -> None:
    one = begun(scene)
    scene.editor.post(page(one, "set-aside"))
    Notice.objects.all().delete()
    assert mail_taken.to_thread(mail("Koop nu"), one.token) == "unwanted"
    assert not Notice.objects.exists()
    assert "Een vraag" not in scene.editor.get("/@werf/inbox/").text
    assert "Een vraag" in scene.editor.get("/@werf/inbox/?state=spam").text


def test_closing_and_opening_again(scene: Scene) -> None:
    one = begun(scene)
    for verb, state in (("close", "closed"), ("reopen", "open")):
        scene.editor.post(page(one, verb))
        one.refresh_from_db()
        assert one.state == state
    assert scene.editor.post(page(one, "nonsense")).status_code == 404


def test_it_is_about_something_in_this_commons(scene: Scene) -> None:
    one = begun(scene)
    answer = scene.editor.post(page(one, "about"), {"about": "https://elders.example/"}, headers=NL)
    assert answer.status_code == 422
    assert "elders.example" in answer.text


def test_script_in_a_mail_is_shown_as_words(scene: Scene) -> None:
    one = begun(scene, "<script>alert(1)</script> & meer")
    assert "<script>alert" not in scene.editor.get(page(one)).text


def test_the_inbox_asks_as_little_for_many_as_for_few(
    scene: Scene, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(25):
        mail_taken.to_commons(mail(f"Vraag {number}", subject=f"Vraag {number}"), "werf")
    scene.editor.get("/@werf/inbox/")
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        scene.editor.get("/@werf/inbox/")
