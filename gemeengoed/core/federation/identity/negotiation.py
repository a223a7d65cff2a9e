"""Who asks for ActivityStreams at an address of ours gets it; who asks for a page gets the page."""

import json
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date

from gemeengoed.core.actors.models import Actor, ActorKind

from .. import addresses
from ..activitystreams import writing
from ..models import OutgoingActivity, PublishedObject
from ..outgoing import activities
from . import authorising, collections, documents

Answer = Callable[[HttpRequest], HttpResponse]

_OURS = ("application/activity+json", "application/ld+json")
_ACTOR = re.compile(r"/@([a-z0-9_-]{1,30})/?")
_COLLECTION = re.compile(r"/@([a-z0-9_-]{1,30})/(outbox|followers|following)/?")
_ACTIVITY = re.compile(r"/@[a-z0-9_-]{1,30}/activities/[^/]{1,60}/?")
_COLLECTIONS = {
    "outbox": collections.outbox,
    "followers": collections.followers,
    "following": collections.following,
}


def negotiate(get_response: Answer) -> Answer:
    """Stands near the door: pages that are kept are not asked for by these, nor the other way round."""

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not path.startswith("/@") or request.method not in ("GET", "HEAD"):
            return get_response(request)
        response = None
        if _only_for_machines(path) or wants_activity(request):
            request.get_host()
            response = authorising.guarded(request, path, _answer(request, path))
        response = response or _page(get_response(request), path)
        patch_vary_headers(response, ["Accept"])
        return response

    return middleware


def _page(response: HttpResponse, path: str) -> HttpResponse:
    """The page of an actor says where its other form is (RFC 8288)."""
    if _ACTOR.fullmatch(path) and response.status_code == 200:
        other = addresses.absolute(path.rstrip("/"))
        response.headers["Link"] = f'<{other}>; rel="alternate"; type="{writing.MEDIA_TYPE}"'
    return response


def wants_activity(request: HttpRequest) -> bool:
    """Whether ActivityStreams is asked for by name and not less than a page (RFC 9110, section 12.5.1)."""
    accept = request.headers.get("Accept", "")
    if not any(name in accept for name in _OURS):
        return False
    return request.get_preferred_type([*_OURS, writing.LD_JSON, "text/html"]) != "text/html"


def _only_for_machines(path: str) -> bool:
    return bool(_COLLECTION.fullmatch(path) or _ACTIVITY.fullmatch(path))


def _answer(request: HttpRequest, path: str) -> HttpResponse | None:
    if found := _ACTOR.fullmatch(path):
        return _actor(found[1])
    if found := _COLLECTION.fullmatch(path):
        return _collection(request, found[1], found[2])
    if _ACTIVITY.fullmatch(path):
        return _activity(path)
    return _object(path)


def _actor(handle: str) -> HttpResponse:
    actor = Actor.objects.filter(handle=handle).first()
    if actor is not None and actor.gone is not None and actor.kind != ActorKind.ELSEWHERE:
        return _json({"id": addresses.actor(handle), "type": "Tombstone"}, status=410)
    found = documents.of(actor) if actor is not None else None
    return _json(found) if found is not None else _missing()


def _collection(request: HttpRequest, handle: str, name: str) -> HttpResponse:
    actor = Actor.objects.filter(handle=handle, gone__isnull=True).first()
    if actor is None or documents.of(actor) is None:
        return _missing()
    asked = request.GET.get("before", "")
    before = int(asked) if re.fullmatch("[0-9]{1,18}", asked) else None
    return _json(_COLLECTIONS[name](actor, before))


def _activity(path: str) -> HttpResponse:
    """As it was said. What was said to one person only is not read by others."""
    uri = addresses.absolute(path.rstrip("/"))
    said = OutgoingActivity.objects.filter(uri=uri, to_followers=True)
    row = said.select_related("actor").first()
    if row is not None and _is_taken_back(row):
        return _json({"id": uri, "type": "Tombstone"}, status=410)
    if row is not None:
        return HttpResponse(bytes(row.body), content_type=writing.MEDIA_TYPE)
    found = activities.of_outbox(uri)
    return _json(found) if found is not None else _missing()


def _is_taken_back(row: OutgoingActivity) -> bool:
    """Whether who said it left, or what it was about is gone since: then its words are not read here."""
    if row.actor.gone is not None:
        return True
    thing = json.loads(bytes(row.body))
    while isinstance(thing.get("object"), dict):
        thing = thing["object"]
    about = thing.get("object") or thing.get("id", "")
    if thing.get("type") == "Tombstone" or not isinstance(about, str):
        return False
    path = addresses.path_of(about)
    return PublishedObject.objects.filter(uri=path, gone__isnull=False).exists()


def _object(path: str) -> HttpResponse | None:
    published = (
        PublishedObject.objects.select_related("speaker", "commons").filter(uri=path).first()
    )
    if published is None:
        return None
    thing = activities.now_holds(published) if published.gone is None else None
    if thing is None:
        return _json(activities.tombstone(published), status=410)
    response = _json(thing)
    response.headers["Last-Modified"] = http_date(published.updated.timestamp())
    return response


def _json(thing: dict[str, object], status: int = 200) -> HttpResponse:
    body = writing.dumps(writing.with_context(thing))
    length = {"Content-Length": str(len(body))}
    return HttpResponse(body, content_type=writing.MEDIA_TYPE, status=status, headers=length)


def _missing() -> HttpResponse:
    return JsonResponse({"error": "not found"}, status=404)
