"""The list, for stewards."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.people.api_auth import read, write

from ..models import Subscriber, SubscriberState, Topic
from ..queries import subscribers as queries
from ..services import arranging, subscribing

router = Router()
LIST = "/commons/{handle}/subscribers"
ONE = LIST + "/{pk}"
TOPICS = "/commons/{handle}/topics"
SETTINGS = "/commons/{handle}/letter-settings"


class SubscriberOut(Schema):
    id: int
    address: str
    name: str
    language: str
    state: str
    created: datetime
    confirmed: datetime | None
    ended: datetime | None


class SubscriberPage(Schema):
    total: int
    page: int
    items: list[SubscriberOut]


class TopicIn(Schema):
    """By language: {"nl": …, "en": …}."""

    name: dict[str, str]


class TopicOut(TopicIn):
    id: int
    slug: str


class SettingsIn(Schema):
    """What is left out stays as it is."""

    postal_address: str | None = None
    needs_approval: bool | None = None
    footer: dict[str, str] | None = None


class SettingsOut(Schema):
    postal_address: str
    needs_approval: bool
    footer: dict[str, str]


def _enter(request: HttpRequest, handle: str, act: str = "newsletters.list") -> Access:
    access = enter(request, handle)
    access.require(act)
    return access


@router.get(LIST, response=SubscriberPage, auth=read)
def list_subscribers(
    request: HttpRequest,
    handle: str,
    state: str = "",
    find: str = "",
    page: int = 1,
    per_page: int = 50,
) -> dict[str, Any]:
    """By address; at most 500 a page."""
    access = _enter(request, handle)
    if state and state not in SubscriberState.values:
        raise Http404
    rows = queries.listed(access.commons, state, find)
    current = Paginator(rows, max(1, min(per_page, 500))).get_page(page)
    return {"total": current.paginator.count, "page": current.number, "items": list(current)}


@router.post(ONE + "/remove", response=SubscriberOut, auth=write)
def remove(request: HttpRequest, handle: str, pk: int) -> Subscriber:
    """Takes somebody off the list, as they asked."""
    access = _enter(request, handle)
    subscriber = get_object_or_404(Subscriber, commons=access.commons, pk=pk)
    subscribing.leave(subscriber, "editor")
    subscriber.refresh_from_db()
    return subscriber


@router.delete(ONE, response={204: None}, auth=write)
def erase(request: HttpRequest, handle: str, pk: int) -> Status[None]:
    access = _enter(request, handle)
    subscribing.erase(get_object_or_404(Subscriber, commons=access.commons, pk=pk))
    return Status(204, None)


@router.get(SETTINGS, response=SettingsOut, auth=read)
def read_settings(request: HttpRequest, handle: str) -> Any:
    return arranging.settings_of(_enter(request, handle, "newsletters.settings").commons)


@router.patch(SETTINGS, response=SettingsOut, auth=write)
def change_settings(request: HttpRequest, handle: str, given: SettingsIn) -> Any:
    access = _enter(request, handle, "newsletters.settings")
    values = {name: value for name, value in given.dict().items() if value is not None}
    return arranging.change_settings(access.commons, access.actor, **values)


@router.post(TOPICS, response={201: TopicOut}, auth=write)
def add_topic(request: HttpRequest, handle: str, given: TopicIn) -> Status[Topic]:
    access = _enter(request, handle, "newsletters.settings")
    return Status(201, arranging.add_topic(access.commons, given.name))


@router.delete(TOPICS + "/{pk}", response={204: None}, auth=write)
def remove_topic(request: HttpRequest, handle: str, pk: int) -> Status[None]:
    access = _enter(request, handle, "newsletters.settings")
    arranging.remove_topic(get_object_or_404(Topic, commons=access.commons, pk=pk))
    return Status(204, None)
