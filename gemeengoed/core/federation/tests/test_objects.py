"""What somebody on another server said: kept, asked for, and put in its place."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from gemeengoed.core import registry
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation.activitystreams import reading
from gemeengoed.core.federation.incoming.handlers import completing
from gemeengoed.core.federation.models import (
    Host,
    PublishedObject,
    RemoteActor,
    RemoteObject,
    RemotePicture,
)
from gemeengoed.core.federation.remote import objects, threads
from gemeengoed.core.federation.remote.asking import RemoteError
from gemeengoed.core.fetching.tests.servers import Server, serving
from gemeengoed.core.people.models import Person

pytestmark = pytest.mark.django_db
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
OURS = "/@werf/publications/soup/"


@pytest.fixture
def there(settings: Settings) -> Iterator[Server]:
    settings.ALLOWED_NETWORKS = ["127.0.0.0/8"]
    with serving() as server:
        yield server


@pytest.fixture
def ada(there: Server) -> RemoteActor:
    return an_actor(there.address, "ada")


@pytest.fixture
def soup(make_commons: Callable[..., Commons], make_person: Callable[..., Person]) -> str:
    """A publication here that others know."""
    werf = make_commons("werf", steward=make_person("cor"))
    return published(OURS, werf.actor)


@pytest.fixture
def taken_in() -> Iterator[Callable[[registry.Capability], None]]:
    """Takes a capability in, for this test."""
    yield registry.register
    registry._capabilities.pop("answers")


def published(path: str, speaker: Actor, object_type: str = "publication") -> str:
    PublishedObject.objects.create(
        uri=path,
        object_type=object_type,
        type="Article",
        speaker=speaker,
        digest="0" * 64,
        published=timezone.now(),
    )
    return f"http://localhost{path}"


def an_actor(server: str, name: str) -> RemoteActor:
    host = Host.objects.get_or_create(name=server.removeprefix("http://"))[0]
    uri = f"{server}/users/{name}"
    return RemoteActor.objects.create(
        uri=uri, host=host, type="Person", username=name, inbox=f"{uri}/inbox"
    )


def a_note(author: RemoteActor, number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": f"http://{author.host_id}/notes/{number}",
        "type": "Note",
        "attributedTo": author.uri,
        "to": [PUBLIC],
        "content": f"<p>Note {number}</p>",
        "published": "2026-01-05T10:00:00Z",
        **more,
    }


def show(there: Server, thing: dict[str, Any]) -> str:
    body = json.dumps(thing).encode()
    path = thing["id"].removeprefix(there.address)
    there.routes[path] = lambda page: page.answer(body, "application/activity+json")
    return str(thing["id"])


def kept(author: RemoteActor, number: int = 1, **more: Any) -> RemoteObject:
    note = a_note(author, number, **more)
    return objects.store(reading.described(note), note["id"], author)


def test_what_is_kept_fits_however_long_it_is(ada: RemoteActor) -> None:
    more = {
        "type": "T" * 100,
        "name": "n" * 1000,
        "summary": "s" * 1000,
        "url": f"http://{ada.host_id}/{'u' * 1000}",
        "inReplyTo": f"https://a.example/{'a' * 1000}",
        "published": "2999-01-01T00:00:00Z",
    }
    row = RemoteObject.objects.get(pk=kept(ada, **more).pk)
    assert (len(row.type), len(row.name), len(row.summary)) == (40, 300, 500)
    assert (row.url, row.answers) == (row.uri, "")
    assert row.published <= timezone.now()


def test_keeping_it_twice_keeps_it_once(ada: RemoteActor) -> None:
    assert kept(ada).pk == kept(ada).pk
    assert RemoteObject.objects.count() == 1


def test_an_update_changes_it_and_an_older_one_does_not(ada: RemoteActor) -> None:
    kept(ada, content="<p>two</p>", updated="2026-01-07T10:00:00Z")
    assert kept(ada, content="<p>one</p>", updated="2026-01-06T10:00:00Z").plain == "two"
    assert kept(ada, content="<p>none</p>").plain == "two"
    assert kept(ada, content="<p>three</p>", updated="2026-01-08T10:00:00Z").plain == "three"


@pytest.mark.parametrize("case", ["another host", "another author", "a stranger's update"])
def test_nobody_speaks_for_somebody_else(there: Server, ada: RemoteActor, case: str) -> None:
    ben = an_actor(there.address, "ben")
    eve = an_actor("http://evil.example", "eve")
    kept(ada, 1)
    thing, author = {
        "another host": (a_note(ada, 2, attributedTo=eve.uri), eve),
        "another author": (a_note(ada, 3), ben),
        "a stranger's update": (a_note(ada, 1, attributedTo=ben.uri, content="<p>no</p>"), ben),
    }[case]
    with pytest.raises(RemoteError):
        objects.store(reading.described(thing), thing["id"], author)
    assert [row.plain for row in RemoteObject.objects.all()] == ["Note 1"]


def test_it_is_fetched_from_its_own_address(there: Server, ada: RemoteActor) -> None:
    uri = show(there, a_note(ada))
    row = objects.fetch(uri)
    assert (row.uri, row.author, row.plain) == (uri, ada, "Note 1")


def test_a_copy_elsewhere_leads_to_where_it_is(there: Server, ada: RemoteActor) -> None:
    uri = show(there, a_note(ada))
    forged = json.dumps(a_note(ada, content="<p>forged</p>")).encode()
    there.routes["/copy"] = lambda page: page.answer(forged, "application/activity+json")
    assert objects.fetch(f"{there.address}/copy").plain == "Note 1"
    assert RemoteObject.objects.get().uri == uri


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"attributedTo": "https://other.example/users/eve"}, "author"),
        ({"attributedTo": None}, "author"),
        ({"type": "Person"}, "type"),
        ({"type": "Tombstone"}, "gone"),
    ],
)
def test_what_is_not_theirs_or_no_object_is_not_kept(
    there: Server, ada: RemoteActor, more: dict[str, Any], reason: str
) -> None:
    uri = show(there, a_note(ada, **more))
    with pytest.raises(RemoteError) as error:
        objects.fetch(uri)
    assert error.value.reason == reason
    assert not RemoteObject.objects.exists()


def test_what_is_gone_there_is_emptied_here_and_does_not_come_back(
    there: Server, ada: RemoteActor
) -> None:
    row = kept(ada)
    there.routes["/notes/1"] = lambda page: page.send_error(410)
    with pytest.raises(RemoteError):
        objects.fetch(row.uri)
    assert kept(ada, updated="2026-02-01T00:00:00Z").html == ""
    assert RemoteObject.objects.get().gone is not None


def test_an_answer_belongs_to_the_object_at_the_root_however_deep(
    ada: RemoteActor, soup: str
) -> None:
    first = kept(ada, 1, inReplyTo=soup.rstrip("/"))
    second = kept(ada, 2, inReplyTo=first.uri)
    assert (first.about, second.about) == (OURS, OURS)


def test_an_answer_to_an_answer_of_ours_belongs_to_what_that_is_about(
    ada: RemoteActor, soup: str, taken_in: Callable[[registry.Capability], None]
) -> None:
    first = kept(ada, 1, inReplyTo=soup)
    note = {"id": "http://localhost/@werf/answers/1/", "type": "Note", "inReplyTo": first.uri}
    found = registry.FederatedObject("werf", "werf", note)
    federated = registry.Federated("answer-in-test", lambda uri: found, lambda: ())
    taken_in(registry.Capability("answers", "Answers", built_in=True, federated=[federated]))
    speaker = PublishedObject.objects.get().speaker
    answer = published("/@werf/answers/1/", speaker, "answer-in-test")
    assert kept(ada, 2, inReplyTo=answer).about == OURS


def test_answers_that_came_before_what_they_answer_get_their_place_with_it(
    ada: RemoteActor, soup: str
) -> None:
    third = kept(ada, 3, inReplyTo=f"http://{ada.host_id}/notes/2")
    second = kept(ada, 2, inReplyTo=f"http://{ada.host_id}/notes/1")
    assert third.about == second.about == ""
    kept(ada, 1, inReplyTo=soup)
    assert set(RemoteObject.objects.values_list("about", flat=True)) == {OURS}


def test_a_circle_belongs_nowhere(ada: RemoteActor) -> None:
    first = kept(ada, 1, inReplyTo=f"http://{ada.host_id}/notes/2")
    second = kept(ada, 2, inReplyTo=first.uri)
    assert second.about == ""
    assert threads.ancestors(first) == [second]


def test_missing_ancestors_are_asked_for_up_to_something_of_ours(
    there: Server, ada: RemoteActor, soup: str
) -> None:
    show(there, a_note(ada, 1, inReplyTo=soup))
    show(there, a_note(ada, 2, inReplyTo=f"{there.address}/notes/1"))
    third = kept(ada, 3, inReplyTo=f"{there.address}/notes/2")
    assert [one.plain for one in threads.ancestors(third)] == ["Note 2", "Note 1"]
    assert set(RemoteObject.objects.values_list("about", flat=True)) == {OURS}


def test_no_more_than_twenty_ancestors_are_asked_for(there: Server, ada: RemoteActor) -> None:
    for number in range(1, 30):
        show(there, a_note(ada, number, inReplyTo=f"{there.address}/notes/{number + 1}"))
    first = kept(ada, 0, inReplyTo=f"{there.address}/notes/1")
    assert len(threads.ancestors(first)) == 20
    assert len(there.seen) == 20


def test_an_ancestor_that_is_not_for_everybody_is_not_kept(there: Server, ada: RemoteActor) -> None:
    show(there, a_note(ada, 1, to=[f"{ada.uri}/followers"]))
    second = kept(ada, 2, inReplyTo=f"{there.address}/notes/1")
    assert threads.ancestors(second) == []
    assert RemoteObject.objects.count() == 1


def test_listed_replies_are_fetched_page_by_page(there: Server, ada: RemoteActor) -> None:
    here = there.address
    for number in (2, 3, 5):
        show(there, a_note(ada, number, inReplyTo=f"{here}/notes/1"))
    show(there, a_note(ada, 4, inReplyTo=f"{here}/notes/9"))  # an answer to something else
    pages = {"id": f"{here}/replies/2", "type": "CollectionPage", "items": [f"{here}/notes/4"]}
    show(there, {**pages, "next": f"{here}/replies/3"})
    show(there, {"id": f"{here}/replies/3", "items": [{"id": f"{here}/notes/5"}, "x", 7]})
    first = {"type": "CollectionPage", "items": [f"{here}/notes/2", f"{here}/notes/3"]}
    listed = {"type": "Collection", "first": {**first, "next": f"{here}/replies/2"}}
    note = a_note(ada, 1, replies=listed)
    show(there, note)
    found = threads.replies(kept(ada, 1))
    assert [one.plain for one in found] == ["Note 2", "Note 3", "Note 5"]


def test_a_list_of_replies_without_end_is_left_after_three_pages(
    there: Server, ada: RemoteActor
) -> None:
    page = {"id": f"{there.address}/replies", "items": [], "next": f"{there.address}/replies"}
    show(there, page)
    show(there, a_note(ada, 1, replies=f"{there.address}/replies"))
    assert threads.replies(kept(ada, 1)) == []
    assert len(there.seen) <= 5


def test_its_pictures_may_be_asked_for_from_then_on(ada: RemoteActor) -> None:
    picture = "https://files.example/cow.jpg"
    kept(ada, attachment={"type": "Image", "url": picture, "name": "A cow"})
    assert [row.source for row in RemotePicture.objects.all()] == [picture]
    assert RemotePicture.objects.get().host == ada.host_id


def test_a_late_update_does_not_move_the_time_it_was_said(ada: RemoteActor) -> None:
    before = kept(ada).published
    changed = kept(ada, published=None, updated=(before + timedelta(days=1)).isoformat())
    assert RemoteObject.objects.get(pk=changed.pk).published == before


def test_who_names_us_within_a_thread_that_we_do_not_know_brings_the_thread_along(
    there: Server, ada: RemoteActor, soup: str, taken_in: Callable[[registry.Capability], None]
) -> None:
    told: list[tuple[str, str, str]] = []

    def take(activity: str, thing: RemoteObject) -> str:
        told.append((activity, thing.plain, thing.about))
        return "taken"

    incoming = registry.IncomingObject(("Create", "Update"), ("Note",), take)
    taken_in(registry.Capability("answers", "Answers", incoming=[incoming]))
    here = there.address
    show(there, a_note(ada, 1, inReplyTo=soup, replies={"items": [f"{here}/notes/3"]}))
    show(there, a_note(ada, 3, inReplyTo=f"{here}/notes/1"))
    naming = kept(ada, 2, inReplyTo=f"{here}/notes/1")
    RemoteObject.objects.filter(pk=naming.pk).update(about="/@werf/")
    completing.complete(naming.uri)
    assert told == [
        ("Create", "Note 1", OURS),
        ("Update", "Note 2", OURS),
        ("Create", "Note 3", OURS),
    ]
