"""Bearer tokens: how they look and what is kept of them."""

import hashlib
import secrets

from django.utils.translation import gettext_lazy as _

PREFIX = "gg_"
SCOPES = {
    "read": _("read what you may read"),
    "write": _("write on your behalf"),
    "follow": _("follow and unfollow on your behalf"),
}
"""What a token lets an app do, in words."""


def new_token() -> str:
    """A token of 256 bits; the prefix lets scanners of leaked secrets recognise it."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """SHA-256, hexadecimal: enough for a secret of full entropy, and quick on every request."""
    return hashlib.sha256(token.encode()).hexdigest()
