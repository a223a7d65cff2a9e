"""Whether the settings can be used, each complaint naming its setting. No Django: the supervisor asks too.

`wrong` keeps every command from starting; `doubtful` is printed by `serve` and found by `check`.
"""

import json
import re
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from gemeengoed.core.mail import name_servers, pace
from gemeengoed.core.mail.incoming import source

from . import configuration

Values = dict[str, str]
SHORTEST_KEY = 32
LOCAL = ("localhost", "127.0.0.1", "[::1]")
LEAST = {
    "GEMEENGOED_MEDIA_QUOTA_MB": 0,
    "GEMEENGOED_MEDIA_MAX_MB": 1,
    "GEMEENGOED_MEDIA_MAX_MEGAPIXELS": 1,
    "GEMEENGOED_DISK_RESERVE_MB": 0,
    "GEMEENGOED_WEB_THREADS": 1,
    "GEMEENGOED_WORK_THREADS": 1,
    "GEMEENGOED_WRITES_PER_MINUTE": 0,
    "GEMEENGOED_REMOTE_MEDIA_MB": 0,
    "GEMEENGOED_INBOX_PER_HOST": 1,
    "GEMEENGOED_INBOX_PER_ACTOR": 1,
}
"""Settings that are whole numbers, and the least that each can be."""
SCHEMES = {
    "DATABASE_URL": ("postgres", "postgresql"),
    "GEMEENGOED_QUEUE_URL": ("redis", "rediss", "valkey", "postgres", "postgresql"),
    "GEMEENGOED_CACHE_URL": ("redis", "rediss", "valkey"),
    "GEMEENGOED_EMAIL_URL": ("smtp", "smtps"),
}
"""Settings that are addresses, and how each may begin; the host may be left out for PostgreSQL's socket."""
IN_TESTS = ("immediate:", "immediate://")
"""A queue that runs its jobs at once."""
PROVIDER = {"provider_id", "name", "client_id", "secret", "server_url"}


class BadSettings(ValueError):
    """Names every setting that cannot be used."""


def require(values: Values) -> None:
    """Raises BadSettings when something is `wrong`."""
    found = list(wrong(values))
    if found:
        raise BadSettings("\n".join(found))


def wrong(values: Values) -> Iterator[str]:
    for check in _CHECKS:
        yield from check(values)


def doubtful(values: Values) -> Iterator[str]:
    """What works, and most likely not as it was meant."""
    for name in configuration.unknown():
        yield f"{name} is no setting; is it misspelt?"
    local = _host(values) in LOCAL
    if values["GEMEENGOED_DEBUG"] == "1" and not local:
        yield "GEMEENGOED_DEBUG shows the inside of the program to everybody: remove it."
    if values["GEMEENGOED_SCHEME"] == "http" and not local:
        yield "GEMEENGOED_SCHEME is not https: passwords can be read on the way."


def _host(values: Values) -> str:
    domain = values["GEMEENGOED_DOMAIN"]
    return domain if domain.endswith("]") else domain.rpartition(":")[0] or domain


def _numbers(values: Values) -> Iterator[str]:
    for name, least in LEAST.items():
        value = values[name]
        if not value.isdecimal() or int(value) < least:
            yield f"{name} must be a whole number, {least} or more, and is {value!r}."


def _addresses(values: Values) -> Iterator[str]:
    for name, schemes in SCHEMES.items():
        value = values[name]
        try:
            parts = urlsplit(value)
            fits = parts.scheme in schemes and bool(parts.netloc or _by_socket(parts))
            fits = fits and parts.port != 0  # raises ValueError for what is no port
            fits = fits and (name != "DATABASE_URL" or bool(parts.path.strip("/")))
        except ValueError:
            fits = False
        if value and not fits and value not in IN_TESTS:
            of_database = " and a database, as in postgres://user:password@localhost/gemeengoed"
            more = of_database if name == "DATABASE_URL" else ""
            yield f"{name} must begin with {'://, '.join(schemes)}:// and name a host{more}."


def _pace(values: Values) -> Iterator[str]:
    try:
        pace.parse(urlsplit(values["GEMEENGOED_EMAIL_URL"]).query)
    except ValueError as error:
        yield f"GEMEENGOED_EMAIL_URL: {error}. What stands behind the ? says how fast mail may go."


def _mail(values: Values) -> Iterator[str]:
    domain = values["GEMEENGOED_MAIL_DOMAIN"]
    if domain and not re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", domain):
        yield (
            f"GEMEENGOED_MAIL_DOMAIN must be a name only, such as commons.example.org, and is {domain!r}."
        )
    readers = {"GEMEENGOED_MAIL_IN": source.parse, "GEMEENGOED_DNS": name_servers.parse}
    for name, read in readers.items():
        try:
            if values[name]:
                read(values[name])
        except ValueError as error:
            yield str(error) if name in str(error) else f"{name} cannot be read: {error}."


def _by_socket(parts: SplitResult) -> bool:
    """`postgres:///name` means a database of this machine; the others need a host."""
    return parts.scheme.startswith("postgres") and bool(parts.path.strip("/"))


def _place(values: Values) -> Iterator[str]:
    domain, scheme = values["GEMEENGOED_DOMAIN"], values["GEMEENGOED_SCHEME"]
    if not domain or set(domain) & set("/ @?#\\\t\n"):
        yield (
            f"GEMEENGOED_DOMAIN must be a name only, such as commons.example.org, and is {domain!r}; "
            "https stands in GEMEENGOED_SCHEME."
        )
    if scheme not in ("http", "https"):
        yield f"GEMEENGOED_SCHEME must be https (or http, on this machine only), and is {scheme!r}."


def _proxies(values: Values) -> Iterator[str]:
    for network in values["GEMEENGOED_TRUSTED_PROXIES"].split():
        try:
            ip_network(network, strict=False)
        except ValueError:
            yield (
                f"GEMEENGOED_TRUSTED_PROXIES must be networks such as 10.0.0.0/8, separated by spaces; "
                f"{network!r} is none."
            )


def _providers(values: Values) -> Iterator[str]:
    text = values["GEMEENGOED_OPENID_CONNECT"]
    if not text:
        return
    try:
        given = json.loads(text)
    except ValueError:
        given = None
    if not isinstance(given, list) or not all(
        isinstance(one, dict) and set(one) >= PROVIDER for one in given
    ):
        yield f"GEMEENGOED_OPENID_CONNECT must be a JSON list of objects with {', '.join(sorted(PROVIDER))}."


def _key(values: Values) -> Iterator[str]:
    if values["GEMEENGOED_SECRET_KEY"]:
        if len(values["GEMEENGOED_SECRET_KEY"]) < SHORTEST_KEY:
            yield f"GEMEENGOED_SECRET_KEY must have {SHORTEST_KEY} characters at least."
        return
    path = Path(values["GEMEENGOED_DATA"]) / "secret.key"
    if not path.exists():
        return
    try:
        fits = len(path.read_text("ascii").strip()) >= SHORTEST_KEY
    except UnicodeDecodeError:
        fits = False
    if not fits:
        yield (
            f"{path} is empty, short or no text (GEMEENGOED_SECRET_KEY): bring it back from a backup, or "
            "remove it; a new one is made then, and everybody logs in again."
        )


_CHECKS: tuple[Callable[[Values], Iterator[str]], ...] = (
    _numbers,
    _addresses,
    _mail,
    _pace,
    _place,
    _proxies,
    _providers,
    _key,
)
