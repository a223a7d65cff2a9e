"""What every request and answer passes: the rest of a body, headers, the language of the interface."""

import re
from collections.abc import Callable
from contextlib import suppress

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from gemeengoed.core.instance import queries as instances
from gemeengoed.core.text import languages

Answer = Callable[[HttpRequest], HttpResponse]

# No inline script or style anywhere; pictures may be data: since the icons of native controls are.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
INTERFACE = ("nl", "en")
MOST_LISTENED_TO = 256_000_000
"""Bytes that are read of a body that nobody wants."""


def heard_out(get_response: Answer) -> Answer:
    """Reads what a view left of the body, such as a form that is too large: a browser or a proxy that is
    still sending when the answer comes sees a broken connection instead of it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        left = MOST_LISTENED_TO if request.META.get("CONTENT_LENGTH") else 0
        with suppress(UnreadablePostError):
            while left > 0 and (chunk := request.read(65_536)):
                left -= len(chunk)
        return response

    return middleware


def security_headers(get_response: Answer) -> Answer:
    """Adds the headers that a view did not set itself (user files bring a stricter policy)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        )
        return response

    return middleware


def without_nul(get_response: Answer) -> Answer:
    """Answers 400 to a NUL in address, query or cookie: no honest browser sends it, and PostgreSQL
    takes it in no text."""

    def middleware(request: HttpRequest) -> HttpResponse:
        sent = (request.path_info, *request.COOKIES.values())
        if "%00" in request.META.get("QUERY_STRING", "") or any("\0" in one for one in sent):
            raise BadRequest("NUL")
        return get_response(request)

    return middleware


_NAMED = re.compile(r"(/@|/api/commons/v1/(?:commons|people|organisations)/)([^/]+)(.*)", re.DOTALL)


def one_address(get_response: Answer) -> Answer:
    """`/@Ada/` is `/@ada/`: handles are in small letters, and every page and answer has one address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        found = _NAMED.fullmatch(request.path_info)
        if found is None or found[2] == found[2].lower():
            return get_response(request)
        request.path_info = request.path = f"{found[1]}{found[2].lower()}{found[3]}"
        # 308 keeps what was posted (RFC 9110, section 15.4.9).
        status = 301 if request.method in ("GET", "HEAD") else 308
        return HttpResponse(status=status, headers={"Location": request.get_full_path()})

    return middleware


def interface_language(get_response: Answer) -> Answer:
    """The first that the interface speaks: `?lang=`, the person's own, what a reader without an account
    chose, the browser's wishes, the server's.

    Nothing is remembered here: only `/language/` sets a cookie, for who chose a language there.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        language = _wanted(request)
        zone = _persons_own(request, "time_zone") or None  # None: the zone of the settings
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def _wanted(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    if asked in INTERFACE:
        return asked
    own = _persons_own(request, "language")[:2]
    if own in INTERFACE:
        return own
    wish = languages.chosen(request) or languages.of_the_browser(request)
    return wish or instances.current().language


def _persons_own(request: HttpRequest, what: str) -> str:
    # Without a session cookie nobody is logged in, and nothing need be asked of the database.
    from_session = bool(request.COOKIES) and request.user.is_authenticated
    return getattr(request.user, what, "") if from_session else ""
