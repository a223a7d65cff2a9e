"""`/inbox` and `/@name/inbox`: what other servers say, answered near the door.

Refused at once is what cannot be true: not JSON, not signed, another body, another host, a bad signature
under a key that is known. 202 means that it is on disk. A key that is not known is not fetched here: such
an activity is kept apart, bounded, until a job has proven it.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import timezone

from gemeengoed.core.actors.models import Actor, ActorKind

from .. import addresses, asked
from ..activitystreams import parsing, reading
from ..models import Received, ReceivedState
from ..signatures import checking
from ..signatures.model import Claim, Request, SignatureError
from . import known_keys, pace, refusing
from .appending import append
from .verifying import ask_again

Answer = Callable[[HttpRequest], HttpResponse]
Json = dict[str, Any]

_INBOX = re.compile(r"/(?:@([a-z0-9_-]{1,30})/)?inbox")
_TYPES = ("application/activity+json", "application/ld+json", "application/json")
MOST_UNVERIFIED, MOST_UNVERIFIED_OF_HOST = 10_000, 200
LARGEST_UNVERIFIED = 65_536
"""Bytes of one; what is larger comes again when its key is known, so that strangers do not fill the disk."""
LONGEST_ID = 500
_UNREADABLE = {"too-large": 413}
_KINDS = (ActorKind.PERSON, ActorKind.COMMONS, ActorKind.INSTANCE)


class Refusal(Exception):
    """`status` for the sender, `reason` for the count."""

    def __init__(self, status: int, reason: str, host: str = "") -> None:
        super().__init__(reason)
        self.status, self.reason, self.host = status, reason, host


@dataclass(frozen=True)
class Said:
    """What every activity must have, read from one."""

    uri: str
    actor: str
    host: str
    type: str


def answer_inbox(get_response: Answer) -> Answer:
    """A middleware: nothing that belongs to people (sessions, languages, forms) is asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        found = _INBOX.fullmatch(request.path_info) if request.method == "POST" else None
        if found is None:
            return get_response(request)
        try:
            return _accept(request, found[1])
        except Refusal as refusal:
            refusing.count(refusal.reason, refusal.host)
            return _refused(refusal)

    return middleware


def _accept(request: HttpRequest, handle: str | None) -> HttpResponse:
    body = _body(request)
    activity = _parsed(body)
    said = _said(activity, body)
    if handle is not None:
        _require_inbox(handle)
    signed = asked.of(request, body)
    claim = _claimed(signed, said)
    is_proven = _is_proven(claim, said)
    if pace.is_too_fast(said.host, said.actor, is_proven=is_proven):
        raise Refusal(429, "pace", said.host)
    row = Received(
        uri=said.uri,
        actor=said.actor,
        host=said.host,
        type=said.type,
        body=body,
        key_id=claim.key_id,
    )
    if is_proven:
        row.state = ReceivedState.VERIFIED
    else:
        _require_room(said.host)
        if len(body) > LARGEST_UNVERIFIED:
            ask_again(claim.key_id)
            raise Refusal(503, "unverified", said.host)
        row.state = ReceivedState.UNVERIFIED
        row.uri = _provisional(signed, claim)
        row.request = {
            "uri": said.uri,
            "method": signed.method,
            "target": signed.target,
            "headers": dict(signed.headers),
        }
    try:
        append(row)
    except (DatabaseError, TimeoutError) as error:
        raise Refusal(503, "database", said.host) from error
    return HttpResponse(status=202, headers={"Content-Length": "0"})


def _body(request: HttpRequest) -> bytes:
    if request.content_type not in _TYPES:
        raise Refusal(415, "type")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > parsing.LARGEST:
        raise Refusal(413, "too-large")
    try:
        return request.read(parsing.LARGEST + 1)
    except UnreadablePostError as error:
        raise Refusal(400, "broken-off") from error


def _parsed(body: bytes) -> Json:
    try:
        return parsing.parse(body)
    except parsing.ParseError as error:
        raise Refusal(_UNREADABLE.get(error.reason, 400), error.reason) from error


def _said(activity: Json, body: bytes) -> Said:
    """An actor speaks on its own host only; what has no id gets one from what it says."""
    actor = reading.id_of(activity.get("actor"))
    host = addresses.host_of(actor)
    types = reading.types_of(activity)
    if not host or not types or len(actor) > LONGEST_ID or addresses.is_here(actor):
        raise Refusal(400, "shape")
    uri = reading.id_of(activity) or f"{actor}#{hashlib.sha256(body).hexdigest()}"
    if len(uri) > LONGEST_ID or addresses.host_of(uri) != host:
        raise Refusal(400, "id", host)
    return Said(uri, actor, host, types[0][:40])


def _require_inbox(handle: str) -> None:
    found = Actor.objects.filter(handle=handle, kind__in=_KINDS).values_list("gone", flat=True)
    gone = list(found)
    if not gone:
        raise Refusal(404, "no-inbox")
    if gone[0] is not None:
        raise Refusal(410, "gone")


def _claimed(signed: Request, said: Said) -> Claim:
    """The key must lie with the actor: on its host."""
    try:
        claim = checking.claimed(
            signed, now=timezone.now(), hosts={settings.DOMAIN}, schemes=(settings.SCHEME,)
        )
    except SignatureError as error:
        raise Refusal(401, error.reason, said.host) from error
    if addresses.host_of(claim.key_id) != said.host or len(claim.key_id) > LONGEST_ID:
        raise Refusal(401, "key-host", said.host)
    return claim


def _is_proven(claim: Claim, said: Said) -> bool:
    """False when the key is not known here. Raises Refusal when it is and does not prove it."""
    key = known_keys.known(claim.key_id)
    if key is None:
        return False
    if key.is_suspended:
        raise Refusal(403, "suspended", said.host)
    if key.owner != said.actor:
        raise Refusal(401, "actor", said.host)
    if not checking.proves(claim, key.public):
        # It may have been replaced; whoever sent it tries again.
        ask_again(claim.key_id)
        raise Refusal(401, "signature", said.host)
    return True


def _provisional(signed: Request, claim: Claim) -> str:
    """The id that an activity says to have is its own once it is proven: until then anybody may say it, and
    must not stand in the way of who it belongs to."""
    parts = (signed.body, claim.key_id.encode(), claim.signature)
    return f"unproven:{hashlib.sha256(b'|'.join(parts)).hexdigest()}"


def _require_room(host: str) -> None:
    waiting = Received.objects.filter(state=ReceivedState.UNVERIFIED)
    if waiting.filter(host=host).count() >= MOST_UNVERIFIED_OF_HOST:
        raise Refusal(429, "unverified", host)
    if waiting.count() >= MOST_UNVERIFIED:
        raise Refusal(503, "unverified", host)


def _refused(refusal: Refusal) -> HttpResponse:
    response = JsonResponse({"error": refusal.reason}, status=refusal.status)
    response.headers["Content-Length"] = str(len(response.content))
    if refusal.status in (429, 503):
        response.headers["Retry-After"] = "60"
    return response
