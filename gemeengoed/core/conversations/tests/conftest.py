"""A commons with an editor, mail as it comes in, and what was posted."""

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
from gemeengoed.core.conversations import mail_taken
from gemeengoed.core.conversations.models import Conversation
from gemeengoed.core.mail.incoming.reading import Incoming, read
from gemeengoed.core.mail.models import OutgoingMessage
from gemeengoed.core.people.models import Person

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


def reply(words: str, **more: str) -> Incoming:
    """In answer to what was posted last."""
    asked = posted()[-1]["Message-ID"]
    return mail(words, In_Reply_To=asked, References=asked, **more)


def posted() -> list[EmailMessage]:
    rows = OutgoingMessage.objects.order_by("pk").values_list("raw", flat=True)
    return [message_from_bytes(bytes(raw), policy=policy.default) for raw in rows]  # type: ignore[misc]


def begun(scene: Scene, words: str = "Wie beheert dit?") -> Conversation:
    assert mail_taken.to_commons(mail(words), "werf") == "conversation"
    return Conversation.objects.latest("pk")


def page(one: Conversation, verb: str = "") -> str:
    return f"/@werf/inbox/{one.pk}/" + (f"{verb}/" if verb else "")


def asked(scene: Scene) -> Conversation:
    """Answered, tied to a question, and the person is asked whether it may be read."""
    one = begun(scene)
    scene.editor.post(page(one, "answer"), {"words": "De gemeenschap."})
    scene.editor.post(page(one, "about"), {"about": QUESTION})
    scene.editor.post(page(one, "ask"))
    one.refresh_from_db()
    return one


def link(one: Conversation) -> str:
    """The page on which who wrote says whether it may be read."""
    one.refresh_from_db()
    return f"/@werf/exchanges/{one.consent_token}/"
