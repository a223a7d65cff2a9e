"""All migrations in one transaction: a failing one leaves the database as it was.

What still runs on the old version goes on undisturbed; nothing is half changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration

from . import prepared
from .failures import explained

LOCK = 0x67656D65
"""Number of PostgreSQL's advisory lock: of two machines that migrate at once, one waits."""


class CannotMigrate(ValueError):
    """Says which migration failed and why; nothing was changed."""


def migrate() -> list[str]:
    """Applies what is not applied yet; returns the names. Raises CannotMigrate."""
    applying: list[str] = []

    def note(action: str, migration: Migration | None = None, fake: bool | None = None) -> None:
        if action == "apply_start" and migration is not None:
            applying.append(str(migration))

    try:
        with _one_transaction():
            _apply(MigrationExecutor(connection, note))
    except CannotMigrate:
        raise
    except Exception as error:  # any code can run in a migration
        known = explained(error)
        if known and not applying:
            raise CannotMigrate(f"{known}.") from error
        which = (
            f"migration {applying[-1]} failed" if applying else "the migrations cannot be applied"
        )
        raise CannotMigrate(
            f"{which}: {known or error}\n"
            "Nothing was changed; the version that ran before still fits the database."
        ) from error
    return applying


def waiting() -> list[str]:
    """Names of the migrations that this version needs and the database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def unknown() -> list[str]:
    """Names of applied migrations that this version does not have: the database is newer than it."""
    loader = MigrationExecutor(connection).loader
    ours = {app for app, _ in loader.disk_migrations}
    return [
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in ours
        and (app, name) not in loader.graph.nodes
        and not any((app, name) in m.replaces for m in loader.disk_migrations.values())
    ]


def require_fitting(values: dict[str, str]) -> None:
    """Raises CannotMigrate when database or static files are of another version than this program."""
    _refuse_newer()
    lacking = waiting()
    if lacking:
        raise CannotMigrate(
            f"the database is older than this program: it lacks {len(lacking)} migrations, of which the "
            f"first is {lacking[0]}.\nRun `gemeengoed migrate`."
        )
    if not prepared.has_static_files(values):
        raise CannotMigrate(
            "the static files are of another version than this program.\nRun `gemeengoed migrate`."
        )


@contextmanager
def _one_transaction() -> Iterator[None]:
    if connection.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            yield
        return
    # SQLite rebuilds a table to change it, which its foreign keys must not notice; they can only be
    # switched off outside a transaction (sqlite.org/lang_altertable.html, section 7).
    with connection.constraint_checks_disabled(), transaction.atomic():
        yield
        connection.check_constraints()


def _refuse_newer() -> None:
    newer = unknown()
    if newer:
        raise CannotMigrate(
            f"the database was made by a newer version ({', '.join(newer)} is not known here).\n"
            "Install that version again, or restore a backup from before it."
        )


def _apply(executor: MigrationExecutor) -> None:
    _refuse_newer()
    executor.loader.check_consistent_history(connection)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    if not plan:
        return
    applied = [
        node for node in executor.loader.applied_migrations if node in executor.loader.graph.nodes
    ]
    before = executor.loader.project_state(applied)
    emit_pre_migrate_signal(0, False, connection.alias, apps=before.apps, plan=plan)
    after = executor.migrate(targets, plan=plan)
    after.clear_delayed_apps_cache()
    emit_post_migrate_signal(0, False, connection.alias, apps=after.apps, plan=plan)
