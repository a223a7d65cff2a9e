"""What `gemeengoed check` asks about the installation itself. Core and capabilities declare their own."""

import smtplib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.utils import timezone

from gemeengoed.core.activity import queries as activity
from gemeengoed.core.jobs.models import ScheduledRun
from gemeengoed.core.jobs.schedule import declared
from gemeengoed.core.jobs.work import queue
from gemeengoed.core.mail import holding, keys, relay, trouble
from gemeengoed.core.mail.mailings import queries as mailings
from gemeengoed.core.mail.models import Mailing, MailingState, MailState, OutgoingMessage
from gemeengoed.core.registry import Finding

from . import configuration, migrating, occupation, prepared, sensible
from .failures import explained

LATE = timedelta(minutes=10)
AHEAD = timedelta(minutes=5)


def explained_settings() -> Iterator[Finding]:
    values, origins = configuration.read(), configuration.origins()
    for setting in configuration.SETTINGS:
        value = values[setting.name]
        shown = "(secret)" if setting.secret and value else value or "(empty)"
        yield "good", f"{setting.name} = {shown}  [{origins[setting.name]}]  {setting.means}"


def sensible_settings() -> Iterator[Finding]:
    values = configuration.read()
    for words in (*sensible.wrong(values), *sensible.doubtful(values)):
        yield "error", words


def cache_answers() -> Iterator[Finding]:
    if not settings.CACHE_URL:
        return
    shared: Any = caches["default"]  # a SharedCache, whose client a small machine does without
    try:
        keeps = shared.keeps()
    except Exception as error:  # whatever the store's client raises
        yield "error", f"The cache does not answer (GEMEENGOED_CACHE_URL): {error}"
        return
    yield ("good", "The cache answers.") if keeps else ("error", "The cache forgets at once.")


def database_answers() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if connection.vendor == "sqlite":
        yield (
            "good",
            f"The database is SQLite {sqlite3.sqlite_version} at {connection.settings_dict['NAME']}.",
        )
        return
    major = connection.get_database_version()[0]
    level = "good" if major >= 15 else "error"
    yield level, f"The database is PostgreSQL {major}; 15 or newer is needed."


def sqlite_is_whole() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            said = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
    except DatabaseError as error:  # damaged; or the disk is, or the folder is somebody else's
        yield "error", f"The database file cannot be read: {explained(error) or error}."
        return
    if said == "ok":
        yield "good", "The database file is whole."
    else:
        yield "error", f"The database file is damaged ({said}): restore the last backup."


def migrations_are_applied() -> Iterator[Finding]:
    waiting, unknown = migrating.waiting(), migrating.unknown()
    if waiting:
        yield "error", f"{len(waiting)} migrations are not applied: run `gemeengoed migrate`."
    if unknown:
        yield (
            "error",
            f"The database is of a newer version: {', '.join(unknown)} is not known here.",
        )
    if not waiting and not unknown:
        yield "good", "All migrations are applied."


def activity_is_handled() -> Iterator[Finding]:
    backlog = activity.backlog()
    yield _backlog("activities", backlog.waiting, backlog.oldest)


def queue_is_short() -> Iterator[Finding]:
    waiting = queue().pending_count()
    level = "warning" if waiting > 1000 else "good"
    yield level, f"{waiting} wake-ups wait in the queue."


def clock_ticks() -> Iterator[Finding]:
    runs = {run.name: run for run in ScheduledRun.objects.all()}
    now = timezone.now()
    for job in declared():
        run = runs.get(job.name)
        if run is None or run.last_begun is None:
            yield "warning", f"{job.name} has never run: does `gemeengoed work` run?"
        elif run.last_error:
            yield "error", f"{job.name} failed at {run.last_begun:%Y-%m-%d %H:%M}: {run.last_error}"
        elif run.last_begun > now + AHEAD:
            when = f"{run.last_begun:%Y-%m-%d %H:%M} UTC"
            yield (
                "error",
                f"{job.name} last ran at {when}, still to come: the clock was set back; is it right now?",
            )
        elif now - run.last_begun > timedelta(minutes=job.every_minutes) + LATE:
            yield (
                "error",
                f"{job.name} last ran at {run.last_begun:%Y-%m-%d %H:%M}: start `gemeengoed work`.",
            )
        else:
            yield "good", f"{job.name} ran at {run.last_begun:%Y-%m-%d %H:%M} UTC."


def supervisor_runs() -> Iterator[Finding]:
    if not occupation.is_occupied(settings.DATA_DIR):
        yield "warning", "`gemeengoed serve` does not run on this folder."
    elif occupation.program(settings.DATA_DIR) != prepared.program():
        yield "error", prepared.CHANGED
    else:
        yield "good", "`gemeengoed serve` runs."


def mail_is_sent() -> Iterator[Finding]:
    states = (MailState.WAITING, MailState.SENDING)
    waiting = OutgoingMessage.objects.filter(state__in=states)
    oldest = waiting.order_by("created").values_list("created", flat=True).first()
    yield _backlog("messages", waiting.count(), oldest)
    failed = OutgoingMessage.objects.filter(state=MailState.FAILED).count()
    if failed:
        yield "warning", f"{failed} messages could not be delivered; the outbox shows why."


def mail_may_go() -> Iterator[Finding]:
    held = holding.since()
    if held:
        when = f"{held:%Y-%m-%d %H:%M} UTC"
        place = "/settings/server/mail/mailings/"
        yield (
            "error",
            f"No mail goes out since a backup was restored ({when}): it may have gone before. See {place}",
        )


def mailings_go_out() -> Iterator[Finding]:
    backlog = mailings.backlog()
    since = f", due since {backlog.oldest:%Y-%m-%d %H:%M} UTC" if backlog.oldest else ""
    yield "good", f"{backlog.waiting} copies of mailings wait{since}."
    for mailing in Mailing.objects.filter(state=MailingState.PAUSED).exclude(why=""):
        yield "error", f"{mailing.reference} was paused, since the relay said: {mailing.why}"
    known = trouble.known()
    if known:
        yield "error", f"The relay could not be used at the last try: {known.trouble}"


def signing_keys_are_there() -> Iterator[Finding]:
    """Keys are made when the first message goes out; here they are only read."""
    found = keys.records()
    if not found:
        yield "good", "Keys to sign mail (DKIM) are made when the first message goes out."
    for name, value in found:
        yield "good", f'Mail is signed; DNS must have: {name} TXT "{value}"'


def relay_answers() -> Iterator[Finding]:
    if not settings.EMAIL_URL:
        yield (
            "warning",
            "No relay is set (GEMEENGOED_EMAIL_URL): mail is kept here and shown to operators.",
        )
        return
    try:
        relay.connect(relay.parse(settings.EMAIL_URL)).quit()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        yield "error", f"The mail relay cannot be used: {error}"
        return
    yield "good", "The mail relay answers and lets us in."


def _backlog(what: str, waiting: int, oldest: datetime | None) -> Finding:
    since = f", the oldest since {oldest:%Y-%m-%d %H:%M} UTC" if oldest else ""
    late = oldest is not None and timezone.now() - oldest > LATE
    return "error" if late else "good", f"{waiting} {what} wait{since}."


Checks = tuple[Callable[[], Iterable[Finding]], ...]
PARTS: dict[str, Checks] = {
    "settings": (explained_settings, sensible_settings, cache_answers),
    "database": (database_answers, sqlite_is_whole, migrations_are_applied),
    "jobs": (supervisor_runs, clock_ticks, queue_is_short, activity_is_handled),
    "mail": (mail_may_go, relay_answers, mail_is_sent, mailings_go_out, signing_keys_are_there),
}
