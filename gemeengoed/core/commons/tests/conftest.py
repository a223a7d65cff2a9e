"""A commons called 'werf' with somebody in each role, and a client for each."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.people.models import Person

ROLES = ("visitor", "stranger", "member", "editor", "steward", "operator")


@dataclass(frozen=True)
class Cast:
    """`people` and `clients` by role; 'visitor' is not logged in, 'stranger' is no member."""

    commons: Commons
    people: dict[str, Person | None]
    clients: dict[str, Client]

    def person(self, role: str) -> Person:
        found = self.people[role]
        assert found is not None
        return found


@pytest.fixture
def cast(
    make_person: Callable[..., Person],
    make_commons: Callable[..., Commons],
    client_for: Callable[..., Client],
) -> Cast:
    names = ("stranger", "member", "editor", "bea", "olga")
    made = {name: make_person(name, is_steward=name == "olga", language="en") for name in names}
    commons = make_commons("werf", made["bea"])
    for role in ("member", "editor"):
        commons.memberships.create(person=made[role], role=role)
    people = {
        "visitor": None,
        "stranger": made["stranger"],
        "member": made["member"],
        "editor": made["editor"],
        "steward": made["bea"],
        "operator": made["olga"],
    }
    return Cast(commons, people, {role: client_for(one) for role, one in people.items()})
