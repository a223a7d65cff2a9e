"""How long somebody who asked too often has to wait: by the limits of django-allauth on log-in and the
like, and by our own on what one person changes."""

import math
import time

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.core.cache import cache
from django.http import HttpRequest

APP = "allauth.account"
# Which limits stand before which page: (action, name of the field that is its key).
_ACTIONS = {
    "account_login": [("login", ""), ("login_failed", "login")],
    "account_signup": [("signup", "")],
    "account_signup_by_passkey": [("signup", "")],
    "account_reset_password": [("reset_password", "email")],
    "account_reset_password_from_key": [("reset_password_from_key", "")],
    "account_change_password": [("change_password", "")],
    "account_email": [("manage_email", "")],
    "account_reauthenticate": [("reauthenticate", "")],
}
_OTHERWISE = 60
"""Seconds, for the limits of other pages: all are by the minute."""


def seconds_to_wait(request: HttpRequest) -> int:
    """Whole seconds until the limit that this request ran into lets one through again (RFC 9110, 10.2.3)."""
    if hasattr(request, "seconds_to_wait"):
        return int(request.seconds_to_wait)
    name = request.resolver_match.url_name if request.resolver_match else ""
    waits = [_wait(request, action, field) for action, field in _ACTIONS.get(name or "", [])]
    return max(1, math.ceil(max(waits, default=0))) if any(waits) else _OTHERWISE


def _wait(request: HttpRequest, action: str, field: str) -> float:
    key = _key(request, action, field)
    rates = ratelimit.get_rates(app=APP, action=action)
    return max((_wait_of(request, action, rate, key) for rate in rates), default=0.0)


def _key(request: HttpRequest, action: str, field: str) -> str:
    typed = request.POST.get(field, "").strip().lower() if field else ""
    if action == "login_failed":  # as DefaultAccountAdapter._get_login_attempts_cache_key
        return f"{get_current_site(request).domain}:{typed.removeprefix('@')}"
    return typed


def _wait_of(request: HttpRequest, action: str, rate: ratelimit.Rate, key: str) -> float:
    if rate.per == "user" and not request.user.is_authenticated:
        return 0.0
    name = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
    history = cache.get(name, [])  # newest first; the window moves along with time
    if len(history) < rate.amount:
        return 0.0
    return max(0.0, float(history[rate.amount - 1] + rate.duration - time.time()))


MINUTE = 60
"""Seconds."""
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def wait_before_writing(person_id: int) -> int:
    """Counts one change by this person; seconds to wait when there were too many this minute, else 0.

    Against floods of mail and rows by one account, or by a program that ran wild with its token.
    """
    if not settings.WRITES_PER_MINUTE:
        return 0
    now = time.time()
    key = f"writes:{person_id}:{int(now // MINUTE)}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        count = cache.incr(key)
    except ValueError:  # it went between the two
        return 0
    return math.ceil(MINUTE - now % MINUTE) if count > settings.WRITES_PER_MINUTE else 0
