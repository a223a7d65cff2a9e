"""A copy of the database at one moment, while others read and write; and how to bring it back."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from . import failures
from .databases import postgresql

MEDIA = "SELECT storage_name, variants FROM media_mediafile"


class SnapshotError(ValueError):
    """Says what is missing or what the database's own tool said."""


class Snapshot:
    """What the copy holds: rows by table, and the names of the files it refers to."""

    def __init__(self, tables: dict[str, int], media: list[str]) -> None:
        self.tables, self.media = tables, media


def of_sqlite(source: Path, target: Path) -> Snapshot:
    """Copies with SQLite's backup interface; in WAL mode writers do not wait. Raises SnapshotError."""
    if not source.exists():
        raise SnapshotError(f"there is no database at {source}; has the server been started?")
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=20)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return inspect_sqlite(target)


def inspect_sqlite(path: Path) -> Snapshot:
    """Checks the file and counts. Raises SnapshotError when it is damaged."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        try:
            said = database.execute("PRAGMA quick_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise SnapshotError(failures.damaged(error)) from error
        if said != "ok":
            raise SnapshotError(failures.damaged(said))
        names = [row[0] for row in database.execute(_ORDINARY_TABLES)]
        tables = {name: _count(database, name) for name in names}
        rows = database.execute(MEDIA).fetchall() if "media_mediafile" in tables else []
    return Snapshot(tables, media_names(rows))


# Virtual tables (full text) are counted by the ordinary ones behind them.
_ORDINARY_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
)


def _count(database: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    count: int = database.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0]  # noqa: S608
    return count


def of_postgresql(url: str, target: Path) -> Snapshot:
    """pg_dump and our counts see the same exported snapshot. Raises SnapshotError."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        snapshot = str(row[0]) if row else ""
        run_tool(url, ["pg_dump", "-Fc", f"--snapshot={snapshot}", f"--file={target}"])
        return inspect_postgresql(connection)


ANYBODY = "SELECT 1 FROM people_person LIMIT 1"


def sqlite_holds_people(path: Path) -> bool:
    """Whether anybody has an account in that file; also when that cannot be seen."""
    if not path.exists():
        return False
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        try:
            return database.execute(ANYBODY).fetchone() is not None
        except sqlite3.DatabaseError as error:
            return "no such table" not in str(error)


def postgresql_holds_people(url: str) -> bool:
    """Whether anybody has an account in that database. Raises psycopg.Error."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT to_regclass('people_person') IS NOT NULL").fetchone()
        if not row or not row[0]:
            return False
        return connection.execute(ANYBODY).fetchone() is not None


def host_and_name(url: str) -> str:
    """Which database it is, without user and password."""
    place = postgresql(url)
    return f"the database {place['NAME']} at {place['HOST'] or 'this machine'}"


def inspect_postgresql(connection: psycopg.Connection[Any]) -> Snapshot:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    tables = {}
    for (name,) in connection.execute(query).fetchall():
        row = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
        ).fetchone()
        tables[name] = int(row[0]) if row else 0
    rows = connection.execute(MEDIA).fetchall() if "media_mediafile" in tables else []
    return Snapshot(tables, media_names(rows))


def media_names(rows: Iterable[tuple[str, Any]]) -> list[str]:
    """Names in the store of the files and all their variants, without doubles."""
    names: dict[str, None] = {}
    for name, variants in rows:
        read = json.loads(variants) if isinstance(variants, str) else variants
        names.update(dict.fromkeys([name, *(read or {}).values()]))
    return list(names)


# Tables that a newer version added are not in the dump: all must go, in the same transaction.
_DROP_ALL = """DO $$ DECLARE t record; BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', t.tablename);
  END LOOP; END $$;
"""


# What waits to be sent may have gone out since the backup: `core.mail.holding`. It is written here, before
# any process can send from it. Versions that had no such column are left as they are.
_HOLD = (
    "INSERT INTO mail_relaystate (id, trouble, held) VALUES (1, '', CURRENT_TIMESTAMP)"
    " ON CONFLICT (id) DO UPDATE SET held = excluded.held"
)
_HOLD_POSTGRESQL = f"""RESET search_path;
DO $$ BEGIN IF EXISTS (
  SELECT FROM pg_attribute WHERE attrelid = to_regclass('mail_relaystate') AND attname = 'held'
) THEN {_HOLD}; END IF; END $$;
"""


def hold_mail_sqlite(path: Path) -> None:
    """Nothing is sent from this database until an operator says so."""
    with closing(sqlite3.connect(path)) as database:
        columns = database.execute("PRAGMA table_info(mail_relaystate)").fetchall()
        if any(column[1] == "held" for column in columns):
            database.execute(_HOLD)
            database.commit()


def mail_is_held(path: Path, url: str) -> bool:
    """Whether nothing is sent from the database at `url`, or else from the SQLite file."""
    query = "SELECT 1 FROM mail_relaystate WHERE held IS NOT NULL"
    try:
        if url:
            with psycopg.connect(url) as connection:
                return connection.execute(query).fetchone() is not None
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return database.execute(query).fetchone() is not None
    except (
        sqlite3.OperationalError,
        psycopg.errors.UndefinedTable,
        psycopg.errors.UndefinedColumn,
    ):
        return False


def into_postgresql(url: str, dump: Path, *, holds_mail: bool) -> None:
    """Replaces what the database holds, in one transaction; with `holds_mail` nothing is sent from it until
    an operator says so. Raises SnapshotError; then all is as it was."""
    script = dump.with_suffix(".sql")
    run_tool(
        url,
        [
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--no-privileges",
            f"--file={script}",
            str(dump),
        ],
        connects=False,
    )
    emptied = dump.with_name("empty.sql")
    emptied.write_text(_DROP_ALL, "ascii")
    held = dump.with_name("held.sql")
    held.write_text(_HOLD_POSTGRESQL if holds_mail else "", "ascii")
    files = [f"--file={file}" for file in (emptied, script, held)]
    options = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    run_tool(url, ["psql", *options, *files])


def run_tool(url: str, command: list[str], *, connects: bool = True) -> None:
    """Runs one of PostgreSQL's programs; the password goes by the environment, where ps shows none."""
    if shutil.which(command[0]) is None:
        raise SnapshotError(
            f"{command[0]} is not installed; `apt install postgresql-client` brings it"
        )
    place = postgresql(url)
    parts = {
        "dbname": place["NAME"],
        "user": place["USER"],
        "host": place["HOST"],
        "port": place["PORT"],
    }
    known = {key: value for key, value in {**parts, **place["OPTIONS"]}.items() if value}
    target = [f"--dbname={psycopg.conninfo.make_conninfo(**known)}"] if connects else []
    environment = {**os.environ, "PGPASSWORD": place["PASSWORD"]}
    done = subprocess.run(
        [command[0], *target, *command[1:]],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SnapshotError(f"{command[0]} failed: {done.stderr.strip()}")
