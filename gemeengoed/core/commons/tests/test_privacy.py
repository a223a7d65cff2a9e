"""What a commons holds on somebody can be taken along, and goes with the account."""

from gemeengoed.core import registry
from gemeengoed.core.commons import privacy
from gemeengoed.core.commons.models import Application, Membership
from gemeengoed.core.commons.queries import is_steward_somewhere
from gemeengoed.core.commons.services import groups, joining
from gemeengoed.core.people import second_factor
from gemeengoed.core.people.permissions import may_make_organisation

from .conftest import Cast


def test_memberships_and_applications_can_be_taken_along(cast: Cast) -> None:
    member = cast.commons.memberships.get(person=cast.person("member"))
    groups.save_group(cast.commons, cast.person("steward"), name="Kring", members=[member])
    (row,) = privacy.memberships(member.person_id)
    assert (row["commons"], row["role"], row["groups"]) == ("werf", "member", ["Kring"])
    joining.apply(cast.commons, cast.person("stranger"), "Mag ik?")
    (asked,) = privacy.applications(cast.person("stranger").pk)
    assert (asked["commons"], asked["words"]) == ("werf", "Mag ik?")


def test_both_go_with_the_account(cast: Cast) -> None:
    joining.apply(cast.commons, cast.person("stranger"), "Mag ik?")
    for role in ("member", "stranger"):
        privacy.erase(cast.person(role).pk)
    assert not Membership.objects.filter(person=cast.person("member")).exists()
    assert not Application.objects.exists()


def test_they_are_declared(cast: Cast) -> None:
    declared = registry.get("commons")
    assert declared is not None
    held = declared.personal_data
    assert len(held) == 2
    assert all(one.export for one in held)
    assert any(one.erase for one in held)


def test_of_a_steward_a_second_factor_can_be_asked(cast: Cast) -> None:
    asked = {role: is_steward_somewhere(cast.person(role)) for role in ("member", "steward")}
    assert asked == {"member": False, "steward": True}
    assert second_factor.is_demanded_of(cast.person("steward"))
    assert not second_factor.is_demanded_of(cast.person("editor"))


def test_a_steward_may_make_an_organisation(cast: Cast) -> None:
    assert may_make_organisation(cast.person("steward"))
    assert not may_make_organisation(cast.person("member"))
