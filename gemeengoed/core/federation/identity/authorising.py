"""Authorised fetch: with GEMEENGOED_AUTHORIZED_FETCH only servers that sign, and are not suspended, read what
is here. An unknown key is not fetched in the request; a job does, so that the next try is answered."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from .. import addresses, asked
from ..incoming import known_keys, pace
from ..incoming.verifying import ask_again
from ..signatures import checking
from ..signatures.model import Claim, SignatureError
from . import documents

MOST_KEYS_OF_HOST = 30
"""Keys of one host that are asked for in a minute because somebody names them: asking must not become a way
to have us trouble others."""
LONGEST_ID = 500


def guarded(request: HttpRequest, path: str, answer: HttpResponse | None) -> HttpResponse | None:
    """`answer`, or the refusal of it. The actor of this server is for everybody: its key is what others check
    our own requests with."""
    is_for_all = path.rstrip("/") == f"/@{documents.INSTANCE}"
    if answer is None or is_for_all or not settings.AUTHORIZED_FETCH:
        return answer
    answer = _refusal(request) or answer
    answer.headers["Cache-Control"] = "private, no-store"
    patch_vary_headers(answer, ["Signature"])
    return answer


def _refusal(request: HttpRequest) -> HttpResponse | None:
    try:
        claim = checking.claimed(
            asked.of(request),
            now=timezone.now(),
            hosts={settings.DOMAIN},
            schemes=(settings.SCHEME,),
        )
    except SignatureError as error:
        return _refused(401, error.reason)
    return _judged(claim)


def _judged(claim: Claim) -> HttpResponse | None:
    key = known_keys.known(claim.key_id)
    if key is None:
        _ask_for(claim.key_id)
        return _refused(401, "key")
    if key.is_suspended:
        return _refused(403, "suspended")
    if not checking.proves(claim, key.public):
        ask_again(claim.key_id)
        return _refused(401, "signature")
    return None


def _ask_for(key_id: str) -> None:
    host = addresses.host_of(key_id)
    if not host or len(key_id) > LONGEST_ID or addresses.is_here(key_id):
        return
    if not pace.is_beyond(f"keys-{host}", MOST_KEYS_OF_HOST):
        ask_again(key_id)


def _refused(status: int, reason: str) -> HttpResponse:
    return JsonResponse({"error": reason}, status=status)
