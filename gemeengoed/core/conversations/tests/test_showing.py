"""One click, and an answer from another server stands under what it is about, for followers too."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client

from gemeengoed.core.commons.services.programme import save_question
from gemeengoed.core.conversations import erasing, from_servers, thread
from gemeengoed.core.conversations.models import Conversation, Message
from gemeengoed.core.federation.models import (
    OutgoingActivity,
    PublishedObject,
    Reaction,
    RemoteObject,
)
from gemeengoed.core.federation.remote import pictures

from .conftest import NL, QUESTION, Scene, page
from .elsewhere import ABOUT, changes, comes_in, somebody

pytestmark = pytest.mark.django_db


def decide(scene: Scene, said: Message, verb: str = "show", **given: str) -> Any:
    where = f"{page(said.conversation)}messages/{said.pk}/{verb}/"
    return scene.editor.post(where, given, headers=NL, follow=True)


def said_out() -> list[dict[str, Any]]:
    return [json.loads(bytes(row.body)) for row in OutgoingActivity.objects.order_by("pk")]


def below() -> str:
    """What stands under the publication."""
    return Template("{% load conversations %}{% exchanges_about uri %}").render(
        Context({"uri": ABOUT})
    )


def test_one_click_shows_it_and_tells_followers(scene: Scene) -> None:
    said = comes_in("Mooi stuk!")
    assert "Mooi stuk" not in below()
    stamp = scene.werf.actor.stamp
    decide(scene, said)
    shown = below()
    assert "<p>Mooi stuk!</p>" in shown
    assert "@ada@there.example" in shown
    assert 'lang="nl"' in shown
    (announced,) = said_out()
    assert (announced["type"], announced["object"]) == ("Announce", said.remote.uri)
    assert announced["actor"] == "http://localhost/@werf"
    row = OutgoingActivity.objects.get()
    assert row.to_followers
    assert row.inboxes == [[said.remote.author.inbox, "there.example"]]
    scene.werf.actor.refresh_from_db()
    assert scene.werf.actor.stamp > stamp


def test_showing_twice_is_said_once(scene: Scene) -> None:
    said = comes_in("Mooi stuk!")
    decide(scene, said)
    decide(scene, said)
    assert len(said_out()) == 1


def test_further_words_of_the_thread_are_shown_at_once_by_choice(scene: Scene) -> None:
    said = comes_in("Mooi stuk!")
    decide(scene, said, further="on")
    comes_in("Vind ik ook", said.remote.uri, author=somebody("bo", "elders.example"))
    comes_in("Iets anders")
    assert [one.words for one in thread.shown()] == ["Mooi stuk!", "Vind ik ook"]


def test_taken_away_it_is_not_read_and_what_follows_waits(scene: Scene) -> None:
    said = comes_in("Mooi stuk!")
    decide(scene, said, further="on")
    decide(scene, said, "withhold")
    assert "Mooi stuk" not in below()
    announced, undone = said_out()
    assert undone["type"] == "Undo"
    assert undone["object"]["id"] == announced["id"]
    comes_in("Nog iets", said.remote.uri)
    assert "Nog iets" not in below()


def test_what_is_not_shown_can_be_shown_later(scene: Scene) -> None:
    said = comes_in("Mooi stuk!")
    decide(scene, said, "withhold")
    assert "niet getoond" in scene.editor.get(page(said.conversation), headers=NL).text
    decide(scene, said)
    assert "Mooi stuk" in below()


def test_words_that_changed_after_they_were_read_are_not_shown(scene: Scene) -> None:
    said = comes_in("Mooi stuk!")
    read = said.version
    changes(said.remote, "Koop nu")
    answer = decide(scene, said, version=read)
    assert "intussen veranderd" in answer.text
    assert "Koop nu" not in below()


def test_no_other_verb_and_no_message_of_another_commons(scene: Scene) -> None:
    said = comes_in("Mooi stuk!")
    other = comes_in("Iets anders")
    assert decide(scene, said, "burn").status_code == 404
    where = f"{page(other.conversation)}messages/{said.pk}/show/"
    assert scene.editor.post(where).status_code == 404


def test_a_thread_is_set_in_once_and_names_what_is_answered(scene: Scene) -> None:
    first = comes_in("Mooi stuk!")
    second = comes_in("Vind ik ook", first.remote.uri, author=somebody("bo", "elders.example"))
    third = comes_in("Ik niet", second.remote.uri, author=somebody("cor"))
    apart = comes_in("Iets anders")
    for said in (first, second, third, apart):
        decide(scene, said)
    found = thread.shown_about(ABOUT)
    order = [[one.first.pk, *(below.pk for below in one.rest)] for one in found.threads]
    assert order == [[first.pk, second.pk, third.pk], [apart.pk]]
    shown = below()
    assert shown.count("In answer to @bo@elders.example") == 1


def test_below_what_is_not_shown_an_answer_stands_by_itself(scene: Scene) -> None:
    first = comes_in("Mooi stuk!")
    second = comes_in("Vind ik ook", first.remote.uri)
    decide(scene, second)
    (found,) = thread.shown_about(ABOUT).threads
    assert found.first == second


def test_what_is_sensitive_stands_behind_its_warning(scene: Scene) -> None:
    decide(scene, comes_in("Au", summary="Over pijn", sensitive=True))
    shown = below()
    assert "<summary" in shown
    assert shown.index("Over pijn") < shown.index("<p>Au</p>")


def test_pictures_come_from_here_other_files_are_links_and_only_to_the_web(
    scene: Scene, settings: Any
) -> None:
    files = [
        {"type": "Image", "url": "https://there.example/kat.png", "alt": "Een kat"},
        {"type": "Audio", "url": "https://there.example/lied.ogg", "alt": "Een lied"},
        {"type": "Image", "url": "javascript:alert(1)", "alt": "Kwaad"},
    ]
    said = comes_in("Kijk", attachments=files)
    decide(scene, said)
    shown = below()
    assert shown.count("<img") == 1
    assert f'src="{pictures.address("https://there.example/kat.png")}" alt="Een kat"' in shown
    assert 'href="https://there.example/lied.ogg"' in shown
    assert "javascript:" not in shown
    settings.REMOTE_MEDIA = 0
    assert "<img" not in below()
    host = said.remote.author.host
    host.reject_media = True
    host.save()
    assert "Een kat" not in below()


def test_how_often_it_is_liked_and_how_to_answer_stand_below(scene: Scene) -> None:
    assert "Answer from your own server" not in below()
    PublishedObject.objects.create(
        uri=ABOUT,
        object_type="publication",
        type="Article",
        speaker=scene.werf.actor,
        published="2026-01-01T00:00Z",
    )
    for number, kind in enumerate(("like", "like", "share")):
        Reaction.objects.create(
            uri=f"https://there.example/r/{number}",
            remote=somebody(f"lezer{number}"),
            object=ABOUT,
            kind=kind,
        )
    shown = below()
    assert "2 people elsewhere appreciate this" in shown
    assert "shared once" in shown
    assert f"http://localhost{ABOUT}" in shown


def test_many_answers_ask_as_little_as_few(
    scene: Scene, django_assert_num_queries: Callable[..., object]
) -> None:
    first = comes_in("Mooi stuk!")
    decide(scene, first, further="on")
    for number in range(12):
        comes_in(f"Antwoord {number}", first.remote.uri, author=somebody(f"a{number}"))
    scene.editor.post(page(first.conversation, "answer"), {"words": "Dank!"})
    with django_assert_num_queries(3):
        below()
    scene.editor.get(page(first.conversation))
    with django_assert_num_queries(13):
        scene.editor.get(page(first.conversation))


def test_what_is_shown_stays_and_the_rest_goes_after_a_year(scene: Scene) -> None:
    first = comes_in("Mooi stuk!")
    decide(scene, first)
    waiting = comes_in("Wacht nog", first.remote.uri)
    for words, to in (("Dank je!", first), ("Later meer", waiting)):
        given = {"words": words, "to": str(to.pk)}
        scene.editor.post(page(first.conversation, "answer"), given)
    comes_in("Iets anders")
    Conversation.objects.update(moved="2020-01-01T00:00Z")
    erasing.sweep()
    assert [one.words for one in Message.objects.all()] == ["Mooi stuk!", "Dank je!"]
    assert [one.plain for one in RemoteObject.objects.all()] == ["Mooi stuk!"]


def test_the_api_decides_and_lists_what_is_shown(scene: Scene, monkeypatch: Any) -> None:
    said = comes_in("Mooi stuk!")
    inbox = f"/api/commons/v1/commons/werf/inbox/{said.conversation_id}"
    whole = scene.editor.get(inbox).json()
    assert whole["correspondent"] == "@ada@there.example"
    (message,) = whole["messages"]
    assert message["remote"]["html"] == "<p>Mooi stuk!</p>"
    decision = {"version": message["version"], "further": True}
    where = f"{inbox}/messages/{said.pk}"
    answer = scene.editor.post(f"{where}/show", decision, content_type="application/json")
    assert answer.json()["shown"]
    stale = {"version": "x"}
    answer = scene.editor.post(f"{where}/show", stale, content_type="application/json")
    assert answer.status_code == 422
    assert (
        scene.member.post(f"{where}/withhold", {}, content_type="application/json").status_code
        == 403
    )
    # Nothing stands at that address that everybody may read.
    assert Client().get("/api/commons/v1/commons/werf/replies").json()["items"] == []


def test_nothing_of_what_was_removed_can_be_read_below(scene: Scene) -> None:
    said = comes_in("Geheim woord")
    decide(scene, said)
    from_servers.take("Delete", said.remote)
    assert "Geheim" not in below()
    assert "Geheim" not in str(said_out())


def test_about_a_question_it_is_tied_to_that_and_has_a_page_of_its_own(scene: Scene) -> None:
    save_question(scene.werf, scene.eva, text={"nl": "Wat delen we?"}, slug="wat-delen-we")
    said = comes_in("Een ladder!", f"http://localhost{QUESTION}", about=QUESTION)
    own = f"/@werf/exchanges/{said.conversation_id}/"
    assert Client().get(own).status_code == 404
    decide(scene, said)
    assert said.conversation.subject == "Wat delen we?"
    question = Client().get(QUESTION, headers=NL).text
    assert own in question
    assert "Een ladder!" in question
    assert "<p>Een ladder!</p>" in Client().get(own, headers=NL).text
    RemoteObject.objects.update(hidden="2026-01-01T00:00Z")
    assert Client().get(own).status_code == 404
    assert Client().get(f"{QUESTION}?again").text.count("Een ladder!") == 0
