"""Copy everything from SQLite to an empty PostgreSQL database, while the server is stopped.

What was there stays as it is. Afterwards set DATABASE_URL to the new database and start the server.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models, transaction

from gemeengoed.core.people.models import Person
from gemeengoed.project import configuration, occupation
from gemeengoed.project.databases import database

HERE, THERE = "default", "there"
BUILT_ANEW = {"search"}
"""Apps whose rows follow from those of others and stand in tables of the database's own kind."""
BATCH = 1000
Model = type[models.Model]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", help="postgres://user:password@host/name of an empty database")


def run(options: argparse.Namespace) -> int:
    data = configuration.data_folder()
    if occupation.is_occupied(data):
        raise ValueError("stop the server first: what it writes during the move would be lost")
    if connections[HERE].vendor != "sqlite":
        raise ValueError("the data is not in SQLite; use pg_dump, or backup and restore")
    with occupation.standing_still(data):
        _gemeengoed(options.url, "migrate")
        copied = copy_to(options.url, data)
        _gemeengoed(options.url, "reindex")
    print(f"Copied {copied} rows. Now set DATABASE_URL to the new database and start the server.")
    return 0


def copy_to(url: str, data: Path) -> int:
    """Copies every row in one transaction; returns how many. Raises ValueError when people are there."""
    connections.databases[THERE] = {**connections.databases[HERE], **database(url, data)}
    if Person.objects.using(THERE).exists():
        raise ValueError("people have accounts in that database already: choose an empty one")
    kinds = moved_models()
    with transaction.atomic(using=THERE):
        _empty(kinds)
        copied = sum(_copy(model) for model in kinds)
        _continue_numbering(kinds)
    return copied


def moved_models() -> list[Model]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in BUILT_ANEW
    ]


def _copy(model: Model) -> int:
    """Row by row, as it is: `raw` sets no dates of its own. Foreign keys are checked at the commit."""
    count = 0
    for row in model._base_manager.using(HERE).order_by("pk").iterator(BATCH):
        row.save_base(using=THERE, raw=True, force_insert=True)
        count += 1
    return count


def _empty(kinds: list[Model]) -> None:
    tables = [model._meta.db_table for model in kinds]
    _execute(connections[THERE].ops.sql_flush(no_style(), tables, allow_cascade=True))


def _continue_numbering(kinds: list[Model]) -> None:
    _execute(connections[THERE].ops.sequence_reset_sql(no_style(), kinds))


def _execute(statements: Any) -> None:
    with connections[THERE].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _gemeengoed(url: str, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gemeengoed", command],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ValueError(done.stderr.strip())
