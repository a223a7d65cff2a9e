"""The database itself refuses to change or remove what the log says.

Erasing is the one change that passes: words and salt go, the time of erasure comes. SQLite drops
triggers with their table, and Django makes a table anew to alter it there: a migration that changes
`log_logentry` must run `install` again (`checks.protected` tells when that was forgotten).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

NAMES = ("log_no_delete", "log_only_erase")
KEPT = ("id", "owner_id", "number", "created", "act", "commitment", "link")
MESSAGE = "the public log is append-only"

_SQLITE = (
    f"""CREATE TRIGGER IF NOT EXISTS log_no_delete BEFORE DELETE ON log_logentry
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS log_only_erase BEFORE UPDATE ON log_logentry
    WHEN {" OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in KEPT)}
    OR NEW.words IS NOT NULL OR NEW.salt <> '' OR NEW.erased IS NULL
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
)
_POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE OR REPLACE FUNCTION log_refuse_emptying() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF EXISTS (SELECT 1 FROM log_logentry) THEN
        RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NULL;
    END $$""",  # noqa: S608 - a constant
    """CREATE OR REPLACE TRIGGER log_no_delete BEFORE DELETE ON log_logentry
    FOR EACH ROW EXECUTE FUNCTION log_refuse()""",
    """CREATE OR REPLACE TRIGGER log_no_emptying BEFORE TRUNCATE ON log_logentry
    FOR EACH STATEMENT EXECUTE FUNCTION log_refuse_emptying()""",
    f"""CREATE OR REPLACE TRIGGER log_only_erase BEFORE UPDATE ON log_logentry
    FOR EACH ROW WHEN ({" OR ".join(f"OLD.{n} IS DISTINCT FROM NEW.{n}" for n in KEPT)}
    OR NEW.words IS NOT NULL OR NEW.salt <> '' OR NEW.erased IS NULL)
    EXECUTE FUNCTION log_refuse()""",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Makes the triggers; may be repeated."""
    statements = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in (*NAMES, "log_no_emptying"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON log_logentry")
            return
        for name in NAMES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers for a while: to put a log back from a backup, and to test `verify`."""
    with transaction.atomic(using=connection.alias):
        remove(connection)
        yield
        install(connection)


def present(connection: BaseDatabaseWrapper) -> bool:
    catalogue = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname IN (%s, %s)",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s)",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(catalogue, NAMES)
        return len(cursor.fetchall()) == len(NAMES)


def forwards(apps: Any, schema_editor: Any) -> None:
    """For a migration."""
    install(schema_editor.connection)


def backwards(apps: Any, schema_editor: Any) -> None:
    remove(schema_editor.connection)
