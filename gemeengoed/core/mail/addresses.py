"""The addresses of this server's mail, before they reach `incoming.routing` (docs/decisions/0020).

Relays and mail programs may change the case of what stands before the @ (RFC 5321, section 2.4, forbids
it; they do), so all of it is lower case and is compared in lower case.
"""

import re
import secrets

from django.conf import settings

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
"""Base 32 (RFC 4648, section 6), in lower case."""
TOKEN_LENGTH = 25
"""Letters of a token: 125 bits, which nobody guesses, within the 64 before the @ (RFC 5321, 4.5.3.1.1)."""
BOUNCE = "bounce"
"""The word of return paths, `bounce+<key>@…`."""
_ADDRESS = re.compile(r"\S*@\S*")


def domain() -> str:
    """`GEMEENGOED_MAIL_DOMAIN`, or the server's domain; lower case, without a port."""
    return str(settings.MAIL_DOMAIN).lower()


def new_token() -> str:
    """A secret for one person's address, or the key of a message that goes out."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def of_commons(handle: str) -> str:
    """The address of a commons itself: `werkplaats@…`."""
    return f"{handle}@{domain()}"


def with_word(handle: str, word: str) -> str:
    """An address of a commons for one purpose: `werkplaats+join@…`."""
    return f"{handle}+{word}@{domain()}"


def personal(word: str, token: str) -> str:
    """An address meant for one person: `confirm+<token>@…`."""
    return f"{word}+{token}@{domain()}"


def bounce(key: str) -> str:
    """The return path of one message that goes out, by which it is found when it comes back."""
    return personal(BOUNCE, key)


def without(words: str) -> str:
    """What a mail server said, with '…' for each address in it: those are kept only where they are erased."""
    return _ADDRESS.sub("…", words)
