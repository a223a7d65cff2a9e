"""Every act of discussions for every role."""

import pytest

from gemeengoed.core.commons.permissions import may
from gemeengoed.core.commons.tests.conftest import ROLES, Cast, cast  # noqa: F401 - a fixture
from gemeengoed.core.discussion.declaration import PERMISSIONS

pytestmark = pytest.mark.django_db
MEMBERS = {"member", "editor", "steward"}
ALLOWED = {
    "discussion.comment": MEMBERS,
    "discussion.suggest": MEMBERS,
    "discussion.moderate": {"editor", "steward"},
    "discussion.review": {"editor", "steward"},
    "discussion.settings": {"steward"},
}


def test_the_table_holds_every_declared_act() -> None:
    assert set(ALLOWED) == set(PERMISSIONS)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what(cast: Cast, role: str) -> None:  # noqa: F811
    person = cast.people[role]
    granted = {act for act in ALLOWED if may(person, act, cast.commons)}
    assert granted == {act for act, roles in ALLOWED.items() if role in roles}
