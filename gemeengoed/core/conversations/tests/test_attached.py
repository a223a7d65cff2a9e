"""Files that came along with a mail: editors see what they were; they themselves are not kept."""

import json
from email.message import EmailMessage

import pytest
from django.test import Client

from gemeengoed.core.conversations.erasing import erase_address
from gemeengoed.core.conversations.models import Conversation, Message
from gemeengoed.core.mail.incoming.processing import process
from gemeengoed.core.mail.incoming.receiving import receive
from gemeengoed.core.people.services import make_token

from .conftest import NL, QUESTION, Scene, link, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(scene: Scene) -> Conversation:
    """Two files came along; one is called by somebody who means harm."""
    made = EmailMessage()
    made["From"], made["To"] = "Noor <noor@voorbeeld.nl>", "werf@example.org"
    made["Subject"], made["Message-ID"] = "Het plan", "<plan@voorbeeld.nl>"
    made.set_content("Zie het plan.")
    made.add_attachment(bytes(20_000), "application", "pdf", filename="plan één.pdf")
    made.add_attachment("hoi", "html", filename="<script>alert(1)</script>.html")
    receive("noor@voorbeeld.nl", "werf@example.org", made.as_bytes())
    process()
    return Conversation.objects.get()


def test_editors_see_name_type_and_size(scene: Scene, one: Conversation) -> None:
    shown = scene.editor.get(page(one), headers=NL).text
    assert "Bestanden die meekwamen" in shown
    assert "plan één.pdf (application/pdf, 19,5\xa0KB)" in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert(1)" not in shown


def test_the_api_tells_it_as_well(scene: Scene, one: Conversation) -> None:
    headers = {"authorization": f"Bearer {make_token(scene.eva)[1]}"}
    answer = Client().get(f"/api/commons/v1/commons/werf/inbox/{one.pk}", headers=headers)
    first = json.loads(answer.content)["messages"][0]["attachments"][0]
    assert first == {"name": "plan één.pdf", "type": "application/pdf", "size": 20_000}


def test_nobody_else_reads_it_and_it_goes_with_the_address(scene: Scene, one: Conversation) -> None:
    scene.editor.post(page(one, "answer"), {"words": "Dank."})
    scene.editor.post(page(one, "about"), {"about": QUESTION})
    scene.editor.post(page(one, "ask"))
    assert "plan één" not in Client().get(link(one)).text
    Client().post(link(one), {"given": "nameless"})
    scene.editor.post(page(one, "publish"))
    assert "plan één" not in Client().get(f"/@werf/exchanges/{one.pk}/").text
    erase_address("noor@voorbeeld.nl")
    assert list(Message.objects.values_list("attachments", flat=True)) == [[], []]
