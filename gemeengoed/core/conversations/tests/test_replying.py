"""What editors answer goes to the server where it was asked, in the name of the commons."""

import json
from typing import Any

import pytest
from django.test import Client

from gemeengoed.core.conversations import erasing, from_servers
from gemeengoed.core.conversations.models import Conversation, ConversationState, Message
from gemeengoed.core.federation.models import OutgoingActivity

from .conftest import NL, Scene, page, posted
from .elsewhere import comes_in, somebody, thing
from .test_showing import below, decide

pytestmark = pytest.mark.django_db
ACTIVITY = {"Accept": "application/activity+json"}
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def answer(scene: Scene, said: Message, words: str = "Dank je!", **more: str) -> Message:
    given = {"words": words, **more}
    done = scene.editor.post(page(said.conversation, "answer"), given, headers=NL)
    assert done.status_code == 302
    return Message.objects.filter(author__isnull=False).latest("pk")


def said_last() -> tuple[OutgoingActivity, dict[str, Any]]:
    row = OutgoingActivity.objects.latest("pk")
    return row, json.loads(bytes(row.body))


def test_an_answer_is_a_note_of_the_commons_that_names_whom_it_answers(scene: Scene) -> None:
    said = comes_in("Waarom?")
    mine = answer(scene, said, "Daarom & <zo>.\n\nZie https://example.org/x")
    row, activity = said_last()
    note = activity["object"]
    address = f"http://localhost/@werf/answers/{mine.pk}/"
    assert (activity["type"], note["type"], note["id"]) == ("Create", "Note", address)
    assert note["attributedTo"] == activity["actor"] == "http://localhost/@werf"
    assert note["inReplyTo"] == said.remote.uri
    assert PUBLIC in note["to"]
    assert {said.remote.author.uri, "http://localhost/@werf/followers"} <= set(note["cc"])
    assert {said.remote.author.uri, "http://localhost/@werf/followers"} <= set(activity["cc"])
    assert note["tag"] == [
        {"type": "Mention", "href": said.remote.author.uri, "name": "@ada@there.example"}
    ]
    assert note["content"].startswith(
        '<p><span class="h-card"><a href="https://there.example/@ada" class="u-url mention">'
        "@<span>ada</span></a></span> Daarom &amp; &lt;zo&gt;.</p>"
    )
    assert row.to_followers
    assert row.inboxes == [[said.remote.author.inbox, "there.example"]]
    assert not posted()
    said.conversation.refresh_from_db()
    assert said.conversation.state == ConversationState.ANSWERED


def test_its_address_is_a_note_or_leads_to_where_it_is_read(scene: Scene) -> None:
    said = comes_in("Waarom?")
    mine = answer(scene, said)
    address = f"/@werf/answers/{mine.pk}/"
    found = Client().get(address, headers=ACTIVITY)
    assert found["Content-Type"] == "application/activity+json"
    assert found.json()["id"] == f"http://localhost{address}"
    shown = Client().get(address, headers=NL)
    assert shown.status_code == 200
    assert "Dank je!" in shown.text
    assert "@ada@there.example" in shown.text


def test_an_answer_stands_below_what_it_answers_once_that_is_shown(scene: Scene) -> None:
    said = comes_in("Waarom?")
    answer(scene, said)
    assert "Dank je!" not in below()
    decide(scene, said)
    assert below().index("Waarom?") < below().index("Dank je!")
    assert "Eva" in below()


def test_what_answers_an_editor_joins_the_thread(scene: Scene) -> None:
    said = comes_in("Waarom?")
    mine = answer(scene, said)
    address = f"/@werf/answers/{mine.pk}/"
    again = comes_in("Aha", f"http://localhost{address}", about=address)
    assert (again.conversation, again.parent) == (said.conversation, mine)
    assert Conversation.objects.count() == 1


def test_an_editor_chooses_whom_to_answer(scene: Scene) -> None:
    first = comes_in("Waarom?")
    comes_in("Ja, waarom?", first.remote.uri, author=somebody("bo", "elders.example"))
    assert answer(scene, first, to=str(first.pk)).parent == first
    _row, activity = said_last()
    assert activity["object"]["inReplyTo"] == first.remote.uri
    page_with_choice = scene.editor.get(page(first.conversation), headers=NL).text
    assert "In antwoord op" in page_with_choice
    wrong = scene.editor.post(page(first.conversation, "answer"), {"words": "x", "to": "999"})
    assert wrong.status_code == 422


def test_an_answer_to_a_private_message_goes_to_its_author_only(scene: Scene) -> None:
    said = comes_in("Onder ons", "", about="/@werf", public=False)
    mine = answer(scene, said)
    row, activity = said_last()
    assert not row.to_followers
    assert row.inboxes == [[said.remote.author.inbox, "there.example"]]
    for one in (activity, activity["object"]):
        assert one["to"] == [said.remote.author.uri]
        assert not one.get("cc")
    address = f"/@werf/answers/{mine.pk}/"
    for headers in (ACTIVITY, NL):
        found = Client().get(address, headers=headers)
        assert found.status_code == 404
        assert "Dank" not in found.content.decode()
    activity_address = activity["id"].removeprefix("http://localhost")
    assert Client().get(activity_address, headers=ACTIVITY).status_code == 404
    outbox = Client().get("/@werf/outbox?before=0", headers=ACTIVITY).content.decode()
    assert "Dank" not in outbox


def test_an_answer_taken_back_leaves_a_tombstone_there_and_here(scene: Scene) -> None:
    said = comes_in("Waarom?")
    decide(scene, said)
    mine = answer(scene, said)
    decide(scene, mine, "withhold")
    row, activity = said_last()
    assert (activity["type"], activity["object"]["type"]) == ("Delete", "Tombstone")
    assert row.inboxes == [[said.remote.author.inbox, "there.example"]]
    assert "Dank je!" not in below()
    address = f"/@werf/answers/{mine.pk}/"
    assert Client().get(address, headers=ACTIVITY).status_code == 410
    assert Client().get(address).status_code == 404


def test_a_private_answer_taken_back_is_taken_back_there(scene: Scene) -> None:
    said = comes_in("Onder ons", "", about="/@werf", public=False)
    decide(scene, answer(scene, said), "withhold")
    row, activity = said_last()
    assert (activity["type"], row.to_followers) == ("Delete", False)
    assert activity["to"] == [said.remote.author.uri]


def test_a_message_that_came_meanwhile_keeps_it_open(scene: Scene) -> None:
    said = comes_in("Waarom?")
    comes_in("En nog iets", said.remote.uri)
    answer(scene, said, seen=str(said.pk), to=str(said.pk))
    said.conversation.refresh_from_db()
    assert said.conversation.state == ConversationState.OPEN


def test_whoever_is_gone_or_suspended_cannot_be_answered(scene: Scene) -> None:
    said = comes_in("Waarom?")
    host = said.remote.author.host
    host.measure = "suspend"
    host.save()
    shown = scene.editor.get(page(said.conversation), headers=NL).text
    assert "niet meer te bereiken" in shown
    tried = scene.editor.post(page(said.conversation, "answer"), {"words": "Dank"}, headers=NL)
    assert tried.status_code == 422
    assert not OutgoingActivity.objects.exists()


def test_an_answer_given_stays_when_what_it_answers_is_removed(scene: Scene) -> None:
    said = comes_in("Waarom?")
    mine = answer(scene, said)
    from_servers.take("Delete", said.remote)
    mine.refresh_from_db()
    assert Client().get(f"/@werf/answers/{mine.pk}/", headers=ACTIVITY).status_code == 200
    assert "Dank" not in below()


def test_no_number_of_a_mail_leads_into_a_thread(scene: Scene) -> None:
    said = thing("Dag", "http://localhost/@werf/answers/1/", about="/@werf/answers/1/")
    assert from_servers.take("Create", said) == "conversation"
    assert Conversation.objects.get().about == ""


def test_the_api_answers_there_as_well(scene: Scene) -> None:
    said = comes_in("Waarom?")
    where = f"/api/commons/v1/commons/werf/inbox/{said.conversation_id}/answers"
    given = {"words": "Daarom.", "to": said.pk}
    made = scene.editor.post(where, given, content_type="application/json")
    assert (made.status_code, made.json()["parent"]) == (201, said.pk)
    assert said_last()[1]["object"]["inReplyTo"] == said.remote.uri


def test_an_answer_that_goes_with_its_conversation_goes_there_too(scene: Scene) -> None:
    mine = answer(scene, comes_in("Waarom?"))
    Conversation.objects.update(moved="2020-01-01T00:00Z")
    erasing.sweep()
    row, activity = said_last()
    assert (activity["type"], row.inboxes[0][1]) == ("Delete", "there.example")
    assert Client().get(f"/@werf/answers/{mine.pk}/", headers=ACTIVITY).status_code == 410
    assert not Message.objects.exists()
