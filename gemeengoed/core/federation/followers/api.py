"""Who follows from other servers, as JSON: of oneself, and of a commons for its stewards."""

from datetime import datetime
from typing import Any, Literal

from django.core.paginator import Paginator
from django.http import HttpRequest
from ninja import Router, Schema, Status

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.access import enter
from gemeengoed.core.people.api_auth import read, write
from gemeengoed.core.people.permissions import require_person

from . import deciding, looking_up, moving, preferences

router = Router(tags=["federation"])
COMMONS, MINE = "/commons/{handle}", "/me"
Verb = Literal["accept", "refuse"]
State = Literal["asked", "accepted"]


class FollowerOut(Schema):
    """`uri` is the id of who follows, `address` is theirs as people write it."""

    id: int
    uri: str
    address: str
    name: str
    state: str
    created: datetime


class FollowersPage(Schema):
    total: int
    page: int
    items: list[FollowerOut]


class Answered(Schema):
    number: int


class FederationIn(Schema):
    """`also_known_as`: as @name@server or whole addresses."""

    followers: str | None = None
    replies: str | None = None
    also_known_as: list[str] | None = None


class FederationOut(Schema):
    """`moving_to` with `moving_error` empty is still being checked; errors are 'not-named' (who is there does
    not say to be this one) and 'unreachable'."""

    followers: str
    replies: str
    also_known_as: list[str]
    moved_to: str
    moving_to: str
    moving_error: str


class MoveIn(Schema):
    """`to`: as @name@server or a whole address. `sure` must be true: a move is for good."""

    to: str
    sure: bool


def _of_commons(request: HttpRequest, handle: str, act: str) -> tuple[Actor, Actor]:
    access = enter(request, handle)
    access.require(act)
    return access.commons.actor, access.actor


def _mine(request: HttpRequest) -> Actor:
    return require_person(request).actor


def _page(actor: Actor, state: str, page: int, per_page: int) -> dict[str, Any]:
    current = Paginator(deciding.listed(actor, state), max(1, min(per_page, 100))).get_page(page)
    items = [
        {
            "id": one.pk,
            "uri": one.remote.uri,
            "address": one.remote.address,
            "name": one.remote.name,
            "state": one.state,
            "created": one.created,
        }
        for one in current
    ]
    return {"total": current.paginator.count, "page": current.number, "items": items}


def _changed(actor: Actor, by: Actor, given: FederationIn) -> Any:
    values = given.dict(exclude_none=True)
    if "also_known_as" in values:
        values["also_known_as"] = preferences.resolved(values["also_known_as"])
    return preferences.change(actor, by, **values)


def _moved(actor: Actor, by: Actor, given: MoveIn) -> Any:
    if given.sure:
        moving.ask(actor, by, looking_up.actor_id(given.to))
    return preferences.of(actor)


@router.get(f"{COMMONS}/followers", response=FollowersPage, auth=read)
def followers(
    request: HttpRequest, handle: str, state: State = "accepted", page: int = 1, per_page: int = 30
) -> dict[str, Any]:
    """Who follows a commons, or waits; at most 100 a page. For its stewards."""
    actor, _by = _of_commons(request, handle, "federation.followers")
    return _page(actor, state, page, per_page)


@router.post(f"{COMMONS}/followers/all/{{verb}}", response=Answered, auth=write)
def decide_all(request: HttpRequest, handle: str, verb: Verb) -> dict[str, int]:
    """Answers all who wait, at most 500 at a time."""
    actor, _by = _of_commons(request, handle, "federation.followers")
    return {"number": deciding.decide_all(actor, verb)}


@router.post(f"{COMMONS}/followers/{{pk}}/{{verb}}", response={204: None}, auth=write)
def decide(request: HttpRequest, handle: str, pk: int, verb: Verb) -> Status[None]:
    """Lets somebody follow, refuses them, or removes them as a follower ('refuse')."""
    actor, _by = _of_commons(request, handle, "federation.followers")
    deciding.decide(actor, pk, verb)
    return Status(204, None)


@router.get(f"{COMMONS}/federation", response=FederationOut, auth=read)
def federation(request: HttpRequest, handle: str) -> Any:
    actor, _by = _of_commons(request, handle, "federation.preferences")
    return preferences.of(actor)


@router.patch(f"{COMMONS}/federation", response=FederationOut, auth=write)
def change(request: HttpRequest, handle: str, given: FederationIn) -> Any:
    """Who may follow, how answers appear, where else it is known."""
    return _changed(*_of_commons(request, handle, "federation.preferences"), given)


@router.post(f"{COMMONS}/move", response={202: FederationOut}, auth=write)
def move(request: HttpRequest, handle: str, given: MoveIn) -> Status[Any]:
    """Moves the followers to an account elsewhere, once that is checked."""
    return Status(202, _moved(*_of_commons(request, handle, "federation.move"), given))


@router.get(f"{MINE}/followers", response=FollowersPage, auth=read)
def my_followers(
    request: HttpRequest, state: State = "accepted", page: int = 1, per_page: int = 30
) -> dict[str, Any]:
    """Who follows you from other servers, or waits; at most 100 a page."""
    return _page(_mine(request), state, page, per_page)


@router.post(f"{MINE}/followers/all/{{verb}}", response=Answered, auth=write)
def decide_all_of_mine(request: HttpRequest, verb: Verb) -> dict[str, int]:
    """Answers all who wait, at most 500 at a time."""
    return {"number": deciding.decide_all(_mine(request), verb)}


@router.post(f"{MINE}/followers/{{pk}}/{{verb}}", response={204: None}, auth=write)
def decide_of_mine(request: HttpRequest, pk: int, verb: Verb) -> Status[None]:
    """Lets somebody follow, refuses them, or removes them as a follower ('refuse')."""
    deciding.decide(_mine(request), pk, verb)
    return Status(204, None)


@router.get(f"{MINE}/federation", response=FederationOut, auth=read)
def my_federation(request: HttpRequest) -> Any:
    return preferences.of(_mine(request))


@router.patch(f"{MINE}/federation", response=FederationOut, auth=write)
def change_mine(request: HttpRequest, given: FederationIn) -> Any:
    """Who may follow, where else you are known."""
    actor = _mine(request)
    return _changed(actor, actor, given)


@router.post(f"{MINE}/move", response={202: FederationOut}, auth=write)
def move_mine(request: HttpRequest, given: MoveIn) -> Status[Any]:
    """Moves your followers to an account elsewhere, once that is checked."""
    actor = _mine(request)
    return Status(202, _moved(actor, actor, given))
