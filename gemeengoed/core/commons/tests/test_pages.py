"""Every page answers, for those whom it is for."""

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services.charter import save_charter
from gemeengoed.core.commons.services.groups import save_group
from gemeengoed.core.commons.services.partners import add_partner
from gemeengoed.core.commons.services.programme import save_phase, save_question
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import create_organisation

PUBLIC = [
    "/commons/",
    "/@werf/",
    "/@werf/about/",
    "/@werf/people/",
    "/@werf/charter/",
    "/@werf/charter/versions/",
    "/@werf/charter/versions/1/",
    "/@werf/charter/compare/1/2/",
    "/@werf/questions/wat-is-een-werf/",
    "/@werf/join/",
    "/@werf/plan/",
    "/@werf/agenda/",
    "/@werf/take-part/",
]
STEWARDS = [
    "/commons/new/",
    "/@werf/joined/",
    "/@werf/leave/",
    "/@werf/charter/edit/",
    "/@werf/settings/",
    "/@werf/settings/begin/",
    "/@werf/settings/picture/",
    "/@werf/settings/sections/",
    "/@werf/settings/questions/",
    "/@werf/settings/questions/new/",
    "/@werf/settings/questions/wat-is-een-werf/",
    "/@werf/settings/phases/",
    "/@werf/settings/phases/new/",
    "/@werf/settings/partners/",
    "/@werf/settings/partners/new/",
    "/@werf/settings/members/",
    "/@werf/settings/members/bea/",
    "/@werf/settings/members/bea/remove/",
    "/@werf/settings/groups/",
    "/@werf/settings/groups/new/",
    "/@werf/settings/groups/redactie/",
    "/@werf/settings/links/",
    "/@werf/settings/applications/",
]


@pytest.fixture
def bea(make_person: Callable[..., Person]) -> Person:
    return make_person("bea")


@pytest.fixture
def werf(make_commons: Callable[..., Commons], bea: Person) -> Commons:
    """A commons in which everything has been filled in."""
    commons = make_commons("werf", bea, purpose={"nl": "Samen *varen*.", "en": "Sailing together."})
    question = save_question(commons, bea, text={"nl": "Wat is een werf?"})
    save_phase(
        commons,
        bea,
        title={"nl": "Bouwen"},
        starts=date(2024, 1, 1),
        ends=date(2024, 3, 31),
        question={"nl": "Waarmee?"},
        plan={"nl": "Hout zoeken."},
        questions=[question],
    )
    for number, words in enumerate(("Iedereen.", "Iedereen die helpt.")):
        answers = {"boundaries": {"nl": words}}
        save_charter(commons, answers, bea, reason="Zo is het.", based_on=number)
    add_partner(commons, create_organisation("houthandel", "Houthandel", bea), bea)
    save_group(commons, bea, name="Redactie", members=list(commons.memberships.all()))
    return commons


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("address", PUBLIC)
def test_a_visitor_reads(werf: Commons, client: Client, address: str, language: str) -> None:
    answer = client.get(address, {"lang": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize("address", PUBLIC + STEWARDS)
def test_a_steward_gets_in(
    werf: Commons, bea: Person, client_for: Callable[..., Client], address: str
) -> None:
    assert client_for(bea).get(address).status_code == 200


@pytest.mark.parametrize("address", [one for one in STEWARDS if "joined" not in one])
def test_a_visitor_is_led_to_the_log_in(werf: Commons, client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next={quote(address)}"


@pytest.mark.parametrize("address", [one for one in STEWARDS if "settings" in one or "edit" in one])
def test_a_member_may_not(
    werf: Commons,
    make_person: Callable[..., Person],
    client_for: Callable[..., Client],
    address: str,
) -> None:
    member = make_person("cem")
    werf.memberships.create(person=member)
    assert client_for(member).get(address).status_code == 403


def test_an_unknown_commons_is_not_found(set_up: None, client: Client) -> None:
    for address in ("/@nergens/", "/@nergens/charter/", "/@nergens/settings/"):
        assert client.get(address).status_code == 404
