"""What `gemeengoed check federation` says."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from gemeengoed.core.jobs.backlog import Backlog
from gemeengoed.core.registry import Finding

from ..models import Host, KeyPair, Measure
from . import queries

LATE = timedelta(minutes=10)
SHOWN = 10
PAGE = "/settings/server/other-servers/"
MOST_CLOCKS = 3
"""Servers whose requests come at the wrong time, from which on it is more likely our clock."""


def is_reachable() -> Iterator[Finding]:
    if settings.SCHEME == "https":
        yield "good", f"Other servers know this one as {settings.DOMAIN}, by https."
    else:
        words = (
            f"The addresses of this server begin with {settings.SCHEME}://: most other servers follow "
            "only https. Set GEMEENGOED_SCHEME=https before the first follower, since addresses stay."
        )
        yield "warning", words


def comes_in() -> Iterator[Finding]:
    yield _backlog("activities that came in wait for their key", queries.inbox_unverified())
    yield _backlog("activities that came in wait to be processed", queries.inbox_verified())


def goes_out() -> Iterator[Finding]:
    yield _backlog("activities wait to be spread over inboxes", queries.spreading())
    yield _backlog("deliveries to other servers are due", queries.deliveries())
    later = queries.delayed()
    yield "good", f"{later.waiting} deliveries wait for the next try at a server that failed."


def _backlog(what: str, backlog: Backlog) -> Finding:
    since = f", the oldest since {backlog.oldest:%Y-%m-%d %H:%M} UTC" if backlog.oldest else ""
    if backlog.oldest is None or timezone.now() - backlog.oldest <= LATE:
        return "good", f"{backlog.waiting} {what}{since}."
    return "error", f"{backlog.waiting} {what}{since}: does `gemeengoed work` run?"


def servers_answer() -> Iterator[Finding]:
    failing = queries.hosts(only=queries.FAILING).exclude(measure=Measure.SUSPEND)
    number, shown = failing.count(), list(failing[:SHOWN])
    for host in shown:
        yield "warning", _failing(host)
    if number > len(shown):
        yield "warning", f"{number - len(shown)} other servers fail too; {PAGE}?only=failing."
    if not number:
        yield "good", f"No server fails of the {Host.objects.count()} that are known."


def _failing(host: Host) -> str:
    since = f" since {host.failing_since:%Y-%m-%d %H:%M} UTC" if host.failing_since else ""
    then = "given up until it says something" if host.given_up else "tried again by itself"
    error = host.last_error or "no reason known"
    return f"{host.name} fails{since} ({error}), {then}; {PAGE}{host.name}/ tries it now."


def keys_open() -> Iterator[Finding]:
    closed = [pair for pair in KeyPair.objects.select_related("actor") if not _opens(pair)]
    for pair in closed[:SHOWN]:
        words = (
            f"The {pair.algorithm} key of @{pair.actor.handle} cannot be opened: the secret of this server "
            "is another than it was made with. Bring back the old GEMEENGOED_SECRET_KEY (or secret.key from "
            "the backup); else a new one is made when it is next used, which other servers fetch once they "
            "see that the old one no longer fits."
        )
        yield "error", words
    if not closed:
        yield "good", f"The {KeyPair.objects.count()} keys that sign for actors here can be opened."


def _opens(pair: KeyPair) -> bool:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - 8 MB, in each process

    from .. import keys  # noqa: PLC0415

    try:
        keys.private(pair)
    except (InvalidTag, ValueError, TypeError):
        return False
    return True


def clock_is_right() -> Iterator[Finding]:
    """When several servers come at the wrong time, it is rather our clock than theirs."""
    number, hosts = queries.refused_lately("clock")
    if hosts >= MOST_CLOCKS:
        words = (
            f"{number} requests of {hosts} servers were refused since yesterday because their time is more "
            "than an hour from ours: look whether the clock of this machine is right (`timedatectl`)."
        )
        yield "error", words


def reports_are_seen_to() -> Iterator[Finding]:
    waiting = queries.reports().count()
    if waiting:
        yield (
            "warning",
            f"{waiting} reports from other servers wait to be seen to; /settings/server/reports/.",
        )


CHECKS = (
    is_reachable,
    comes_in,
    goes_out,
    servers_answer,
    keys_open,
    clock_is_right,
    reports_are_seen_to,
)
