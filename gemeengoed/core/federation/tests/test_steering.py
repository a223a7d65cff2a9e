"""What operators decide about other servers, and what follows from it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from gemeengoed.core import registry
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.federation.models import (
    Delivery,
    DeliveryState,
    Follower,
    Following,
    FollowState,
    Host,
    Measure,
    OutgoingActivity,
    Received,
    ReceivedState,
    Refused,
    RemoteActor,
    RemoteObject,
    RemotePicture,
    Report,
)
from gemeengoed.core.federation.remote import pictures
from gemeengoed.core.federation.steering import (
    acting,
    blocking,
    measures,
    objects,
    queries,
    tidying,
    why,
)
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.people.models import Person

from .elsewhere import Elsewhere

pytestmark = pytest.mark.django_db
WHY = "Zij sturen reclame"


@pytest.fixture
def baas(make_person) -> Person:
    return make_person("baas", is_steward=True)


@pytest.fixture
def werf(make_commons) -> Actor:
    return make_commons("werf").actor


@pytest.fixture
def ada(werf) -> RemoteActor:
    """Follows the commons, is followed by it, said something there; a delivery waits for her."""
    ada = Elsewhere().know()
    Follower.objects.create(remote=ada, actor=werf, uri=f"{ada.uri}/1", state=FollowState.ACCEPTED)
    Following.objects.create(remote=ada, actor=werf, uri="http://localhost/1")
    said(ada)
    delivery(ada, werf)
    return ada


def said(who: RemoteActor, number: int = 1) -> RemoteObject:
    return RemoteObject.objects.create(
        uri=f"{who.uri}/said/{number}",
        author=who,
        type="Note",
        about="/@werf/publications/x/",
        html="<p>Mooi</p>",
        plain="Mooi",
    )


def delivery(who: RemoteActor, by: Actor, **more: object) -> Delivery:
    number = OutgoingActivity.objects.count()
    activity = OutgoingActivity.objects.create(
        uri=f"http://localhost/@werf/activities/{number}", actor=by, type="Create", body=b"{}"
    )
    inbox = more.pop("inbox", who.shared_inbox)
    return Delivery.objects.create(activity=activity, host=who.host, inbox=inbox, **more)


def received(who: RemoteActor, state: str, number: int = 1, **more: object) -> Received:
    uri = f"{who.uri}/{state}/{number}"
    values = {"actor": who.uri, "host": who.host_id, "type": "Note", "body": b"{}", **more}
    return Received.objects.create(uri=uri, state=state, **values)


def log() -> list[LogEntry]:
    return list(LogEntry.objects.filter(act__startswith="federation.").order_by("pk"))


def test_a_suspended_server_is_out_of_sight_and_reach(baas, ada, werf) -> None:
    received(ada, "unverified")
    received(ada, "verified")
    stamp = werf.stamp
    measures.set_measure(baas.actor, ada.host, Measure.SUSPEND, WHY)
    ada = RemoteActor.objects.select_related("host").get()
    assert blocking.is_suspended("there.example")
    assert blocking.is_suspended(ada)
    assert not Follower.objects.exists()
    assert not Following.objects.exists()
    row = Delivery.objects.get()
    assert (row.state, row.last_error) == (DeliveryState.FAILED, measures.ENDED)
    assert {one.state for one in Received.objects.all()} == {ReceivedState.DROPPED}
    assert not blocking.visible().exists()
    werf.refresh_from_db()
    assert werf.stamp > stamp, "kept pages on which they spoke are made anew"


def test_lifting_shows_what_they_said_and_brings_no_follower_back(baas, ada) -> None:
    measures.set_measure(baas.actor, ada.host, Measure.SUSPEND, WHY)
    measures.set_measure(baas.actor, ada.host, Measure.NONE, "Ze hebben het opgelost")
    assert not blocking.is_suspended("there.example")
    assert blocking.visible().count() == 1
    assert not Follower.objects.exists()
    assert [(one.act, one.words["reason"]) for one in log()] == [
        ("federation.server_suspended", WHY),
        ("federation.server_lifted", "Ze hebben het opgelost"),
    ]


def test_a_suspended_person_leaves_others_on_their_server_alone(baas, ada, werf) -> None:
    bob = Elsewhere(uri="https://there.example/users/bob").know()
    said(bob)
    delivery(ada, werf, inbox=ada.inbox)
    measures.set_measure(baas.actor, ada, Measure.SUSPEND, WHY)
    assert blocking.is_suspended(RemoteActor.objects.get(pk=ada.pk))
    assert not blocking.is_suspended(bob)
    assert not blocking.is_suspended("there.example")
    assert [one.author for one in blocking.visible()] == [bob]
    states = dict(Delivery.objects.values_list("inbox", "state"))
    assert states == {ada.inbox: "failed", ada.shared_inbox: "waiting"}


def test_silence_leaves_follows_and_what_was_said(baas, ada) -> None:
    measures.set_measure(baas.actor, ada.host, Measure.SILENCE, WHY)
    assert blocking.measure_of("there.example") == Measure.SILENCE
    assert not blocking.is_suspended("there.example")
    assert Follower.objects.count() == 1
    assert blocking.visible().count() == 1


def test_pictures_alone_can_be_refused(baas, ada) -> None:
    pictures.name(["https://there.example/a.png"], ada.host_id)
    picture = RemotePicture.objects.get()
    assert not pictures.is_refused(picture)
    measures.reject_media(baas.actor, ada.host, True, WHY)
    assert pictures.is_refused(picture)
    assert not blocking.measure_of("there.example")
    measures.reject_media(baas.actor, ada.host, False, WHY)
    assert not pictures.is_refused(picture)


def test_from_a_suspended_server_nothing_is_taken_at_once(
    baas, ada, django_capture_on_commit_callbacks
) -> None:
    elsewhere = Elsewhere()
    assert elsewhere.post(elsewhere.follow("werf")).status_code == 202
    with django_capture_on_commit_callbacks(execute=True):
        measures.set_measure(baas.actor, ada.host, Measure.SUSPEND, WHY)
    assert elsewhere.post(elsewhere.follow("werf", 2)).status_code == 403


@pytest.mark.parametrize("act", [*acting.SERVER.values()][1:])
def test_each_measure_needs_a_reason(baas, ada, act) -> None:
    with pytest.raises(ValidationError) as refused:
        act(baas.actor, ada.host, " ")
    assert "reason" in refused.value.message_dict
    assert not log()


def test_the_log_of_the_server_tells_everybody(baas, ada) -> None:
    measures.set_measure(baas.actor, ada.host, Measure.SUSPEND, WHY)
    dutch = Client().get("/log/", headers={"Accept-Language": "nl"}).content.decode()
    assert "schorste de server there.example" in dutch
    assert WHY in dutch
    assert "suspended the server there.example" in Client().get("/log/?lang=en").content.decode()


def test_a_server_can_be_blocked_before_it_is_known(baas) -> None:
    host = measures.known_host(" HTTPS://Bad.Example/ ")
    measures.set_measure(baas.actor, host, Measure.SUSPEND, WHY)
    assert blocking.is_suspended("bad.example")
    for wrong in ("", "bad", "bad.example/x", "me@bad.example", "a" * 300 + ".example"):
        with pytest.raises(ValidationError):
            measures.known_host(wrong)


def test_what_was_said_can_be_hidden_shown_and_forgotten(baas, ada) -> None:
    thing = RemoteObject.objects.get()
    objects.act(baas.actor, thing, "hide", WHY)
    assert not blocking.visible().exists()
    with pytest.raises(ValidationError):
        objects.act(baas.actor, thing, "hide", WHY)
    objects.act(baas.actor, thing, "show", WHY)
    assert blocking.visible().count() == 1
    objects.act(baas.actor, thing, "remove", WHY)
    thing.refresh_from_db()
    assert (thing.html, thing.plain, thing.attachments) == ("", "", [])
    assert not blocking.visible().exists()
    with pytest.raises(ValidationError):
        objects.act(baas.actor, thing, "show", WHY)
    acts = [entry.act.rpartition("_")[2] for entry in log()]
    assert acts == ["hidden", "shown", "removed"]
    assert all(entry.words["reason"] == WHY for entry in log())


def test_a_report_is_seen_to_once(baas, ada) -> None:
    report = Report.objects.create(uri=f"{ada.uri}/flag", remote=ada, objects_named=["x"])
    assert list(queries.reports()) == [report]
    objects.see_to(baas.actor, report)
    objects.see_to(baas.actor, report)
    assert not queries.reports().exists()
    assert len(log()) == 1


def test_what_waits_can_be_tried_now(baas, ada) -> None:
    later = timezone.now() + timedelta(hours=5)
    Delivery.objects.update(next_try=later)
    Host.objects.update(open_until=later, given_up=later, failures=9)
    assert acting.SERVER["again"](baas.actor, ada.host, "") == 1
    host = Host.objects.get()
    assert (host.open_until, host.given_up, host.failures) == (None, None, 0)
    assert queries.deliveries().waiting == 1


def test_a_suspended_server_is_not_tried(baas, ada) -> None:
    measures.set_measure(baas.actor, ada.host, Measure.SUSPEND, WHY)
    assert acting.SERVER["again"](baas.actor, ada.host, "") == 0


def test_what_waits_is_told_by_queue(ada, werf) -> None:
    delivery(ada, werf, next_try=timezone.now() + timedelta(hours=1))
    received(ada, "unverified")
    received(ada, "verified", 1)
    received(ada, "verified", 2)
    received(ada, "failed", processed=timezone.now())
    found = {queue.slug: queue.backlog() for queue in registry.get("federation").queues}
    assert {slug: backlog.waiting for slug, backlog in found.items()} == {
        "federation-unverified": 1,
        "federation-in": 2,
        "federation-spread": 2,
        "federation-out": 1,
        "federation-delayed": 1,
    }
    assert found["federation-in"].failed == 1


def test_old_counts_are_erased(db) -> None:
    today = timezone.now().date()
    for days in (0, 29, 31):
        Refused.objects.create(day=today - timedelta(days=days), reason="clock", number=1)
    tidying.tidy()
    assert Refused.objects.count() == 2


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("", ""),
        ("timeout: https://there.example/inbox", "does not answer in time"),
        ("status: https://there.example/inbox 503", "has trouble itself"),
        ("status: https://there.example/inbox 401", "does not accept our signature"),
        ("status: https://there.example/inbox 418", "does not take what we send"),
        ("what is this", "could not be reached"),
    ],
)
def test_why_a_server_fails_is_told_in_plain_words(error, words) -> None:
    assert words in str(why.fails(error))
