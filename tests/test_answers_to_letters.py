"""From a letter to what others read under its publication: an answer, its answer and the consent, by mail."""

from email import policy
from email.message import EmailMessage

import pytest
from django.test import Client

from gemeengoed.capabilities.newsletters.tests.conftest import Scene, mails, scene, text_of
from gemeengoed.capabilities.newsletters.tests.test_sending import letter, send
from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind
from gemeengoed.core.commons.services.programme import save_question
from gemeengoed.core.conversations.models import Conversation
from gemeengoed.core.documents.services import Words
from gemeengoed.core.mail.incoming import receiving
from gemeengoed.core.mail.incoming.processing import process
from gemeengoed.core.mail.models import Copy, IncomingMessage

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["scene"]
NL = {"accept-language": "nl"}
NOOR = "noor@voorbeeld.nl"
QUESTION = "/@werf/questions/wat-delen-we/"


def sent_letter(scene: Scene) -> str:
    """Its address; one subscriber gets it."""
    scene.on_the_list(NOOR)
    return send(scene, letter(scene)).get_absolute_url()


def writes(to: str, words: str, answers: str = "", quoted: str = "") -> str:
    """A mail of Noor's as it arrives; returns what came of it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Noor <{NOOR}>", to, "Re: Brief"
    mail["Message-ID"] = f"<{IncomingMessage.objects.count()}@voorbeeld.nl>"
    if answers:
        mail["In-Reply-To"] = mail["References"] = answers
    lines = "\n".join(f"> {line}" for line in quoted.splitlines())
    mail.set_content(f"{words}\n\nOp ma 24 nov 2026 schreef Werf:\n{lines}\n" if lines else words)
    receiving.receive(NOOR, to, mail.as_bytes(policy=policy.SMTP))
    process()
    return IncomingMessage.objects.latest("pk").outcome


def last() -> EmailMessage:
    """The newest mail to Noor."""
    return mails(NOOR)[-1]


def answered(scene: Scene) -> tuple[Conversation, str]:
    """The conversation that Noor's answer to a letter became, answered from the web; and the letter's own
    Message-ID in her copy of it."""
    about = sent_letter(scene)
    copy = f"<{Copy.objects.get().key}@example.org>"
    token = scene.werf.subscribers.get().token
    mine = f"https://example.org/@werf/newsletters/mine/{token}/"
    assert writes(f"letter+{token}@example.org", "Wie beheert dit?", copy, mine) == "conversation"
    one = Conversation.objects.get()
    assert one.about == about
    page = scene.clients["eva"].get(f"/@werf/inbox/{one.pk}/", headers=NL).text
    assert "Wie beheert dit?" in page
    assert token not in page
    given = {"words": "De gemeenschap."}
    assert scene.clients["eva"].post(f"/@werf/inbox/{one.pk}/answer/", given).status_code == 302
    return one, copy


def published(scene: Scene, one: Conversation, about: str) -> None:
    """Tied to `about`, asked and agreed by mail, and shown."""
    eva, page = scene.clients["eva"], f"/@werf/inbox/{one.pk}/"
    eva.post(f"{page}about/", {"about": about})
    eva.post(f"{page}ask/")
    assert writes(last()["Reply-To"], "Ja!", last()["Message-ID"], text_of(last())) == "consent"
    eva.post(f"{page}publish/")


def test_an_answer_to_a_letter_is_answered_from_the_web_and_threads(scene: Scene) -> None:
    """RFC 5322, section 3.6.4."""
    one, copy = answered(scene)
    answer = last()
    theirs = one.messages.order_by("pk")[0].message_id
    assert answer["In-Reply-To"] == theirs
    assert answer["References"].split() == [copy, theirs]
    assert writes(answer["Reply-To"], "Dank!", answer["Message-ID"]) == "conversation"
    assert Conversation.objects.get().messages.count() == 3


@pytest.mark.parametrize("where", ["letter", "publication", "question"])
def test_with_consent_it_is_read_under_what_it_is_about(scene: Scene, where: str) -> None:
    text = publications.begin(scene.werf, Kind.ARTICLE, "nl", "Over de werf", scene.eva.actor)
    publications.write(text, "nl", Words("Over de werf", text="Gras."), scene.eva.actor, 1)
    publications.publish(text, text.work.documents.get(), scene.eva.actor)
    save_question(scene.werf, scene.bea, text={"nl": "Wat delen we?"}, slug="wat-delen-we")
    one, _copy = answered(scene)
    about = {"letter": one.about, "publication": text.get_absolute_url(), "question": QUESTION}[
        where
    ]
    visitor = Client()
    assert "Wie beheert dit?" not in visitor.get(about, headers=NL, follow=True).text
    published(scene, one, about)
    page = visitor.get(about, headers=NL, follow=True).text
    assert "Wie beheert dit?" in page
    assert "Noor" not in page
