"""Proving rows that came under one key, once that key is there or turned out not to be."""

import logging
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from gemeengoed.core.fetching import FetchError

from ..activitystreams import parsing, reading
from ..models import Received, ReceivedState, RemoteActor, RemoteKey
from ..remote import keys
from ..remote.asking import RemoteError
from ..signatures import checking, publics
from ..signatures.model import Request, SignatureError
from ..steering import blocking
from . import known_keys, refusing
from .rows import Row

logger = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
"""Between tries to reach a key; after the last a row is dropped."""
UNAUTHORISED = 401
NOTHING_OF_THEIRS = "nothing-of-theirs"
AGAIN = "again"
_LONGEST_ERROR = 300
_GIVEN_BACK: dict[str, Any] = {"request": {}, "lease_until": None}


def prove(key_id: str, rows: list[Row]) -> int:
    """Proves each of `rows`, for which its key is asked once; returns how many are verified. What breaks on
    one key is noted, and holds up no other."""
    try:
        return _prove(key_id, rows)
    except Exception as error:
        logger.exception("what came under %s could not be looked at", key_id)
        for row in rows:
            _put_off_or_drop(row, f"{type(error).__name__}: {error}", may_pass=True)
        return 0


def _prove(key_id: str, rows: list[Row]) -> int:
    rows = _without_farewells(rows)
    if not rows:
        return 0
    try:
        key = keys.known(key_id) or keys.fetch(key_id)
    except RemoteError as error:
        for row in rows:
            _drop_without_key(row, error)
        return 0
    except FetchError as error:
        for row in rows:
            # One that demands signatures may still have to fetch our key, as this server does.
            _put_off_or_drop(row, str(error), may_pass=error.retry or error.status == UNAUTHORISED)
        return 0
    known_keys.forget()
    return _prove_with(key, rows)


def renew(key_id: str) -> None:
    """Fetches a key that was replaced, or is not known yet. At most once in ten minutes for each."""
    if keys.known(key_id) is None:
        name = sha256(key_id.encode()).hexdigest()
        may = cache.add(f"key-{name}", 1, int(keys.AGAIN.total_seconds()))
    else:
        may = keys.may_try_again(key_id)
    if not may:
        return
    try:
        keys.fetch(key_id)
    except (FetchError, RemoteError):
        return
    known_keys.forget()


def _prove_with(key: RemoteKey, rows: list[Row]) -> int:
    verified, bad = 0, []
    for row in rows:
        reason = _reason(row, key)
        if reason == "signature":
            bad.append(row)
        elif reason:
            _drop(row, reason)
        else:
            verified += _accept_once(row)
    if bad and keys.may_try_again(key.key_id):
        newer = _newer(key)
        if newer is not None:
            return verified + _prove_with(newer, bad)
    for row in bad:
        _drop(row, "signature")
    return verified


def _newer(key: RemoteKey) -> RemoteKey | None:
    """The key as it is now, when that is another."""
    try:
        found = keys.fetch(key.key_id)
    except (FetchError, RemoteError):
        return None
    return found if bytes(found.public) != bytes(key.public) else None


def _reason(row: Row, key: RemoteKey) -> str:
    """Why this key does not prove the row; empty when it does."""
    if blocking.is_suspended(key.owner):
        return "suspended"
    if key.owner.uri != row.actor:
        return "actor"
    kept = Received.objects.filter(pk=row.pk).values("request", "body", "received").first()
    if kept is None:
        return "lost"
    asked = kept["request"]
    request = Request(asked["method"], asked["target"], asked["headers"], bytes(kept["body"]))
    try:
        # Its clock was looked at when it came.
        claim = checking.claimed(
            request, now=kept["received"], hosts={settings.DOMAIN}, schemes=(settings.SCHEME,)
        )
    except SignatureError as error:
        return error.reason
    proven = checking.proves(claim, publics.of_der(bytes(key.public)))
    return "" if proven else "signature"


def _without_farewells(rows: list[Row]) -> list[Row]:
    """Servers tell everybody that an account is gone, and its key with it. Where nothing was known of it
    there is nothing to delete, and nothing to ask."""
    rest = []
    for row in rows:
        if row.type == "Delete" and not _is_known(row.actor) and _is_farewell(row):
            _end(row, NOTHING_OF_THEIRS)
        else:
            rest.append(row)
    return rest


def _is_known(actor: str) -> bool:
    return RemoteActor.objects.filter(uri=actor).exists()


def _is_farewell(row: Row) -> bool:
    body = Received.objects.filter(pk=row.pk).values_list("body", flat=True).first()
    try:
        activity = parsing.parse(bytes(body or b""))
    except parsing.ParseError:
        return False
    return reading.id_of(activity.get("object")) == row.actor


def _accept_once(row: Row) -> int:
    """Under the id that is now proven to be its own, unless that was said before."""
    asked = _waiting(row).values_list("request", flat=True).first() or {}
    uri = asked.get("uri", "")
    try:
        with transaction.atomic():
            return _accept(row, **({"uri": uri} if uri else {}))
    except IntegrityError:
        _end(row, AGAIN)
        return 0


def _accept(row: Row, **named: str) -> int:
    return _waiting(row).update(
        **named,
        state=ReceivedState.VERIFIED,
        attempts=0,
        next_try=timezone.now(),
        last_error="",
        **_GIVEN_BACK,
    )


def _drop_without_key(row: Row, error: RemoteError) -> None:
    """A farewell under a key that is gone as well can be true, and is nobody's fault."""
    if error.reason == "gone" and row.type == "Delete" and _is_farewell(row):
        _end(row, "gone", str(error))
    else:
        _drop(row, "suspended" if error.reason == "suspended" else "key", str(error))


def _put_off_or_drop(row: Row, error: str, *, may_pass: bool) -> None:
    if not may_pass or row.attempts >= len(WAITS):
        _drop(row, "key", error)
        return
    _waiting(row).update(
        attempts=F("attempts") + 1,
        next_try=_next(row.attempts),
        last_error=error[:_LONGEST_ERROR],
        lease_until=None,
    )


def _next(attempts: int) -> datetime:
    return timezone.now() + WAITS[attempts]


def _drop(row: Row, reason: str, error: str = "") -> None:
    if _end(row, reason, error):
        refusing.count(reason, row.host)


def _end(row: Row, outcome: str, error: str = "") -> int:
    with transaction.atomic():
        return _waiting(row).update(
            state=ReceivedState.DROPPED,
            outcome=outcome,
            processed=timezone.now(),
            body=b"",
            last_error=error[:_LONGEST_ERROR],
            **_GIVEN_BACK,
        )


def _waiting(row: Row) -> QuerySet[Received]:
    """Still as it was taken up; a slow run must not undo what another did since."""
    return Received.objects.filter(pk=row.pk, state=ReceivedState.UNVERIFIED)
