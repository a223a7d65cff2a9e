"""Journey 'citizen with only e-mail', where it goes otherwise: machines, forgers, programs that quote all.
Each mail comes as the listener keeps it, and goes past the real sorting to whoever takes it."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from django.test import Client

from gemeengoed.capabilities.newsletters import composing
from gemeengoed.capabilities.newsletters.models import LetterText, Subscriber, SubscriberState
from gemeengoed.capabilities.newsletters.services import sending
from gemeengoed.capabilities.newsletters.tests.conftest import Scene, mails, scene
from gemeengoed.capabilities.newsletters.tests.test_sending import letter, send
from gemeengoed.core.conversations.models import Conversation
from gemeengoed.core.mail import addresses, html, plain
from gemeengoed.core.mail.incoming.processing import process
from gemeengoed.core.mail.incoming.receiving import receive
from gemeengoed.core.mail.incoming.tests.messages import bounce
from gemeengoed.core.mail.incoming.tests.test_authenticity import PEER, zone
from gemeengoed.core.mail.models import Copy, IncomingMessage, OutgoingMessage
from gemeengoed.core.mail.tests.dns_server import Zone
from gemeengoed.core.notices.models import Notice

__all__ = ["scene", "zone"]
pytestmark = pytest.mark.django_db
NOOR = "noor@voorbeeld.nl"
QUESTION = "Wie beheert zo'n gemeenschapsgoed?"


def outcome(to: str, raw: bytes, sender: str = NOOR) -> str:
    """What comes of a mail that a machine on the internet brings."""
    receive(sender, to, raw, PEER.encode())
    process()
    return IncomingMessage.objects.latest("pk").outcome


def mail(words: str = "", subject: str = "Re: Brief van november", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"] = f"Noor <{NOOR}>", subject
    for name, value in {"Message_ID": "<1@voorbeeld.nl>", **headers}.items():
        made[name.replace("_", "-")] = value
    made.set_content(words)
    return made


@pytest.fixture
def sent(scene: Scene) -> tuple[LetterText, str]:
    """A letter that went to Noor, and the address to answer it."""
    subscriber = scene.on_the_list()
    text = letter(scene, "Beste lezer\n\nDeze maand deelden we **twee** verhalen.")
    send(scene, text)
    Copy.objects.update(state="sent")
    return text, addresses.personal("letter", subscriber.token)


def standing() -> tuple[object, ...]:
    """Who is on the list, and how many conversations, notices to editors and messages there are."""
    listed = sorted(Subscriber.objects.values_list("folded", "state"))
    return listed, *(model.objects.count() for model in (Conversation, Notice, OutgoingMessage))


AUTOMATIC = {
    "by the standard": {"Auto_Submitted": "auto-replied"},
    "by Outlook": {"Subject": "Automatisch antwoord: Brief van november", "X_Auto_Response_Suppress": "All"},
    "by an old program": {"X_Autoreply": "yes", "Precedence": "bulk"},
}  # fmt: skip


@pytest.mark.parametrize("name", AUTOMATIC)
def test_out_of_office_is_no_conversation_and_gets_no_answer(
    scene: Scene, sent: tuple[LetterText, str], name: str
) -> None:
    before = standing()
    headers = dict(AUTOMATIC[name])
    raw = mail("Ik ben er niet.", headers.pop("Subject", "Afwezig"), **headers).as_bytes()
    assert outcome(sent[1], raw) == "auto-reply"
    assert standing() == before


def test_a_list_that_sends_a_letter_back_goes_round_once(
    scene: Scene, sent: tuple[LetterText, str]
) -> None:
    before = standing()
    ours = f"<{Copy.objects.get().key}@example.org>"
    of_list = {"List_Id": "Buurt <buurt.lijst.example>", "Precedence": "list"}
    for to in ("werf@example.org", "werf+join@example.org", sent[1]):
        assert outcome(to, mail("Beste lezer", Message_ID=ours, **of_list).as_bytes()) == "loop"
        again = mail("Beste lezer", Message_ID=f"<{to}.2@lijst.example>", **of_list)
        assert outcome(to, again.as_bytes()) == "mailing list"
        from_us = mail("Beste lezer", Message_ID=f"<{to}.3@lijst.example>")
        from_us.replace_header("From", "Werf <werf@example.org>")
        assert outcome(to, from_us.as_bytes()) == "loop"
    assert standing() == before


def test_a_forged_sender_joins_nobody_confirms_nothing_and_takes_nobody_off(
    scene: Scene, sent: tuple[LetterText, str], zone: Zone
) -> None:
    zone.txt("_dmarc.voorbeeld.nl", "v=DMARC1; p=reject")
    zone.txt("voorbeeld.nl", "v=spf1 -all")
    before, token = standing(), Subscriber.objects.get().token
    for number, (to, words) in enumerate([
        ("werf@example.org", ""), ("werf+join@example.org", "aanmelden"), (sent[1], "afmelden"),
        (addresses.personal("leave", token), ""), (addresses.personal("confirm", token), "NEE"),
        (sent[1], QUESTION),
    ]):  # fmt: skip
        raw = mail(words, Message_ID=f"<{number}@voorbeeld.nl>").as_bytes()
        assert outcome(to, raw) == "forged"
    assert standing() == before


def test_who_guesses_a_token_takes_nobody_off(sent: tuple[LetterText, str]) -> None:
    before, nobody = standing(), addresses.new_token()
    for word in ("leave", "letter", "confirm"):
        outcome(addresses.personal(word, nobody), mail("afmelden").as_bytes())
    data = {"List-Unsubscribe": "One-Click"}
    Client().post(f"/@werf/newsletters/leave/{nobody}/", data)
    assert standing() == before


def of_gmail(page: str) -> str:
    return (
        f'<div dir="ltr"><div>{QUESTION}</div><div>Groet, Noor</div></div><br>'
        '<div class="gmail_quote"><div dir="ltr" class="gmail_attr">Op ma 2 nov 2026 om 10:00 schreef '
        f'Werf &lt;werf@example.org&gt;:<br></div><blockquote class="gmail_quote">{page}</blockquote></div>'
    )


def of_outlook(page: str) -> str:
    return (
        f'<div class="WordSection1"><p class="MsoNormal">{QUESTION}</p><p class="MsoNormal">Groet, Noor</p>'
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">'
        "<b>Van:</b> Werf &lt;werf@example.org&gt;<br><b>Verzonden:</b> maandag 2 november 2026 10:00<br>"
        f"<b>Aan:</b> Noor<br><b>Onderwerp:</b> Brief van november</p></div>{page}</div>"
    )


def of_apple(page: str) -> str:
    return (
        f"<html><body>{QUESTION}<br><br>Groet, Noor<br><div><br><blockquote type='cite'><div>Op 2 nov 2026, "
        f"om 10:00 heeft Werf &lt;werf@example.org&gt; het volgende geschreven:</div><br>{page}</blockquote>"
        "</div></body></html>"
    )


@pytest.mark.parametrize("program", [of_gmail, of_outlook, of_apple])
def test_of_a_reply_in_html_alone_only_the_new_words_are_kept(
    scene: Scene, sent: tuple[LetterText, str], program: Callable[[str], str]
) -> None:
    raw = mail()
    raw.set_content(program(html.inlined(composing.mail_of(sent[0]).html)), subtype="html")
    assert outcome(sent[1], raw.as_bytes()) == "conversation"
    said = Conversation.objects.get().messages.get()
    assert said.words.split() == [*QUESTION.split(), "Groet,", "Noor"]
    assert Conversation.objects.get().messages.count() == 1


def quoted_below(words: str) -> str:
    lines = "\n".join(f"> {line}" for line in words.splitlines())
    return f"{QUESTION}\n\nOp ma 2 nov 2026 om 10:00 schreef Werf <werf@example.org>:\n{lines}"


def quoted_above(words: str) -> str:
    lines = "\n".join(f"> {line}" for line in words.splitlines())
    return f"Op 02-11-2026 om 10:00 schreef Werf:\n{lines}\n\n{QUESTION}"


def below_a_line(words: str) -> str:
    head = "Van: Werf <werf@example.org>\nVerzonden: maandag 2 november 2026 10:00\nAan: Noor"
    return f"{QUESTION}\n\n________________________________\n{head}\nOnderwerp: Brief van november\n\n{words}"


@pytest.mark.parametrize("way", [quoted_below, quoted_above, below_a_line])
def test_of_a_reply_with_the_whole_letter_only_the_new_words_are_kept(
    scene: Scene, sent: tuple[LetterText, str], way: Callable[[str], str]
) -> None:
    words = plain.text_of(composing.mail_of(sent[0]).html)
    assert "twee" in words
    assert outcome(sent[1], mail(way(words)).as_bytes()) == "conversation"
    assert Conversation.objects.get().messages.get().words == QUESTION


def test_afmelden_above_the_whole_letter_leaves_and_the_next_letter_does_not_come(
    scene: Scene, sent: tuple[LetterText, str]
) -> None:
    words = quoted_below(plain.text_of(composing.mail_of(sent[0]).html))
    assert outcome(sent[1], mail(words.replace(QUESTION, "Afmelden.")).as_bytes()) == "left"
    assert Subscriber.objects.get().state == SubscriberState.LEFT
    assert not Conversation.objects.exists()
    copies = Copy.objects.count()
    send(scene, letter(scene, "Nog een brief"))
    sending.send_due()
    assert Copy.objects.count() == copies


def test_a_confirmation_that_comes_back_ends_it_and_a_forged_report_does_not(scene: Scene) -> None:
    assert outcome("werf@example.org", mail(subject="").as_bytes()) == "asked"
    asked = OutgoingMessage.objects.get(recipient=NOOR)
    returns = addresses.bounce(asked.returns)
    forged = bounce(final=NOOR, message_id="<other@example.org>")
    assert outcome(returns, forged, "<>") == "bounce disagrees"
    assert outcome(addresses.bounce(addresses.new_token()), bounce(), "<>") == "unknown address"
    assert Subscriber.objects.get().state == SubscriberState.ASKED
    real = bounce(final=NOOR, message_id=asked.message_id)
    assert outcome(returns, real, "<>") == "hard bounce"
    assert Subscriber.objects.get().state == SubscriberState.BOUNCED
    assert len(mails()) == 1


def nested(depth: int, outermost: str, innermost: bytes) -> bytes:
    """A message in a message in a message, each in parts."""
    raw = f"From: Noor <{NOOR}>\r\nSubject: Re: Brief\r\nMessage-ID: <{depth}@voorbeeld.nl>\r\n".encode()
    for number in range(depth):
        kind = "multipart/mixed" if number else outermost
        raw += f'Content-Type: {kind}; boundary="b{number}"\r\n\r\n--b{number}\r\n'.encode()
        raw += b"Content-Type: message/rfc822\r\n\r\n" if number % 2 else b""
    return raw + b"Content-Type: text/plain\r\n\r\n" + innermost


@pytest.mark.parametrize("outermost", [
    "multipart/mixed", "multipart/alternative", "message/rfc822",
    "multipart/report; report-type=delivery-status", "multipart/report; report-type=feedback-report",
])  # fmt: skip
def test_mail_nested_two_thousand_deep_ends_with_a_word_and_changes_nothing(
    scene: Scene, sent: tuple[LetterText, str], outermost: str
) -> None:
    listed, key = standing()[0], Copy.objects.get().key
    raw = nested(2000, outermost, b"Wie beheert dit?\r\n")
    for to in (sent[1], "werf@example.org", addresses.bounce(key), "abuse@example.org"):
        assert outcome(to, raw)
        assert IncomingMessage.objects.latest("pk").last_error == ""
    assert standing()[0] == listed
    assert Copy.objects.get().state == "sent"
