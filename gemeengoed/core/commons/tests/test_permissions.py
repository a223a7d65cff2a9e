"""Every declared act of the commons for every role; whatever is not declared, nobody may."""

import pytest
from django.test import RequestFactory

from gemeengoed.core import registry
from gemeengoed.core.commons.access import enter
from gemeengoed.core.commons.declaration import PERMISSIONS
from gemeengoed.core.commons.models import Making
from gemeengoed.core.commons.permissions import may, may_create_commons, role_in
from gemeengoed.core.people.models import PersonState
from gemeengoed.core.registry import Role

from .conftest import ROLES, Cast

# Written out rather than computed, so that a change of the declaration shows here.
STEWARD_ONLY = [
    "change",
    "change_charter",
    "change_programme",
    "change_partners",
    "change_roles",
    "remove_member",
    "change_groups",
    "answer_applications",
    "invite",
]
ALLOWED = {
    "commons.create": {"operator"},
    "commons.rule_making": {"operator"},
    "commons.read": set(ROLES),
    "commons.leave": {"member", "editor", "steward"},
    "commons.see_members": {"member", "editor", "steward"},
    "commons.begin": {"editor", "steward"},
    **{f"commons.{act}": {"steward"} for act in STEWARD_ONLY},
}


def test_the_table_holds_every_declared_act() -> None:
    assert set(ALLOWED) == set(PERMISSIONS)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what(cast: Cast, role: str) -> None:
    person = cast.people[role]
    granted = {act for act in ALLOWED if may(person, act, cast.commons)}
    assert granted == {act for act, roles in ALLOWED.items() if role in roles}


@pytest.mark.parametrize("role", ROLES)
def test_access_says_the_same(cast: Cast, role: str) -> None:
    request = RequestFactory().get("/@werf/")
    request.user = cast.people[role]  # type: ignore[assignment]
    access = enter(request, "werf")
    assert {act for act in ALLOWED if access.may(act)} == {
        act for act, roles in ALLOWED.items() if role in roles
    }


@pytest.mark.parametrize("role", ROLES)
def test_an_unknown_act_nobody_may(cast: Cast, role: str) -> None:
    assert registry.least_role("commons.explode") is None
    assert not may(cast.people[role], "commons.explode", cast.commons)
    assert not may(cast.people[role], "", cast.commons)


def test_without_a_commons_no_role_counts(cast: Cast) -> None:
    assert not may(cast.person("steward"), "commons.change")
    assert may(cast.person("operator"), "commons.create")


def test_a_suspended_steward_has_no_role(cast: Cast) -> None:
    steward = cast.person("steward")
    steward.state = PersonState.SUSPENDED
    steward.save()
    assert role_in(steward, cast.commons) == Role.VISITOR
    assert not may(steward, "commons.change", cast.commons)


def test_the_operator_can_keep_making_to_operators(cast: Cast) -> None:
    assert may_create_commons(cast.person("stranger"))
    assert not may_create_commons(None)
    Making.objects.create(pk=1, operators_only=True)
    assert not may_create_commons(cast.person("stranger"))
    assert may_create_commons(cast.person("operator"))
