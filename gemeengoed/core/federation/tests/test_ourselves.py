"""Followers elsewhere hear that the profile or the settings of an actor here changed."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from gemeengoed.core.activity.services import distribute
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services.settings import change_commons
from gemeengoed.core.federation.followers import preferences
from gemeengoed.core.federation.identity import documents
from gemeengoed.core.federation.models import FollowPolicy, OutgoingActivity
from gemeengoed.core.federation.outgoing import ourselves
from gemeengoed.core.people.models import Person

from .inboxes import followers

pytestmark = pytest.mark.django_db
THERE = "https://there.example"


@pytest.fixture
def werf(make_commons: Callable[..., Commons]) -> Commons:
    return make_commons("werf")


def told() -> list[dict[str, Any]]:
    rows = OutgoingActivity.objects.filter(type="Update", to_followers=True).order_by("pk")
    return [json.loads(bytes(row.body)) for row in rows]


def steward(commons: Commons) -> Person:
    return Person.objects.get(memberships__commons=commons)


def test_a_changed_purpose_is_told_once(werf: Commons) -> None:
    followers(werf.actor, THERE, 1)
    change_commons(werf, steward(werf), purpose={"nl": "Samen repareren"})
    distribute()
    ourselves.tell(werf.actor.pk)
    ourselves.tell(werf.actor.pk)
    [update] = told()
    assert "Samen repareren" in update["object"]["summary"]
    found = documents.of(Actor.objects.get(pk=werf.actor.pk))
    assert found is not None
    assert update["object"] == found


@pytest.mark.django_db(transaction=True)
def test_the_activity_of_a_change_leads_to_the_update(werf: Commons) -> None:
    followers(werf.actor, THERE, 1)
    change_commons(werf, steward(werf), names={"nl": "De werf"})
    distribute()
    assert [update["object"]["name"] for update in told()] == ["De werf"]


@pytest.mark.django_db(transaction=True)
def test_who_approves_followers_from_now_on_says_so(werf: Commons) -> None:
    followers(werf.actor, THERE, 1)
    preferences.change(werf.actor, steward(werf).actor, followers=FollowPolicy.APPROVAL)
    assert [update["object"]["manuallyApprovesFollowers"] for update in told()] == [True]


def test_who_has_no_followers_says_nothing(werf: Commons) -> None:
    ourselves.tell(werf.actor.pk)
    assert told() == []


def test_the_sweep_notes_first_and_tells_what_changed_since(werf: Commons) -> None:
    followers(werf.actor, THERE, 1)
    ourselves.sweep()
    assert told() == []
    Actor.objects.filter(pk=werf.actor.pk).update(name="De werf")
    ourselves.sweep()
    ourselves.sweep()
    assert [update["object"]["name"] for update in told()] == ["De werf"]
