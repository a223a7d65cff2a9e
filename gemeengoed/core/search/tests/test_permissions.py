"""Nobody finds what they may not see: every audience for every kind of reader."""

from collections.abc import Callable

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Commons, MemberRole, Membership
from gemeengoed.core.people.models import Person, PersonState
from gemeengoed.core.registry import Audience
from gemeengoed.core.search.queries import search

from .conftest import Shelf

MAY_SEE = {
    "visitor": {Audience.PUBLIC},
    "stranger": {Audience.PUBLIC},
    "operator": {Audience.PUBLIC},
    "member": {Audience.PUBLIC, Audience.MEMBERS},
    "editor": {Audience.PUBLIC, Audience.MEMBERS, Audience.EDITORS},
    "steward": set(Audience),
    "suspended": {Audience.PUBLIC},
}


@pytest.fixture
def commons(shelf: Shelf, make_commons: Callable[..., Commons]) -> Commons:
    for handle in ("werf", "haven"):
        make_commons(handle)
        for audience in Audience:
            shelf.put(f"/@{handle}/{audience}", "Molen", "Wiek.", audience=audience, commons=handle)
    return Commons.objects.get(actor__handle="werf")


def reader(who: str, commons: Commons, make_person: Callable[..., Person]) -> Person | None:
    if who == "visitor":
        return None
    person = make_person("reader", is_steward=who == "operator")
    if who not in ("stranger", "operator"):
        role = MemberRole.STEWARD if who == "suspended" else MemberRole(who)
        Membership.objects.create(commons=commons, person=person, role=role)
    if who == "suspended":
        Person.objects.filter(pk=person.pk).update(state=PersonState.SUSPENDED)
        person.refresh_from_db()
    return person


@pytest.mark.parametrize("who", MAY_SEE)
def test_each_sees_their_own(
    who: str, commons: Commons, make_person: Callable[..., Person]
) -> None:
    person = reader(who, commons, make_person)
    everywhere = search("molen", person=person, per_page=50)
    found = {hit.uri for hit in everywhere.items}
    assert found == {f"/@werf/{one}" for one in MAY_SEE[who]} | {"/@haven/public"}
    assert everywhere.total == len(found)
    here = search("molen", person=person, commons=commons)
    assert {hit.uri for hit in here.items} == {f"/@werf/{one}" for one in MAY_SEE[who]}
    assert search("molen -wiek", person=person).total == 0


def test_an_object_without_a_commons_that_is_not_public_nobody_finds(
    shelf: Shelf, commons: Commons, make_person: Callable[..., Person]
) -> None:
    shelf.put("/lost", "Boei", "", audience=Audience.MEMBERS)
    assert search("boei", person=reader("steward", commons, make_person)).total == 0


def test_what_is_no_longer_public_is_gone_at_once(shelf: Shelf, commons: Commons) -> None:
    shelf.change("/@werf/public", audience=Audience.STEWARDS)
    assert {hit.uri for hit in search("molen", person=None).items} == {"/@haven/public"}


def test_words_of_hidden_texts_are_not_given_away(shelf: Shelf, commons: Commons) -> None:
    shelf.put("/@werf/secret", "Ontslagregeling", "", audience=Audience.STEWARDS, commons="werf")
    results = search("ontslagregelng", person=None)
    assert (results.total, results.did_you_mean) == (0, "")


@pytest.mark.parametrize("address", ["/search/?q=molen", "/@werf/search/?q=molen"])
def test_over_http(
    address: str,
    commons: Commons,
    make_person: Callable[..., Person],
    client_for: Callable[..., Client],
) -> None:
    person = reader("member", commons, make_person)
    shown = client_for(person).get(address).content.decode()
    assert "/@werf/members" in shown
    assert "/@werf/editors" not in shown
    assert "/@werf/members" not in client_for(None).get(address).content.decode()
    assert "private" in client_for(person).get(address)["Cache-Control"]
