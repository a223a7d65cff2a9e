"""Who follows from elsewhere, for the person who is followed and for stewards of a commons."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation.declaration import PERMISSIONS
from gemeengoed.core.federation.incoming import processing
from gemeengoed.core.federation.models import (
    FederationSettings,
    Follower,
    OutgoingActivity,
    RemoteActor,
)
from gemeengoed.core.fetching.tests.servers import Page, serving
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services.tokens import make_token
from gemeengoed.core.registry import Role

from .elsewhere import Elsewhere

pytestmark = pytest.mark.django_db
LIST = "/@werf/settings/followers/"
PREFERENCES = "/@werf/settings/other-servers/"
MOVE = f"{PREFERENCES}move/"
NL = {"accept-language": "nl"}


@pytest.fixture
def bea(make_person: Callable[..., Person]) -> Person:
    return make_person("bea", language="en")


@pytest.fixture
def werf(make_commons: Callable[..., Commons], bea: Person) -> Commons:
    return make_commons("werf", bea)


@pytest.fixture
def steward(werf: Commons, bea: Person, client_for: Callable[..., Client]) -> Client:
    return client_for(bea)


@pytest.fixture
def ada() -> Elsewhere:
    elsewhere = Elsewhere()
    elsewhere.know()
    return elsewhere


def asked(handle: str, *who: Elsewhere) -> None:
    """They ask to follow where followers are approved."""
    actor = Commons.objects.filter(actor__handle=handle).first() or Person.objects.get(
        actor__handle=handle
    )
    FederationSettings.objects.get_or_create(actor=actor.actor, followers="approval")
    for one in who:
        assert one.post(one.follow(handle)).status_code == 202
    processing.process()


def said() -> list[tuple[str, str]]:
    rows = OutgoingActivity.objects.order_by("pk")
    bodies = [json.loads(bytes(row.body)) for row in rows]
    return [(one["type"], one["to"][0]) for one in bodies]


def test_who_waits_is_let_in(steward: Client, ada: Elsewhere) -> None:
    asked("werf", ada)
    page = steward.get(LIST).content.decode()
    assert "Ada van ginder" in page
    assert "@ada@there.example" in page
    steward.post(f"{LIST}{Follower.objects.get().pk}/accept/")
    assert Follower.objects.get().state == "accepted"
    assert said() == [("Accept", ada.uri)]
    assert "Ada van ginder" in steward.get(LIST).content.decode()


def test_who_waits_is_refused_and_who_follows_removed(steward: Client, ada: Elsewhere) -> None:
    asked("werf", ada)
    for _again in range(2):
        steward.post(f"{LIST}{Follower.objects.get().pk}/refuse/")
        assert not Follower.objects.exists()
        FederationSettings.objects.update(followers="open")
        ada.post(ada.follow("werf", 2))
        processing.process()
    assert said() == [("Reject", ada.uri), ("Accept", ada.uri), ("Reject", ada.uri)]


def test_all_who_wait_are_answered_at_once(steward: Client, ada: Elsewhere) -> None:
    eve = Elsewhere("https://elsewhere.example/users/eve")
    eve.know()
    asked("werf", ada, eve)
    answer = steward.post(f"{LIST}all/accept/", follow=True)
    assert "2 were answered." in answer.content.decode()
    assert {state for (state,) in Follower.objects.values_list("state")} == {"accepted"}


def test_who_is_gone_meanwhile_is_said(steward: Client, ada: Elsewhere) -> None:
    answer = steward.post(f"{LIST}1/accept/", follow=True)
    assert "They do not follow any more" in answer.content.decode()


def test_a_person_sees_their_own_followers(
    make_person: Callable[..., Person], client_for: Callable[..., Client], ada: Elsewhere
) -> None:
    mo = make_person("mo")
    asked("mo", ada)
    client = client_for(mo)
    page = client.get("/settings/followers/", headers=NL).content.decode()
    assert "Laat volgen" in page
    assert "/settings/followers/" in client.get("/settings/").content.decode()
    client.post(f"/settings/followers/{Follower.objects.get().pk}/accept/")
    assert said() == [("Accept", ada.uri)]


def test_nobody_decides_about_followers_of_another(steward: Client, ada: Elsewhere) -> None:
    asked("bea", ada)
    steward.post(f"{LIST}{Follower.objects.get().pk}/accept/")
    assert Follower.objects.get().state == "asked"


@pytest.mark.parametrize("role", ["visitor", "stranger", "member", "editor", "operator"])
def test_only_stewards_of_the_commons_do_these_things(
    werf: Commons,
    make_person: Callable[..., Person],
    client_for: Callable[..., Client],
    role: str,
) -> None:
    person = None if role == "visitor" else make_person("who", is_steward=role == "operator")
    if role in ("member", "editor"):
        werf.memberships.create(person=person, role=role)
    client = client_for(person)
    for page in (LIST, PREFERENCES, MOVE):
        assert client.get(page).status_code == (403 if person else 302)
    for page in (f"{LIST}1/accept/", f"{LIST}all/refuse/", PREFERENCES, MOVE):
        assert client.post(page, {"to": "x"}).status_code == 403
    token = {"authorization": f"Bearer {make_token(person)[1]}"} if person else {}
    api = "/api/commons/v1/commons/werf"
    for path in ("followers", "federation"):
        assert client.get(f"{api}/{path}", headers=token).status_code in (401, 403)
    body = {"to": "https://there.example/u", "sure": True}
    sent = client.post(f"{api}/move", body, content_type="application/json", headers=token)
    assert sent.status_code in (401, 403)


def test_each_act_is_for_stewards() -> None:
    acts = ("federation.followers", "federation.move", "federation.preferences")
    assert [PERMISSIONS[act] for act in acts] == [Role.STEWARD] * 3


def test_what_a_commons_wants_is_kept_and_in_the_log(steward: Client, werf: Commons) -> None:
    wanted = {
        "followers": "approval",
        "replies": "known",
        "also_known_as": "https://old.example/users/werf\n",
    }
    assert steward.post(PREFERENCES, wanted).status_code == 302
    kept = FederationSettings.objects.get()
    assert (kept.followers, kept.replies) == ("approval", "known")
    assert kept.also_known_as == ["https://old.example/users/werf"]
    assert LogEntry.objects.filter(act="federation.changed").count() == 1
    steward.post(PREFERENCES, wanted)
    assert LogEntry.objects.filter(act="federation.changed").count() == 1
    assert "who may follow" in steward.get("/@werf/log/").content.decode().lower()
    actor = Client().get("/@werf", headers={"accept": "application/activity+json"}).json()
    assert actor["alsoKnownAs"] == kept.also_known_as
    assert actor["manuallyApprovesFollowers"] is True


@pytest.mark.parametrize(
    "typed", ["http://localhost/@werf", "nobody", "@a@", "@a@b", "https://", "x" * 600, "@a@b.c/d'"]
)
def test_what_is_no_address_elsewhere_is_told(steward: Client, typed: str) -> None:
    answer = steward.post(
        PREFERENCES, {"followers": "open", "replies": "all", "also_known_as": typed}
    )
    assert answer.status_code == 200
    assert not FederationSettings.objects.exists()


@pytest.fixture
def there(settings: Any) -> Any:
    settings.ALLOWED_NETWORKS = ["127.0.0.0/8"]
    with serving() as server:
        yield server


def descriptor(server: Any, **link: str) -> Callable[[Page], None]:
    body = json.dumps({"links": [link]}).encode()
    return lambda page: page.answer(body, "application/jrd+json")


def webfinger(host: str) -> str:
    return f"/.well-known/webfinger?resource=acct:eve@{host}"


def test_another_account_is_named_as_people_write_it(steward: Client, there: Any) -> None:
    host = there.address.removeprefix("http://").rstrip("/")
    there.routes[webfinger(host)] = descriptor(
        there, rel="self", type="application/activity+json", href="https://old.example/u/eve"
    )
    wanted = {"followers": "open", "replies": "all", "also_known_as": f"@eve@{host}"}
    assert steward.post(PREFERENCES, wanted).status_code == 302
    assert FederationSettings.objects.get().also_known_as == ["https://old.example/u/eve"]


def test_from_elsewhere_one_is_led_to_ones_own_server(werf: Commons, there: Any) -> None:
    visitor = Client()
    page = visitor.get("/@werf/follow/").content.decode()
    assert "@werf@localhost" in page
    host = there.address.removeprefix("http://").rstrip("/")
    there.routes[webfinger(host)] = descriptor(
        there,
        rel="http://ostatus.org/schema/1.0/subscribe",
        template=f"{there.address}/follow?of={{uri}}",
    )
    led = visitor.post("/@werf/follow/", {"server": f"@eve@{host}"}).content.decode()
    assert f"{there.address}/follow?of=http%3A%2F%2Flocalhost%2F%40werf" in led


@pytest.mark.parametrize("typed", ["social.example", "https://social.example/@me"])
def test_a_server_alone_is_asked_nothing(werf: Commons, typed: str) -> None:
    led = Client().post("/@werf/follow/", {"server": typed}).content.decode()
    assert (
        "https://social.example/authorize_interaction?uri=http%3A%2F%2Flocalhost%2F%40werf" in led
    )


@pytest.mark.parametrize("typed", ["", "javascript:alert(1)", "nowhere", "a b.c", "\"'<x>.y"])
def test_what_is_no_server_leads_nowhere(werf: Commons, typed: str) -> None:
    answer = Client().post("/@werf/follow/", {"server": typed})
    assert answer.status_code == 200
    assert "nofollow" not in answer.content.decode()


def test_who_is_not_here_cannot_be_followed(werf: Commons) -> None:
    assert Client().get("/@nobody/follow/").status_code == 404


def test_pages_of_commons_and_person_say_how_many_follow(
    werf: Commons, bea: Person, ada: Elsewhere
) -> None:
    ada.post(ada.follow("werf"))
    processing.process()
    about = Client().get("/@werf/about/", headers=NL).content.decode()
    assert '<dd>1 · <a href="/@werf/follow/">Volgen vanaf een andere server</a>' in about
    profile = Client().get("/@bea/", headers=NL).content.decode()
    assert '<dd>0 · <a href="/@bea/follow/">' in profile


def test_the_api_does_what_the_pages_do(bea: Person, werf: Commons, ada: Elsewhere) -> None:
    asked("werf", ada)
    token = {"authorization": f"Bearer {make_token(bea)[1]}"}
    api, client = "/api/commons/v1/commons/werf", Client()
    (waiting,) = client.get(f"{api}/followers?state=asked", headers=token).json()["items"]
    assert waiting["address"] == "@ada@there.example"
    done = client.post(f"{api}/followers/{waiting['id']}/accept", headers=token)
    assert done.status_code == 204
    assert client.get(f"{api}/followers", headers=token).json()["total"] == 1
    changed = client.patch(
        f"{api}/federation", {"followers": "open"}, content_type="application/json", headers=token
    )
    assert changed.json()["followers"] == "open"
    mine = client.get("/api/commons/v1/me/followers", headers=token)
    assert mine.json()["total"] == 0


def test_a_move_is_asked_twice(steward: Client, werf: Commons) -> None:
    to = "https://new.example/users/werf"
    asked_once = steward.post(MOVE, {"to": to}).content.decode()
    assert to in asked_once
    assert "public log" in asked_once
    assert not FederationSettings.objects.exists()
    unsure = steward.post(MOVE, {"to": to, "confirm": "on"})
    assert unsure.status_code == 200
    assert not FederationSettings.objects.exists()
    steward.post(MOVE, {"to": to, "confirm": "on", "sure": "on"})
    assert FederationSettings.objects.get().moving_to == to
    assert not RemoteActor.objects.exists()
    assert to in steward.get(MOVE).content.decode()


def test_the_page_to_follow_calls_a_commons_as_its_reader_does(werf: Commons) -> None:
    werf.names = {"nl": "De Werf", "en": "The Yard"}
    werf.save()
    assert "<h1>Follow The Yard</h1>" in Client().get("/@werf/follow/?lang=en").content.decode()
    assert "<h1>De Werf volgen</h1>" in Client().get("/@werf/follow/?lang=nl").content.decode()
