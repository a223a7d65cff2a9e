"""Finding somebody on another server by the address that people know (RFC 7033), while they wait: a few
seconds, by the guarded client."""

import json
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core import fetching

from .. import addresses
from ..steering import blocking

SECONDS = 3.0
MOST_A_MINUTE = 60
"""Look-ups by all of this server: it is no tool to bother others with."""
_JRD = ("application/jrd+json", "application/json")
_SUBSCRIBE = "http://ostatus.org/schema/1.0/subscribe"
_LONGEST = 500


def actor_id(typed: str) -> str:
    """The id of who is meant by `@name@host`, or by an address that starts with https. Raises
    ValidationError."""
    typed = typed.strip()
    if typed.startswith(("https://", f"{settings.SCHEME}://")):
        return _checked(typed)
    name, host = account(typed)
    found = _descriptor(name, host) if name else {}
    for link in _links(found):
        is_self = link.get("rel") == "self" and "json" in str(link.get("type"))
        if is_self and isinstance(link.get("href"), str):
            return _checked(link["href"])
    raise ValidationError(
        _(
            "“%(typed)s” was not found. Type it as @name@server, or the whole address of the profile."
        ),
        params={"typed": typed},
    )


def _checked(uri: str) -> str:
    if not addresses.host_of(uri) or addresses.is_here(uri) or len(uri) > _LONGEST:
        raise ValidationError(_("That is no address on another server."))
    return uri


def account(typed: str) -> tuple[str, str]:
    """(name, host) of `@name@host`, `name@host`, `host` or an address at it; the name may be empty. Raises
    ValidationError."""
    plain = typed.strip().removeprefix("https://").removeprefix("http://").partition("/")[0]
    name, _at, host = plain.removeprefix("@").rpartition("@")
    host = addresses.host_of(f"https://{host}")
    if not host or "." not in host.partition(":")[0] or any(one in host for one in " \\\"'<>"):
        raise ValidationError(
            _(
                "That is no server. Type its name, such as social.example, or your own address there."
            )
        )
    return name, host


def where_to_follow(typed: str, uri: str) -> str:
    """The address on the server of `typed` at which somebody follows `uri`: as that server says, else where
    Mastodon and its kind have it. Raises ValidationError."""
    name, host = account(typed)
    for link in _links(_descriptor(name, host)) if name else []:
        template = link.get("template")
        if link.get("rel") == _SUBSCRIBE and isinstance(template, str) and "{uri}" in template:
            filled = template.replace("{uri}", quote(uri, safe=""))
            if addresses.host_of(filled):
                return filled
    return f"https://{host}/authorize_interaction?uri={quote(uri, safe='')}"


def _descriptor(name: str, host: str) -> dict[str, Any]:
    """What WebFinger there says; empty when there is no answer in time, or nothing is asked of it."""
    if blocking.is_suspended(host) or _is_too_often():
        return {}
    resource = quote(f"acct:{name}@{host}", safe="")
    address = f"{settings.SCHEME}://{host}/.well-known/webfinger?resource={resource}"
    try:
        answer = fetching.fetch(address, accept=_JRD, limit=100_000, seconds=SECONDS)
        found = json.loads(answer.body)
    except (fetching.FetchError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _links(found: dict[str, Any]) -> list[dict[str, Any]]:
    links = found.get("links")
    return [one for one in links if isinstance(one, dict)] if isinstance(links, list) else []


def _is_too_often() -> bool:
    key = f"federation-lookups-{int(timezone.now().timestamp()) // 60}"
    cache.add(key, 0, 120)
    try:
        return int(cache.incr(key)) > MOST_A_MINUTE
    except ValueError:  # it ended between the two
        return False
