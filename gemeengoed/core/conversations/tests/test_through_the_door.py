"""Signed, through the inbox of the server, to the inbox of the editors: and back, and gone again."""

from typing import Any

import pytest
from django.test import Client

from gemeengoed.core.conversations import thread
from gemeengoed.core.conversations.models import Conversation, Message
from gemeengoed.core.federation.incoming import processing
from gemeengoed.core.federation.models import OutgoingActivity, PublishedObject, RemoteObject
from gemeengoed.core.federation.remote import objects as remote_objects
from gemeengoed.core.federation.steering import objects
from gemeengoed.core.federation.tests.conftest import _at_once
from gemeengoed.core.federation.tests.elsewhere import Elsewhere
from gemeengoed.core.federation.tests.test_handlers import hear, note
from gemeengoed.core.notices.models import Notice

from .conftest import NL, Scene, page
from .elsewhere import ABOUT
from .test_replying import answer, said_last
from .test_showing import decide

pytestmark = pytest.mark.django_db
__all__ = ["_at_once"]
COMMONS = "http://localhost/@werf"


@pytest.fixture
def ada(scene: Scene) -> Elsewhere:
    PublishedObject.objects.create(
        uri=ABOUT,
        object_type="publication",
        type="Article",
        speaker=scene.werf.actor,
        published="2026-01-01T00:00Z",
    )
    elsewhere = Elsewhere()
    elsewhere.know()
    return elsewhere


def says(by: Elsewhere, number: int, words: str, answers: str = "", **more: Any) -> Message:
    answers = answers or f"http://localhost{ABOUT}"
    uri = f"{by.uri}/notes/{number}"
    said = note(by, id=uri, content=f"<p>{words}</p>", inReplyTo=answers, **more)
    assert hear(by, "Create", said, number) == "conversation"
    return Message.objects.select_related("remote", "conversation").get(remote__uri=uri)


def test_there_and_back_is_one_thread_below_the_publication(scene: Scene, ada: Elsewhere) -> None:
    first = says(ada, 1, "Waarom?<script>x</script>")
    assert first.conversation.about == ABOUT
    assert "<script>" not in (first.remote.html if first.remote else "")
    decide(scene, first, further="on")
    mine = answer(scene, first, "Daarom.")
    again = says(ada, 2, "Aha", f"{COMMONS}/answers/{mine.pk}/")
    assert (again.parent, again.conversation) == (mine, first.conversation)
    assert [one.words for one in thread.shown()] == ["Waarom?", "Daarom.", "Aha"]
    assert hear(ada, "Delete", f"{ada.uri}/notes/2", 3) == "deleted"
    assert [one.words for one in thread.shown()] == ["Waarom?", "Daarom."]


def test_a_message_to_the_commons_alone_stays_between_both(scene: Scene, ada: Elsewhere) -> None:
    mention = [{"type": "Mention", "href": COMMONS, "name": "@werf@localhost"}]
    private = {"to": [COMMONS], "cc": [], "tag": mention}
    first = says(ada, 1, "Onder ons", "https://there.example/none", **private)
    assert first.conversation.about == ""
    mine = answer(scene, first, "Ja.")
    assert not PublishedObject.objects.filter(uri__contains="/answers/").exists()
    again = says(ada, 2, "Dank", f"{COMMONS}/answers/{mine.pk}/", **private)
    assert again.conversation == first.conversation
    answer(scene, again, "Graag.", to=str(again.pk))
    assert not said_last()[0].to_followers
    assert not OutgoingActivity.objects.filter(to_followers=True).exists()
    assert list(thread.shown()) == []


def test_who_leaves_their_server_takes_all_their_words_along(scene: Scene, ada: Elsewhere) -> None:
    first = says(ada, 1, "Geheim een")
    decide(scene, first)
    says(ada, 2, "Geheim twee", "", to=[COMMONS])
    assert hear(ada, "Delete", ada.uri, 3) == "left"
    assert not Message.objects.exists()
    assert not Conversation.objects.exists()
    assert not Notice.objects.filter(words__contains="Geheim").exists()
    assert not RemoteObject.objects.exclude(plain="", html="").exists()


def test_what_an_operator_removes_is_gone_from_the_inbox_too(scene: Scene, ada: Elsewhere) -> None:
    first = says(ada, 1, "Geheim een")
    mine = answer(scene, first)
    objects.act(scene.eva.actor, first.remote, "remove", "Dit mag niet.")  # type: ignore[arg-type]
    shown = scene.editor.get(page(first.conversation), headers=NL).text
    assert "Geheim" not in shown
    inbox = f"/api/commons/v1/commons/werf/inbox/{first.conversation_id}"
    assert "Geheim" not in scene.editor.get(inbox).text
    assert not Notice.objects.filter(words__contains="Geheim").exists()
    assert Client().get(f"/@werf/answers/{mine.pk}/").status_code == 200


def test_processing_again_changes_nothing(scene: Scene, ada: Elsewhere) -> None:
    says(ada, 1, "Waarom?")
    processing.process()
    assert Message.objects.count() == 1


def test_what_is_found_gone_when_it_is_asked_for_again_is_read_no_more(
    scene: Scene, ada: Elsewhere
) -> None:
    first = says(ada, 1, "Waarom?")
    decide(scene, first)
    assert [one.words for one in thread.shown()] == ["Waarom?"]
    remote_objects.remove(f"{ada.uri}/notes/1")  # as on 404 or 410
    assert list(thread.shown()) == []
    assert not Message.objects.filter(words="Waarom?").exists()
