"""There is always a steward: leaving, removal and stepping down are refused to the last one."""

import threading

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

from gemeengoed.core.commons.models import Commons, MemberRole, Membership
from gemeengoed.core.commons.privacy import may_leave
from gemeengoed.core.commons.services.membership import change_role, forget_person, leave
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.people.models import Person, PersonState

from .conftest import Cast

TOLD = "Make someone else steward first"
ENGLISH = {"headers": {"Accept-Language": "en"}}


def _stewards(commons: Commons) -> set[str]:
    rows = commons.memberships.filter(role=MemberRole.STEWARD)
    return set(rows.values_list("person__username", flat=True))


def _is_refused(cast: Cast, address: str, form: dict[str, str]) -> None:
    answer = cast.clients["steward"].post(address, form, **ENGLISH)
    assert answer.status_code == 200
    assert TOLD in answer.text
    assert _stewards(cast.commons) == {"bea"}


def test_the_last_one_cannot_leave(cast: Cast) -> None:
    _is_refused(cast, "/@werf/leave/", {})


def test_the_last_one_cannot_step_down(cast: Cast) -> None:
    _is_refused(cast, "/@werf/settings/members/bea/", {"role": "member"})


def test_the_last_one_cannot_be_removed(cast: Cast) -> None:
    _is_refused(cast, "/@werf/settings/members/bea/remove/", {"reason": "Genoeg."})


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/@werf/leave/", {}),
        ("/@werf/settings/members/bea/", {"role": "editor"}),
        ("/@werf/settings/members/bea/remove/", {"reason": "Genoeg."}),
    ],
)
def test_with_a_second_steward_all_three_work(
    cast: Cast, address: str, form: dict[str, str]
) -> None:
    change_role(cast.commons, cast.person("member"), "steward", cast.person("steward"))
    assert cast.clients["steward"].post(address, form).status_code == 302
    assert _stewards(cast.commons) == {"member"}


def test_a_suspended_steward_does_not_count(cast: Cast) -> None:
    change_role(cast.commons, cast.person("member"), "steward", cast.person("steward"))
    Person.objects.filter(username="member").update(state=PersonState.SUSPENDED)
    _is_refused_still_two(cast)


def _is_refused_still_two(cast: Cast) -> None:
    answer = cast.clients["steward"].post("/@werf/leave/", **ENGLISH)
    assert TOLD in answer.text
    assert _stewards(cast.commons) == {"bea", "member"}


@pytest.mark.django_db(transaction=True)
def test_two_stewards_cannot_both_leave_at_once(cast: Cast) -> None:
    change_role(cast.commons, cast.person("member"), "steward", cast.person("steward"))
    refused: list[str] = []
    together = threading.Barrier(2)

    def go(person: Person) -> None:
        try:
            together.wait(10)
            leave(cast.commons, person)
        except ValidationError as error:
            refused.append(error.code)
        finally:
            connection.close()

    leaving = [threading.Thread(target=go, args=[cast.person(r)]) for r in ("steward", "member")]
    for one in leaving:
        one.start()
    for one in leaving:
        one.join(30)
    assert refused == ["last_steward"]
    assert len(_stewards(cast.commons)) == 1


def test_removal_without_a_reason_is_refused(cast: Cast) -> None:
    for reason in ("", "   "):
        answer = cast.clients["steward"].post(
            "/@werf/settings/members/member/remove/", {"reason": reason}
        )
        assert answer.status_code == 200
    assert Membership.objects.filter(person=cast.person("member")).exists()


def test_a_removed_member_is_told_why(cast: Cast) -> None:
    form = {"reason": "Drie keer gewaarschuwd."}
    cast.clients["steward"].post("/@werf/settings/members/member/remove/", form)
    assert not Membership.objects.filter(person=cast.person("member")).exists()
    assert [letter.to for letter in mail.outbox] == [["member@example.org"]]
    assert "Drie keer gewaarschuwd." in mail.outbox[0].body


def test_only_whoever_had_a_public_role_is_named_in_the_log(cast: Cast) -> None:
    for name in ("member", "editor"):
        cast.clients["steward"].post(
            f"/@werf/settings/members/{name}/remove/", {"reason": "Genoeg."}
        )
    rows = LogEntry.objects.filter(act="member.removed").order_by("number")
    assert [row.words["object"] for row in rows] == ["", "/@editor/"]
    assert all(row.words["reason"] == "Genoeg." for row in rows)


def test_somebody_else_cannot_change_roles(cast: Cast) -> None:
    for role in ("member", "editor", "stranger", "operator"):
        answer = cast.clients[role].post("/@werf/settings/members/member/", {"role": "steward"})
        assert answer.status_code == 403
    assert _stewards(cast.commons) == {"bea"}


def test_a_new_role_is_told(cast: Cast) -> None:
    cast.clients["steward"].post("/@werf/settings/members/member/", {"role": "editor"})
    assert cast.commons.memberships.get(person=cast.person("member")).role == "editor"
    assert mail.outbox[0].to == ["member@example.org"]


def test_a_last_steward_is_asked_to_hand_over_before_the_account_goes(cast: Cast) -> None:
    steward, member = cast.person("steward"), cast.person("member")
    assert "Werf" in (may_leave(steward.pk) or "")
    assert may_leave(member.pk) is None
    change_role(cast.commons, member, "steward", steward)
    assert may_leave(steward.pk) is None


def test_when_it_goes_all_the_same_an_editor_follows(cast: Cast) -> None:
    forget_person(cast.person("steward").pk)
    assert _stewards(cast.commons) == {"editor"}
    assert LogEntry.objects.filter(act="member.inherited").count() == 1


def test_an_operator_follows_where_nobody_is_left(cast: Cast) -> None:
    cast.commons.memberships.filter(role__in=["member", "editor"]).delete()
    assert may_leave(cast.person("steward").pk) is None
    forget_person(cast.person("steward").pk)
    assert _stewards(cast.commons) == {"olga"}
