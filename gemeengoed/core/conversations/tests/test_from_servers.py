"""What people on other servers answer stands in the one inbox, and nowhere else until it may be read."""

import pytest
from django.test import Client

from gemeengoed.core.conversations import from_servers, thread
from gemeengoed.core.conversations.models import Conversation, Message
from gemeengoed.core.federation.models import FederationSettings, OutgoingActivity, RemoteObject
from gemeengoed.core.notices.models import Notice

from .conftest import NL, Scene, begun, page
from .elsewhere import ABOUT, changes, comes_in, somebody, thing

pytestmark = pytest.mark.django_db


def read() -> list[str]:
    """What others can read."""
    return [message.words for message in thread.shown()]


def policy(scene: Scene, replies: str) -> None:
    FederationSettings.objects.update_or_create(
        actor=scene.werf.actor, defaults={"replies": replies}
    )


def test_an_answer_stands_in_the_inbox_beside_mail_with_where_it_comes_from(scene: Scene) -> None:
    begun(scene)
    said = comes_in("Mooi stuk!")
    inbox = scene.editor.get("/@werf/inbox/", headers=NL).text
    assert "@ada@there.example" in inbox
    assert "per mail" in inbox
    assert inbox.count("Mooi stuk!") == 1
    shown = scene.editor.get(page(said.conversation), headers=NL).text
    assert "<p>Mooi stuk!</p>" in shown
    assert 'href="https://there.example/@ada/1" rel="nofollow' in shown
    told = Notice.objects.filter(kind="conversations.message", words="Mooi stuk!")
    assert {notice.person.handle for notice in told} == {"bea", "eva"}
    assert read() == []


def test_only_editors_see_what_waits(scene: Scene) -> None:
    said = comes_in("Mooi stuk!")
    for client in (scene.member, Client()):
        answer = client.get(page(said.conversation))
        assert answer.status_code in (302, 403)
        assert b"Mooi stuk" not in answer.content
        tried = client.post(f"{page(said.conversation)}messages/{said.pk}/show/")
        assert tried.status_code in (302, 403)
    assert read() == []


def test_the_same_twice_is_one_message(scene: Scene) -> None:
    said = comes_in("Mooi stuk!")
    assert from_servers.take("Create", said.remote) == "known"
    assert Message.objects.count() == 1


def test_what_answers_an_answer_joins_its_thread_whoever_says_it(scene: Scene) -> None:
    first = comes_in("Mooi stuk!")
    second = comes_in("Vind ik ook", first.remote.uri, author=somebody("bo", "elders.example"))
    other = comes_in("Iets anders")
    assert second.conversation == first.conversation
    assert second.parent == first
    assert other.conversation != first.conversation


def test_what_stands_above_an_answer_comes_along(scene: Scene) -> None:
    above = thing("Mooi stuk!")
    said = comes_in("Vind ik ook", above.uri)
    above.refresh_from_db()
    assert said.parent == above.message
    assert said.conversation.correspondent == above.author


def test_what_came_in_the_wrong_order_becomes_one_thread(scene: Scene) -> None:
    uri = "https://there.example/users/ada/notes/7"
    below = comes_in("Vind ik ook", uri)
    beside = comes_in("Ik niet", uri)
    above = comes_in("Mooi stuk!", uri=uri)
    for one in (below, beside):
        one.refresh_from_db()
        assert (one.parent, one.conversation_id) == (above, above.conversation_id)
    assert Conversation.objects.count() == 1


def test_what_concerns_nobody_here_is_for_another(scene: Scene) -> None:
    for about in ("", "/@nobody/publications/x/", "/@eva/x/"):
        assert from_servers.take("Create", thing("Dag", about=about)) is None
    assert not Conversation.objects.exists()


def test_a_message_to_editors_alone_can_never_be_shown(scene: Scene) -> None:
    policy(scene, "all")
    said = comes_in("Even onder ons", "", about="/@werf", public=False)
    assert said.conversation.about == ""
    shown = scene.editor.get(page(said.conversation), headers=NL).text
    assert "/show/" not in shown
    scene.editor.post(f"{page(said.conversation)}messages/{said.pk}/show/")
    assert read() == []
    assert not OutgoingActivity.objects.exists()


def test_a_private_answer_below_a_public_one_stays_private(scene: Scene) -> None:
    policy(scene, "all")
    first = comes_in("Mooi stuk!")
    private = comes_in("Onder ons", first.remote.uri, public=False)
    assert private.conversation == first.conversation
    scene.editor.post(f"{page(private.conversation)}messages/{private.pk}/show/")
    assert read() == ["Mooi stuk!"]


@pytest.mark.parametrize(("replies", "read_at_once"), [("all", True), ("approval", False)])
def test_the_policy_says_whether_an_editor_reads_it_first(
    scene: Scene, replies: str, read_at_once: bool
) -> None:
    policy(scene, replies)
    comes_in("Mooi stuk!")
    assert bool(read()) is read_at_once


def test_servers_are_known_once_an_answer_of_theirs_was_shown(scene: Scene) -> None:
    policy(scene, "known")
    first = comes_in("Mooi stuk!")
    assert read() == []
    scene.editor.post(f"{page(first.conversation)}messages/{first.pk}/show/")
    comes_in("Nog iets", author=somebody("cor"))
    comes_in("Van ver", author=somebody("bo", "elders.example"))
    assert read() == ["Mooi stuk!", "Nog iets"]


@pytest.mark.parametrize("of", ["host", "author"])
def test_whoever_is_silenced_waits_whatever_the_policy(scene: Scene, of: str) -> None:
    policy(scene, "all")
    author = somebody()
    silenced = author.host if of == "host" else author
    silenced.measure = "silence"
    silenced.save()
    comes_in("Mooi stuk!", author=author)
    assert read() == []


def test_nothing_comes_from_who_is_suspended_and_what_came_is_not_read(scene: Scene) -> None:
    policy(scene, "all")
    said = comes_in("Mooi stuk!")
    host = said.remote.author.host
    host.measure = "suspend"
    host.save()
    assert read() == []
    assert from_servers.take("Create", thing("Nog iets")) == "suspended"
    assert Message.objects.count() == 1


def test_what_a_steward_hid_is_not_read(scene: Scene) -> None:
    policy(scene, "all")
    said = comes_in("Mooi stuk!")
    RemoteObject.objects.filter(pk=said.remote_id).update(hidden="2026-01-01T00:00Z")
    assert read() == []


def test_changed_words_wait_again_and_editors_see_that_they_changed(scene: Scene) -> None:
    said = comes_in("Mooi stuk!")
    scene.editor.post(f"{page(said.conversation)}messages/{said.pk}/show/")
    assert read() == ["Mooi stuk!"]
    assert changes(said.remote, "Koop nu") == "changed"
    assert read() == []
    shown = scene.editor.get(page(said.conversation), headers=NL).text
    assert "De schrijver heeft het veranderd" in shown
    assert "Koop nu" in shown
    told = Notice.objects.filter(kind="conversations.message")
    assert set(told.values_list("words", flat=True)) == {"Koop nu"}


def test_another_link_below_the_same_words_is_a_change(scene: Scene) -> None:
    said = comes_in("Mooi stuk!")
    scene.editor.post(f"{page(said.conversation)}messages/{said.pk}/show/")
    said.remote.html = '<p><a href="https://bad.example">Mooi stuk!</a></p>'
    said.remote.save()
    assert from_servers.take("Update", said.remote) == "changed"
    assert read() == []


def test_an_update_that_changes_nothing_leaves_it_shown(scene: Scene) -> None:
    said = comes_in("Mooi stuk!")
    scene.editor.post(f"{page(said.conversation)}messages/{said.pk}/show/")
    assert from_servers.take("Update", said.remote) == "known"
    assert read() == ["Mooi stuk!"]


def test_what_its_author_removes_is_gone_everywhere(scene: Scene) -> None:
    policy(scene, "all")
    said = comes_in("Geheim woord")
    assert from_servers.take("Delete", said.remote) == "removed"
    assert not Message.objects.exists()
    assert not Conversation.objects.exists()
    assert not Notice.objects.filter(words__contains="Geheim").exists()
    assert not RemoteObject.objects.filter(html__contains="Geheim").exists()
    assert RemoteObject.objects.get().gone is not None
    assert from_servers.take("Delete", said.remote) is None


def test_below_what_was_removed_the_answers_of_others_stay(scene: Scene) -> None:
    policy(scene, "all")
    first = comes_in("Geheim woord")
    comes_in("Vind ik ook", first.remote.uri)
    from_servers.take("Delete", first.remote)
    assert read() == ["Vind ik ook"]
    shown = scene.editor.get(page(first.conversation), headers=NL).text
    assert "Geheim" not in shown
    assert "De schrijver heeft dit weggehaald" in shown
    assert from_servers.take("Create", RemoteObject.objects.get(pk=first.remote_id)) is None


def test_what_follows_something_unwanted_tells_nobody_and_is_not_shown(scene: Scene) -> None:
    policy(scene, "all")
    first = comes_in("Koop nu")
    scene.editor.post(page(first.conversation, "set-aside"))
    Notice.objects.all().delete()
    again = thing("Koop nu echt", first.remote.uri)
    assert from_servers.take("Create", again) == "unwanted"
    assert not Notice.objects.exists()
    assert read() == []


def test_its_place_is_the_object_that_it_answers(scene: Scene) -> None:
    said = comes_in("Mooi stuk!")
    assert said.conversation.about == ABOUT
    answer = scene.editor.post(
        page(said.conversation, "about"), {"about": "/@werf/questions/x/"}, headers=NL
    )
    assert answer.status_code == 422
    said.conversation.refresh_from_db()
    assert said.conversation.about == ABOUT
