"""A form that anybody can post without a cookie: it carries when it was made, signed by this server.

A cookie against forged posts (CSRF) protects what somebody is logged in to. Nobody is logged in here; what
must be kept out are posts from other sites and by machines: the browser says from where it posts, and the
signature ends. The page stays the same for everybody, so that it can be kept.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest

SALT = "newsletters.join"
LONGEST = 60 * 60 * 48
"""Seconds after which the page must be loaded anew."""


def signed(handle: str) -> str:
    """The value of the hidden field, for a form of this commons."""
    return TimestampSigner(salt=SALT).sign(handle)


def is_ours(request: HttpRequest, handle: str) -> bool:
    """Whether the form was made here, not too long ago, and is posted from our own pages."""
    try:
        made_for = TimestampSigner(salt=SALT).unsign(request.POST.get("made", ""), max_age=LONGEST)
    except BadSignature:
        return False
    return made_for == handle and _from_here(request)


def _from_here(request: HttpRequest) -> bool:
    """By Origin, else Referer; one of them every browser sends with a form (Fetch, section 3.2)."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    return urlsplit(said).netloc in (request.get_host(), urlsplit(settings.BASE_URL).netloc)
