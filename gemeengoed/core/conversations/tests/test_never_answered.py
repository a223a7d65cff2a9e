"""From the bytes that arrive: what no person wrote to us begins no conversation and is never answered."""

import pytest

from gemeengoed.core.conversations.models import Conversation, Message
from gemeengoed.core.mail.incoming import receiving
from gemeengoed.core.mail.incoming.processing import process
from gemeengoed.core.mail.models import IncomingMessage, OutgoingMessage
from gemeengoed.core.notices.models import Notice

from .conftest import Scene, begun, page

pytestmark = pytest.mark.django_db(transaction=True)
RELAY = "mx.example.org"


def arrives(to: str, sender: str = "noor@voorbeeld.nl", **headers: str) -> str:
    """What came of a mail, in one word."""
    given = {
        "From": "Noor <noor@voorbeeld.nl>",
        "To": to,
        "Subject": "Een vraag",
        "Message-ID": "<een@voorbeeld.nl>",
    }
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    block = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    receiving.receive(sender, to, f"{block}\r\nWie beheert dit?\r\n".encode())
    process()
    return IncomingMessage.objects.latest("pk").outcome


AWAY = {
    "away": {"Auto_Submitted": "auto-replied", "Subject": "Afwezig: Re: Een vraag"},
    "away-outlook": {"Subject": "Automatisch antwoord: Een vraag"},
    "away-no-sender": {"sender": ""},
    "list": {"List_Id": "<lijst.elders.example>", "Precedence": "list"},
    "loop": {"X_Loop": "example.org"},
    "round": {"From": "Werf <werf@example.org>"},
    "forged": {
        "Authentication_Results": f"{RELAY}; dmarc=fail (p=reject) header.from=voorbeeld.nl"
    },
}


@pytest.mark.parametrize("kind", AWAY)
@pytest.mark.parametrize("to", ["werf@example.org", "thread+{}@example.org"])
def test_it_begins_nothing_and_gets_no_answer(scene: Scene, settings, kind: str, to: str) -> None:
    settings.MAIL_IN = f"lmtp://127.0.0.1:1?trust={RELAY}"
    one = begun(scene)
    scene.editor.post(page(one, "answer"), {"words": "De gemeenschap."})
    counted = (OutgoingMessage, Conversation, Message, Notice)
    before = [model.objects.count() for model in counted]
    assert arrives(to.format(one.token), **AWAY[kind]) != "conversation"
    assert [model.objects.count() for model in counted] == before


def test_a_person_who_writes_is_heard_and_gets_nothing_by_itself(scene: Scene) -> None:
    assert arrives("werf@example.org") == "conversation"
    assert Conversation.objects.get().messages.count() == 1
    assert not OutgoingMessage.objects.exists()
