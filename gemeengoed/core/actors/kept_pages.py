"""Pages kept for readers without an account, until something they show changes.

A page is made once and kept with the stamps of its actor and of the instance; one query tells whether it
still holds. A view says that its page may be kept; a middleware near the door keeps it and answers with it,
before sessions, log-in and addresses are looked at. What changes with the clock alone (a phase that begins)
follows within `LONGEST`. The store is the cache called 'pages': memory by default, Valkey or Redis when
GEMEENGOED_CACHE_URL is set.
"""

from collections.abc import Callable
from dataclasses import dataclass
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

# One row, since the database is asked once more for every row, and each time another thread gets its turn.
_STAMP = f"(SELECT stamp FROM {Actor._meta.db_table} WHERE handle = %s)"  # noqa: S608
_STAMPS = f"SELECT {_STAMP}, {_STAMP}"

_WITHOUT_CONTENT = ("Cache-Control", "Content-Language", "ETag", "Expires", "Vary")

View = Callable[..., HttpResponse]
Answer = Callable[[HttpRequest], HttpResponse]
Stamps = tuple[int | None, int | None]


@dataclass(frozen=True)
class Kept:
    """A page and what it holds with: the actor whose page it is, and the stamps before it was made."""

    handle: str
    stamps: Stamps
    headers: dict[str, str]
    content: bytes


def kept_for_readers(view: View) -> View:
    """For a view of (request, handle, …) whose answer depends only on the address and the language."""

    @wraps(view)
    def kept(request: HttpRequest, handle: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _by_a_reader(request):
            return view(request, handle, *args, **kwargs)
        stamps = _stamps(handle)
        response = view(request, handle, *args, **kwargs)
        response.kept_with = (handle, stamps)  # type: ignore[attr-defined] # for `answer_kept`
        return response

    return kept


def answer_kept(get_response: Answer) -> Answer:
    """Answers a reader with the page that was kept, and keeps what a view said may be kept.

    Stands inside what knows of proxies and outside all that knows of people. A host that is not ours gets
    no page: `get_host` raises DisallowedHost, which Django answers with 400.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _by_a_reader(request):
            return get_response(request)
        request.get_host()
        key = _key(request)
        found = caches["pages"].get(key)
        if found is not None and _stamps(found.handle) == found.stamps:
            return _answer(request, found)
        response = get_response(request)
        return _keep(request, key, response) if _may_be_kept(request, response) else response

    return middleware


def _by_a_reader(request: HttpRequest) -> bool:
    """Without cookie and token nobody is logged in and the answer is the same for all.

    A cookie with nothing but the language someone chose says no more than the browser's own wish.
    """
    reads = request.method in ("GET", "HEAD")
    other = request.COOKIES.keys() - {settings.LANGUAGE_COOKIE_NAME}
    return reads and not other and "Authorization" not in request.headers


def _key(request: HttpRequest) -> str:
    wishes = ",".join(languages.accepted(request.headers.get("Accept-Language", "")))
    chosen = languages.chosen(request)
    name = f"{request.scheme} {request.get_full_path()}\n{chosen}\n{wishes}"
    return blake2b(name.encode(), digest_size=20).hexdigest()


def _stamps(handle: str) -> Stamps:
    # Every reader asks this, and composing it anew took longer than answering it.
    with connection.cursor() as cursor:
        cursor.execute(_STAMPS, [handle.lower(), "instance"])
        return tuple(cursor.fetchone())


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    # A page with a form holds a token for one browser (django.middleware.csrf sets this).
    personal = "CSRF_COOKIE" in request.META or bool(response.cookies)
    if response.status_code != 200 or personal or not hasattr(response, "kept_with"):
        return False
    return not response.streaming and len(response.content) <= LARGEST


def _keep(request: HttpRequest, key: str, response: HttpResponse) -> HttpResponse:
    response.headers["ETag"] = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
    handle, stamps = response.kept_with  # type: ignore[attr-defined]
    page = Kept(handle, stamps, dict(response.items()), response.content)
    caches["pages"].set(key, page, LONGEST)
    return _answer(request, page)


def _answer(request: HttpRequest, page: Kept) -> HttpResponse:
    if request.headers.get("If-None-Match") == page.headers["ETag"]:
        # All but what tells of the content, which does not come along (RFC 9110, section 15.4.5).
        about = {name: value for name, value in page.headers.items() if name in _WITHOUT_CONTENT}
        return HttpResponseNotModified(headers=about)
    return HttpResponse(page.content, headers=page.headers)
