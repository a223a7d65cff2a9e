"""Openly, on application, by link; and what each tells whom."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from gemeengoed.core.activity.models import Activity
from gemeengoed.core.commons.models import Application, Commons, Joining, JoinLink
from gemeengoed.core.commons.services.joining import make_link
from gemeengoed.core.log.models import LogEntry

from .conftest import Cast

ENGLISH = {"headers": {"Accept-Language": "en"}}


def _policy(commons: Commons, joining: str) -> None:
    Commons.objects.filter(pk=commons.pk).update(joining=joining)


def _is_member(cast: Cast, role: str = "stranger") -> bool:
    return cast.commons.memberships.filter(person=cast.people[role]).exists()


def test_joining_openly_draws_the_new_parcel(cast: Cast) -> None:
    _policy(cast.commons, Joining.OPEN)
    answer = cast.clients["stranger"].post("/@werf/join/", follow=True, **ENGLISH)
    assert answer.redirect_chain == [("/@werf/joined/", 302)]
    assert "parcel-new" in answer.text
    assert "What you can do now" in answer.text
    assert Activity.objects.get(verb="joined").audience == "members"


@pytest.mark.parametrize("joining", [Joining.APPLICATION, Joining.INVITATION])
def test_nobody_joins_openly_elsewhere(cast: Cast, joining: str) -> None:
    _policy(cast.commons, joining)
    cast.clients["stranger"].post("/@werf/join/", {"words": "Ik wil graag."})
    assert not _is_member(cast)


def test_an_application_is_accepted(cast: Cast) -> None:
    cast.clients["stranger"].post("/@werf/join/", {"words": "Ik bouw graag mee."})
    assert mail.outbox[-1].to == ["bea@example.org"]
    steward = cast.clients["steward"]
    assert "Ik bouw graag mee." in steward.get("/@werf/settings/applications/").text
    number = Application.objects.get().pk
    steward.post(f"/@werf/settings/applications/{number}/accept/")
    assert _is_member(cast)
    assert not Application.objects.exists()
    assert mail.outbox[-1].to == ["stranger@example.org"]


def test_an_application_is_declined_with_a_reason(cast: Cast) -> None:
    cast.clients["stranger"].post("/@werf/join/", {"words": "Mag ik?"})
    address = f"/@werf/settings/applications/{Application.objects.get().pk}/decline/"
    assert cast.clients["steward"].post(address, {"reason": " "}).status_code == 200
    assert Application.objects.exists()
    cast.clients["steward"].post(address, {"reason": "We zijn vol."})
    assert not _is_member(cast)
    assert "We zijn vol." in mail.outbox[-1].body
    entry = LogEntry.objects.get(act="application.declined")
    assert (entry.words["reason"], entry.words["object"]) == ("We zijn vol.", "")


def test_who_applied_sees_it_and_can_take_it_back(cast: Cast) -> None:
    client = cast.clients["stranger"]
    client.post("/@werf/join/", {"words": "Mag ik?"})
    assert "Mag ik?" in client.get("/@werf/join/").text
    client.post("/@werf/withdraw/")
    assert not Application.objects.exists()


def test_others_cannot_answer_applications(cast: Cast) -> None:
    cast.clients["stranger"].post("/@werf/join/", {"words": "Mag ik?"})
    number = Application.objects.get().pk
    for role in ("stranger", "member", "editor", "operator"):
        address = f"/@werf/settings/applications/{number}/accept/"
        assert cast.clients[role].post(address).status_code == 403
    assert not _is_member(cast)


def test_too_many_words_lose_nothing(cast: Cast) -> None:
    words = "woord " * 500
    answer = cast.clients["stranger"].post("/@werf/join/", {"words": words})
    assert answer.status_code == 200
    assert words.strip() in answer.text


def _link(cast: Cast, **more: int) -> tuple[JoinLink, str]:
    link, token = make_link(cast.commons, cast.person("steward"), **more)
    return link, f"/@werf/join/{token}/"


def test_a_link_lets_in_once(cast: Cast) -> None:
    _policy(cast.commons, Joining.INVITATION)
    _row, address = _link(cast)
    assert cast.clients["visitor"].get(address).status_code == 200
    assert cast.clients["stranger"].post(address).status_code == 302
    assert _is_member(cast)
    again = cast.clients["operator"].post(address, **ENGLISH)
    assert again.status_code == 410
    assert "used up" in again.text
    assert not _is_member(cast, "operator")


def test_the_token_itself_is_kept_nowhere(cast: Cast) -> None:
    link, address = _link(cast)
    assert link.token not in address


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"expires": timezone.now() - timedelta(minutes=1)}, "has expired"),
        ({"revoked": timezone.now()}, "has been revoked"),
        ({"uses_left": 0}, "used up"),
    ],
)
def test_a_link_that_ended_says_so(cast: Cast, change: dict[str, object], words: str) -> None:
    link, address = _link(cast)
    JoinLink.objects.filter(pk=link.pk).update(**change)
    for method in (Client.get, Client.post):
        answer = method(cast.clients["stranger"], address, **ENGLISH)
        assert answer.status_code == 410
        assert words in answer.text
    assert not _is_member(cast)


def test_an_invented_link_says_so(cast: Cast) -> None:
    answer = cast.clients["stranger"].get("/@werf/join/zomaar/", **ENGLISH)
    assert answer.status_code == 410
    assert "does not exist" in answer.text


def test_a_link_of_another_commons_does_not_open_this_one(cast: Cast, make_commons) -> None:  # type: ignore[no-untyped-def]
    _other, token = make_link(make_commons("tuin"), cast.person("steward"))
    assert cast.clients["stranger"].post(f"/@werf/join/{token}/").status_code == 410
    assert not _is_member(cast)


def test_a_steward_makes_and_revokes_links(cast: Cast) -> None:
    steward = cast.clients["steward"]
    page = steward.post("/@werf/settings/links/", {"days": 3, "uses": 5}).text
    link = JoinLink.objects.get()
    assert "/@werf/join/" in page
    assert (link.uses_left, link.expires.date()) == (
        5,
        (timezone.now() + timedelta(days=3)).date(),
    )
    assert "/@werf/join/" not in steward.get("/@werf/settings/links/").text
    steward.post(f"/@werf/settings/links/{link.pk}/revoke/")
    link.refresh_from_db()
    assert link.revoked is not None


def test_leaving(cast: Cast) -> None:
    assert cast.clients["member"].post("/@werf/leave/").status_code == 302
    assert not _is_member(cast, "member")


def test_only_members_see_who_else_is_one(cast: Cast) -> None:
    for role in ("visitor", "stranger", "operator"):
        page = cast.clients[role].get("/@werf/people/").text
        assert "/@bea/" in page
        assert "/@editor/" in page
        assert 'href="/@member/"' not in page.partition("<main")[2]
    assert 'href="/@member/"' in cast.clients["editor"].get("/@werf/people/").text
