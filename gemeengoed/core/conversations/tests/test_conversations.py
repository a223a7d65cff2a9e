"""What people write to a commons, what editors answer, and what of it others may read."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.test import Client
from django.utils import timezone

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services import joining, membership
from gemeengoed.core.conversations import erasing, mail_taken, queries
from gemeengoed.core.conversations.models import Consent, Conversation, ConversationState, Message
from gemeengoed.core.mail.incoming.reading import Incoming, read
from gemeengoed.core.mail.models import OutgoingMessage
from gemeengoed.core.notices.models import Notice
from gemeengoed.core.people.models import Person

pytestmark = pytest.mark.django_db
NL = {"accept-language": "nl"}
QUESTION = "/@werf/questions/wat-delen-we/"


@dataclass
class Scene:
    werf: Commons
    eva: Person  # editor
    editor: Client
    member: Client


@pytest.fixture
def scene(
    make_person: Callable[..., Person],
    make_commons: Callable[..., Commons],
    client_for: Callable[[Person], Client],
    settings,
) -> Scene:
    settings.MAIL_DOMAIN = "example.org"
    bea, eva, mo = (make_person(name) for name in ("bea", "eva", "mo"))
    werf = make_commons("werf", bea, joining="open")
    membership.change_role(werf, joining.join(werf, eva).person, "editor", bea)
    joining.join(werf, mo)
    return Scene(werf, eva, client_for(eva), client_for(mo))


def mail(words: str, sender: str = "Noor <noor@voorbeeld.nl>", **more: str) -> Incoming:
    """As a taker gets it; `authentic` and headers in `more`."""
    authentic = more.pop("authentic", "unknown")
    made = EmailMessage()
    made["From"], made["To"] = sender, "werf@example.org"
    made["Subject"] = more.pop("subject", "Een vraag")
    made["Message-ID"] = more.pop("message_id", f"<{time.perf_counter_ns()}@voorbeeld.nl>")
    for name, value in more.items():
        made[name.replace("_", "-")] = value
    made.set_content(words)
    return read(1, made.as_bytes(policy=policy.SMTP), timezone.now(), authentic)


def posted() -> list[EmailMessage]:
    rows = OutgoingMessage.objects.order_by("pk").values_list("raw", flat=True)
    return [message_from_bytes(bytes(raw), policy=policy.default) for raw in rows]  # type: ignore[misc]


def begun(scene: Scene, words: str = "Wie beheert dit?") -> Conversation:
    assert mail_taken.to_commons(mail(words), "werf") == "conversation"
    return Conversation.objects.latest("pk")


def page(one: Conversation, verb: str = "") -> str:
    return f"/@werf/inbox/{one.pk}/" + (f"{verb}/" if verb else "")


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


def asked(scene: Scene) -> Conversation:
    """Answered, tied to a question, and the person is asked whether it may be read."""
    one = begun(scene)
    scene.editor.post(page(one, "answer"), {"words": "De gemeenschap."})
    scene.editor.post(page(one, "about"), {"about": QUESTION})
    scene.editor.post(page(one, "ask"))
    one.refresh_from_db()
    return one


def test_nothing_is_published_without_consent(scene: Scene) -> None:
    one = asked(scene)
    assert one.consent == Consent.ASKED
    assert "De gemeenschap." in posted()[-1].get_body(("plain",)).get_content()
    scene.editor.post(page(one, "publish"))
    one.refresh_from_db()
    assert one.published is None


@pytest.mark.parametrize(("words", "consent"), [("Ja", "given"), ("NEE.", "refused")])
def test_consent_is_given_or_refused_by_one_word(scene: Scene, words: str, consent: str) -> None:
    one = asked(scene)
    assert mail_taken.to_thread(mail(words), one.token) == "consent"
    one.refresh_from_db()
    assert (one.consent, one.named) == (consent, False)


def test_another_address_cannot_consent(scene: Scene) -> None:
    one = asked(scene)
    mail_taken.to_thread(mail("Ja", sender="boef@elders.example"), one.token)
    one.refresh_from_db()
    assert one.consent == Consent.ASKED


def test_consent_by_the_page_chooses_the_name_and_can_be_taken_back(scene: Scene) -> None:
    one = asked(scene)
    address = f"/@werf/exchanges/{one.token}/"
    shown = Client().get(address, headers=NL)
    assert "Wie beheert dit?" in shown.text
    assert shown["Referrer-Policy"] == "no-referrer"
    one.refresh_from_db()
    assert one.consent == Consent.ASKED
    Client().post(address, {"given": "named"})
    scene.editor.post(page(one, "publish"))
    one.refresh_from_db()
    assert one.published is not None
    assert one.named
    Client().post(address, {"given": "no"})
    one.refresh_from_db()
    assert (one.published, one.consent) == (None, Consent.REFUSED)


def test_what_was_said_after_the_question_is_not_published(scene: Scene) -> None:
    one = asked(scene)
    mail_taken.to_thread(mail("Dit is alleen voor jullie."), one.token)
    Client().post(f"/@werf/exchanges/{one.token}/", {"given": "nameless"})
    scene.editor.post(page(one, "publish"))
    (shown,) = queries.published_about(QUESTION)
    said = [message.words for message in shown.messages_shown]  # type: ignore[attr-defined]
    assert [words.strip() for words in said] == ["Wie beheert dit?", "De gemeenschap."]


def test_it_is_about_something_in_this_commons(scene: Scene) -> None:
    one = begun(scene)
    answer = scene.editor.post(page(one, "about"), {"about": "https://elders.example/"}, headers=NL)
    assert answer.status_code == 422
    assert "elders.example" in answer.text


def test_without_a_subject_matter_nobody_is_asked(scene: Scene) -> None:
    one = begun(scene)
    scene.editor.post(page(one, "ask"))
    one.refresh_from_db()
    assert one.consent == Consent.NONE
    assert Client().get(f"/@werf/exchanges/{one.token}/").status_code == 404


def test_an_erased_address_leaves_only_what_was_published(scene: Scene) -> None:
    kept = asked(scene)
    Client().post(f"/@werf/exchanges/{kept.token}/", {"given": "nameless"})
    scene.editor.post(page(kept, "publish"))
    mail_taken.to_commons(mail("Iets anders"), "werf")
    assert erasing.erase_address("NOOR@voorbeeld.nl") == 2
    left = Conversation.objects.get()
    assert (left.pk, left.address, left.name) == (kept.pk, "", "")
    assert scene.editor.post(page(left, "answer"), {"words": "x"}).status_code == 422


def test_old_conversations_go(scene: Scene) -> None:
    one = begun(scene)
    erasing.sweep()
    assert Conversation.objects.exists()
    Conversation.objects.filter(pk=one.pk).update(moved="2020-01-01T00:00Z")
    erasing.sweep()
    assert not Conversation.objects.exists()


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
