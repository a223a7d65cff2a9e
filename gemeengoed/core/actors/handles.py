"""Which handles may be taken: the form, what is reserved, what looks like another."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PATTERN = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,28}[a-z0-9])")

RESERVED = frozenset(
    [
        "about",
        "abuse",
        "account",
        "accounts",
        "admin",
        "administrator",
        "api",
        "app",
        "auth",
        "beheer",
        "beheerder",
        "bounce",
        "commons",
        "confirm",
        "contact",
        "everyone",
        "feed",
        "followers",
        "following",
        "gemeengoed",
        "help",
        "hostmaster",
        "iedereen",
        "inbox",
        "info",
        "instance",
        "invite",
        "invitation",
        "known",
        "leave",
        "letter",
        "login",
        "logout",
        "mail",
        "mailer-daemon",
        "me",
        "media",
        "members",
        "metrics",
        "moderator",
        "nobody",
        "noreply",
        "no-reply",
        "oauth",
        "operator",
        "outbox",
        "owner",
        "people",
        "person",
        "postmaster",
        "privacy",
        "public",
        "register",
        "root",
        "search",
        "security",
        "settings",
        "setup",
        "signup",
        "sitemap",
        "static",
        "status",
        "steward-team",
        "support",
        "system",
        "thread",
        "toegankelijkheid",
        "undefined",
        "null",
        "webfinger",
        "webmaster",
        "www",
        "you",
    ]
)

# Within the letters a handle may have, these are the pairs that people misread.
LOOK_ALIKES = (
    ("rn", "m"),
    ("vv", "w"),
    ("cl", "d"),
    ("0", "o"),
    ("1", "l"),
    ("i", "l"),
    ("5", "s"),
)


def skeleton(handle: str) -> str:
    """`handle` with look-alikes folded and separators dropped (in the spirit of UTS 39, section 4)."""
    folded = re.sub(r"[-_]", "", handle.lower())
    for looks, like in LOOK_ALIKES:
        folded = folded.replace(looks, like)
    return folded


def validate_form(handle: str) -> None:
    """Raises ValidationError, saying what to do, when `handle` cannot be a handle at all."""
    if not PATTERN.fullmatch(handle):
        raise ValidationError(
            _(
                "Use 2 to 30 small letters (a to z), digits, hyphens or underscores, "
                "and begin and end with a letter or digit."
            ),
            code="form",
        )
    if handle in RESERVED or skeleton(handle) in {skeleton(word) for word in RESERVED}:
        raise ValidationError(
            _("“%(handle)s” is kept for the server itself. Choose another name."),
            code="reserved",
            params={"handle": handle},
        )
