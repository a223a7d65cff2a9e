"""Outbox, followers and following, in pages with totals (ActivityPub, section 5)."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from gemeengoed.core.actors.models import Actor

from .. import addresses
from ..models import Follower, Following, FollowState, PublishedObject
from ..outgoing import activities

Json = dict[str, Any]
PER_PAGE = 20
Rows = QuerySet[Any]


def outbox(actor: Actor, before: int | None) -> Json:
    """What it said and, of a commons, what it announces; the newest first."""
    rows = PublishedObject.objects.filter(Q(speaker=actor) | Q(commons=actor), gone__isnull=True)
    rows = rows.select_related("speaker", "commons")
    return _part(addresses.outbox(actor.handle), rows, before, lambda found: _said(actor, found))


def _said(actor: Actor, rows: Sequence[PublishedObject]) -> list[Json]:
    found = []
    for row in rows:
        thing = activities.now_holds(row)
        if thing is None:
            continue
        said = activities.create(row, thing)
        announced = activities.announce(row, said)
        mine = said if row.speaker_id == actor.pk else announced
        if mine is not None:
            found.append(mine)
    return found


def followers(actor: Actor, before: int | None) -> Json:
    rows = Follower.objects.filter(actor=actor, state=FollowState.ACCEPTED)
    rows = rows.filter(remote__gone__isnull=True).select_related("remote")
    return _part(addresses.followers(actor.handle), rows, before, _uris)


def following(actor: Actor, before: int | None) -> Json:
    rows = Following.objects.filter(actor=actor, state=FollowState.ACCEPTED)
    return _part(addresses.following(actor.handle), rows.select_related("remote"), before, _uris)


def _uris(rows: Sequence[Any]) -> list[str]:
    return [row.remote.uri for row in rows]


def _part(uri: str, rows: Rows, before: int | None, shown: Callable[[Any], list[Any]]) -> Json:
    """The collection itself without `before`, else the page of what is older than that row (0: newest)."""
    if before is None:
        total = rows.count()
        found: Json = {"id": uri, "type": "OrderedCollection", "totalItems": total}
        return {**found, "first": f"{uri}?before=0"} if total else {**found, "orderedItems": []}
    older = rows.filter(pk__lt=before) if before else rows
    page = list(older.order_by("-pk")[: PER_PAGE + 1])
    found = {
        "id": f"{uri}?before={before}",
        "type": "OrderedCollectionPage",
        "partOf": uri,
        "totalItems": rows.count(),
        "orderedItems": shown(page[:PER_PAGE]),
    }
    if len(page) > PER_PAGE:
        found["next"] = f"{uri}?before={page[PER_PAGE - 1].pk}"
    return found
