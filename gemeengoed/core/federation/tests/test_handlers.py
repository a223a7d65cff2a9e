"""What comes of each type of activity, through the door."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from gemeengoed.core import registry
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation.incoming import processing
from gemeengoed.core.federation.incoming.handlers import actors
from gemeengoed.core.federation.models import (
    Follower,
    Following,
    FollowState,
    OutgoingActivity,
    PublishedObject,
    Reaction,
    Received,
    RemoteActor,
    RemoteObject,
    Report,
)

from .elsewhere import Elsewhere

pytestmark = pytest.mark.django_db
TEXT = "/@werf/publications/een/"
OURS = f"http://localhost{TEXT}"
Told = list[tuple[str, str]]


@pytest.fixture
def werf(make_commons: Callable[..., Commons]) -> Commons:
    commons = make_commons("werf")
    PublishedObject.objects.create(
        uri=TEXT,
        object_type="publications.publication",
        type="Article",
        speaker=commons.actor,
        digest="0" * 64,
        published=timezone.now(),
    )
    return commons


@pytest.fixture
def ada() -> Elsewhere:
    elsewhere = Elsewhere()
    elsewhere.know()
    return elsewhere


@pytest.fixture
def eve() -> Elsewhere:
    elsewhere = Elsewhere("https://elsewhere.example/users/eve")
    elsewhere.know()
    return elsewhere


@pytest.fixture
def told() -> Iterator[Told]:
    """What a capability that takes all Notes is told."""
    heard: Told = []

    def take(activity: str, thing: RemoteObject) -> str | None:
        heard.append((activity, thing.about))
        return "taken" if thing.about.startswith("/@werf/") else None

    taken = registry.IncomingObject(("Create", "Update", "Delete"), ("Note",), take)
    registry.register(registry.Capability(slug="takes", name="Takes", incoming=(taken,)))
    yield heard
    del registry._capabilities["takes"]


def hear(by: Elsewhere, type_: str, thing: Any, number: int = 1, **more: Any) -> str:
    activity = {
        "id": f"{by.uri}/acts/{type_}-{number}",
        "type": type_,
        "actor": by.uri,
        "object": thing,
        **more,
    }
    assert by.post(activity).status_code == 202
    processing.process()
    row = Received.objects.get(uri=activity["id"])
    assert row.last_error == ""
    return row.outcome


def note(by: Elsewhere, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{by.uri}/notes/1",
        "type": "Note",
        "attributedTo": by.uri,
        "content": "<p>Mooi!</p>",
        "inReplyTo": OURS,
        "published": "2020-01-01T10:00:00Z",
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        **more,
    }


def said() -> list[dict[str, Any]]:
    return [json.loads(bytes(row.body)) for row in OutgoingActivity.objects.order_by("pk")]


def test_an_answer_is_kept_and_handed_over_once(werf: Commons, ada: Elsewhere, told: Told) -> None:
    assert hear(ada, "Create", note(ada)) == "taken"
    assert told == [("Create", TEXT)]
    kept = RemoteObject.objects.get()
    assert (kept.author.uri, kept.answers) == (ada.uri, OURS)
    hear(ada, "Create", note(ada))
    assert len(told) == 1


def test_an_answer_to_an_answer_goes_on_in_its_thread(
    werf: Commons, ada: Elsewhere, eve: Elsewhere, told: Told
) -> None:
    hear(ada, "Create", note(ada))
    assert hear(eve, "Create", note(eve, inReplyTo=f"{ada.uri}/notes/1")) == "taken"
    assert told[1] == ("Create", TEXT)


def test_what_does_not_concern_us_is_dropped(werf: Commons, ada: Elsewhere, told: Told) -> None:
    strange = note(ada, inReplyTo="https://other.example/1")
    assert hear(ada, "Create", strange) == "not-ours"
    assert not RemoteObject.objects.exists()
    assert told == []


def test_a_mention_is_about_who_it_names(werf: Commons, ada: Elsewhere, told: Told) -> None:
    tag = {"type": "Mention", "href": "http://localhost/@werf", "name": "@werf@localhost"}
    assert hear(ada, "Create", note(ada, inReplyTo=None, tag=tag)) == "taken"
    assert told == [("Create", "/@werf/")]


def test_a_mention_that_nobody_takes_is_not_kept(werf: Commons, ada: Elsewhere) -> None:
    named = note(ada, inReplyTo=None, cc=["http://localhost/@werf-steward"])
    assert hear(ada, "Create", named) == "not-taken"
    assert not RemoteObject.objects.exists()


def test_a_changed_answer_is_handed_over_as_changed(
    werf: Commons, ada: Elsewhere, told: Told
) -> None:
    hear(ada, "Create", note(ada))
    changed = note(ada, content="<p>Prachtig!</p>", updated="2020-01-01T12:00:00Z")
    assert hear(ada, "Update", changed) == "taken"
    assert told[1:] == [("Update", TEXT)]
    assert "Prachtig" in RemoteObject.objects.get().html
    older = note(ada, content="<p>Oud</p>", updated="2020-01-01T11:00:00Z")
    assert hear(ada, "Update", older, 2) == "older"
    assert "Prachtig" in RemoteObject.objects.get().html


def test_what_was_deleted_is_emptied_and_does_not_come_back(
    werf: Commons, ada: Elsewhere, told: Told
) -> None:
    hear(ada, "Create", note(ada))
    uri = f"{ada.uri}/notes/1"
    assert hear(ada, "Delete", {"id": uri, "type": "Tombstone"}) == "deleted"
    assert told[1:] == [("Delete", TEXT)]
    kept = RemoteObject.objects.get()
    assert kept.gone is not None
    assert kept.html == ""
    assert hear(ada, "Create", note(ada), 2) == "gone"


def test_a_stranger_deletes_and_changes_nothing(
    werf: Commons, ada: Elsewhere, eve: Elsewhere, told: Told
) -> None:
    hear(ada, "Create", note(ada))
    uri = f"{ada.uri}/notes/1"
    assert hear(eve, "Delete", uri) == "not-theirs"
    assert hear(eve, "Delete", ada.uri, 2) == "unknown"
    assert RemoteObject.objects.get().gone is None
    assert RemoteActor.objects.get(uri=ada.uri).gone is None
    assert len(told) == 1


def test_who_leaves_takes_everything_along(werf: Commons, ada: Elsewhere, told: Told) -> None:
    hear(ada, "Follow", "http://localhost/@werf")
    hear(ada, "Like", OURS)
    hear(ada, "Create", note(ada))
    assert hear(ada, "Delete", ada.uri) == "left"
    assert not Follower.objects.exists()
    assert not Reaction.objects.exists()
    assert RemoteObject.objects.get().html == ""
    assert told[-1] == ("Delete", TEXT)
    assert hear(ada, "Like", OURS, 2) == "gone"


@pytest.mark.parametrize(
    ("type_", "more", "kind", "content"),
    [
        ("Like", {}, "like", ""),
        ("Like", {"content": "🌱"}, "emoji", "🌱"),
        ("EmojiReact", {"content": "🌱"}, "emoji", "🌱"),
        ("Announce", {}, "share", ""),
    ],
)
def test_a_reaction_is_counted_once_and_taken_back(
    werf: Commons, ada: Elsewhere, type_: str, more: dict[str, str], kind: str, content: str
) -> None:
    for number in range(2):
        assert hear(ada, type_, OURS, number, **more) == kind
    reaction = Reaction.objects.get()
    assert (reaction.object, reaction.kind, reaction.content) == (TEXT, kind, content)
    inner = {"type": type_, "actor": ada.uri, "object": OURS, **more}
    assert hear(ada, "Undo", inner) == "taken-back"
    assert not Reaction.objects.exists()


def test_a_reaction_is_taken_back_by_its_id_and_by_nobody_else(
    werf: Commons, ada: Elsewhere, eve: Elsewhere
) -> None:
    hear(ada, "Like", OURS)
    uri = Reaction.objects.get().uri
    assert hear(eve, "Undo", uri) == "unknown"
    claimed = {"id": uri, "type": "Like", "actor": ada.uri, "object": OURS}
    assert hear(eve, "Undo", claimed, 2) == "not-theirs"
    assert hear(ada, "Undo", uri) == "taken-back"


def test_a_reaction_to_what_is_not_ours_is_ignored(werf: Commons, ada: Elsewhere) -> None:
    assert hear(ada, "Like", "https://other.example/1") == "not-ours"
    assert hear(ada, "Announce", {"id": f"{ada.uri}/1", "type": "Create"}) == "not-ours"


@pytest.mark.parametrize("how", ["embedded", "by id", "with another id"])
def test_a_follow_is_taken_back(werf: Commons, ada: Elsewhere, how: str) -> None:
    follow = ada.follow("werf")
    assert ada.post(follow).status_code == 202
    inner = {
        "embedded": follow,
        "by id": follow["id"],
        "with another id": {**follow, "id": f"{ada.uri}/other"},
    }[how]
    assert hear(ada, "Undo", inner) == "unfollowed"
    assert not Follower.objects.exists()


def test_who_blocks_follows_no_longer(werf: Commons, ada: Elsewhere) -> None:
    hear(ada, "Follow", "http://localhost/@werf")
    author = RemoteActor.objects.get()
    Following.objects.create(actor=werf.actor, remote=author, uri="http://localhost/1")
    assert hear(ada, "Block", "http://localhost/@werf") == "blocked"
    assert not Follower.objects.exists()
    assert not Following.objects.exists()
    assert hear(ada, "Undo", {"type": "Block", "object": "http://localhost/@werf"}) == "unblocked"


@pytest.mark.parametrize(("type_", "state"), [("Accept", "accepted"), ("Reject", "rejected")])
def test_our_follow_is_answered_by_who_was_asked_only(
    werf: Commons, ada: Elsewhere, eve: Elsewhere, type_: str, state: str
) -> None:
    uri = "http://localhost/@werf/activities/follow-1"
    author = RemoteActor.objects.get(uri=ada.uri)
    Following.objects.create(actor=werf.actor, remote=author, uri=uri)
    assert hear(eve, type_, uri) == "unknown"
    assert Following.objects.get().state == "asked"
    inner = {"type": "Follow", "actor": "http://localhost/@werf", "object": ada.uri}
    assert hear(ada, type_, uri if type_ == "Accept" else inner) == state
    assert Following.objects.get().state == state


def test_a_report_is_kept_for_stewards_with_what_is_ours(werf: Commons, ada: Elsewhere) -> None:
    named = ["https://other.example/1", OURS, "http://localhost/@werf"]
    assert hear(ada, "Flag", named, content="Dit klopt niet") == "reported"
    report = Report.objects.get()
    assert report.objects_named == named[1:]
    assert (report.commons, report.words) == (werf.actor, "Dit klopt niet")
    assert hear(ada, "Flag", ["https://other.example/1"], 2) == "not-ours"


def test_whoever_moved_is_followed_where_they_became(
    werf: Commons, ada: Elsewhere, eve: Elsewhere
) -> None:
    old, new = RemoteActor.objects.get(uri=ada.uri), RemoteActor.objects.get(uri=eve.uri)
    Following.objects.create(
        actor=werf.actor, remote=old, uri="http://localhost/1", state=FollowState.ACCEPTED
    )
    moved = {"object": old.uri, "target": new.uri}
    row = Received(uri=f"{ada.uri}/moves/1", type="Move")
    assert actors.move(row, moved, old) == "not-confirmed"
    new.also_known_as = [old.uri]
    new.save()
    assert actors.move(row, moved, old) == "moved"
    assert Following.objects.get().remote == new
    assert [(one["type"], one["to"]) for one in said()] == [
        ("Follow", [new.uri]),
        ("Undo", [old.uri]),
    ]
    assert actors.move(row, {**moved, "object": new.uri}, old) == "not-theirs"


@pytest.mark.parametrize("type_", ["Add", "Remove", "Invite", "Question", "Arrive"])
def test_other_types_are_dropped(werf: Commons, ada: Elsewhere, type_: str) -> None:
    assert hear(ada, type_, OURS) in ("not-ours", "unknown-type")


@pytest.mark.parametrize("type_", ["Accept", "Block", "Create", "Flag", "Like", "Move", "Undo"])
@pytest.mark.parametrize("thing", [None, 1, [], {}, [[1]], {"id": 5, "type": {}}, "", "no uri"])
def test_odd_values_are_dropped_without_an_error(
    werf: Commons, ada: Elsewhere, type_: str, thing: Any
) -> None:
    assert hear(ada, type_, thing)
