"""Pages kept for readers without an account, until something they show changes.

A page is made once and kept with the stamps of its actor and of the instance; one query tells whether it
still holds. What changes with the clock alone (a phase that begins) follows within `LONGEST`. The store is
the cache called 'pages': memory by default, Valkey or Redis when GEMEENGOED_CACHE_URL is set.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from gemeengoed.core.text import languages

from .models import Actor

LONGEST = 60
"""Seconds that a page is kept at most."""
LARGEST = 300_000
"""Bytes; a larger page is made anew each time."""

_STAMPS = f"SELECT stamp FROM {Actor._meta.db_table} WHERE handle IN (%s, 'instance') ORDER BY id"  # noqa: S608

View = Callable[..., HttpResponse]


def kept_for_readers(view: View) -> View:
    """For a view of (request, handle, …) whose answer depends only on the address and the language."""

    @wraps(view)
    def kept(request: HttpRequest, handle: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _by_a_reader(request):
            return view(request, handle, *args, **kwargs)
        key, stamps = _key(request), _stamps(handle)
        found = caches["pages"].get(key)
        if found is not None and found[0] == stamps:
            return _answer(request, *found[1:])
        response = view(request, handle, *args, **kwargs)
        if not _may_be_kept(request, response):
            return response
        tag = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
        response.headers["ETag"] = tag
        page = (dict(response.items()), response.content)
        caches["pages"].set(key, (stamps, *page), LONGEST)
        return _answer(request, *page)

    return kept


def _by_a_reader(request: HttpRequest) -> bool:
    """Without cookie and token nobody is logged in and the answer is the same for all.

    A cookie with nothing but the language someone chose says no more than the browser's own wish.
    """
    other = request.COOKIES.keys() - {settings.LANGUAGE_COOKIE_NAME}
    return not other and "Authorization" not in request.headers


def _key(request: HttpRequest) -> str:
    wishes = ",".join(languages.preferred(request))
    name = f"{request.get_full_path()}\n{wishes}\n{getattr(request, 'LANGUAGE_CODE', '')}"
    return blake2b(name.encode(), digest_size=20).hexdigest()


def _stamps(handle: str) -> list[int]:
    # Every reader asks this, and composing it anew took longer than answering it.
    with connection.cursor() as cursor:
        cursor.execute(_STAMPS, [handle.lower()])
        return [row[0] for row in cursor.fetchall()]


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    # A page with a form holds a token for one browser (django.middleware.csrf sets this).
    personal = "CSRF_COOKIE" in request.META or bool(response.cookies)
    small = not response.streaming and len(response.content) <= LARGEST
    return response.status_code == 200 and not personal and small


def _answer(request: HttpRequest, headers: dict[str, str], content: bytes) -> HttpResponse:
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers={"ETag": headers["ETag"]})
    return HttpResponse(content, headers=headers)
