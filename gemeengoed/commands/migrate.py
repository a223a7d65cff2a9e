"""Bring database and static files up to this version.

All migrations run in one transaction: when one fails, nothing has changed and this says which and why.
"""

import argparse
import sys

from django.core.management import call_command

from gemeengoed.core.instance import services as instance
from gemeengoed.project import configuration, prepared
from gemeengoed.project.migrating import CannotMigrate, migrate, require_fitting

from . import demo


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="fill the demonstration as well")
    parser.add_argument(
        "--check",
        action="store_true",
        help="change nothing; end with 1 when there is something to do",
    )


def run(options: argparse.Namespace) -> int:
    values = configuration.read()
    if options.check:
        require_fitting(values)
        return 0
    try:
        applied = migrate()
    except CannotMigrate as failure:
        print(f"gemeengoed migrate: {failure}", file=sys.stderr)
        return 1
    if applied:
        print(f"Applied {len(applied)} migrations.")
    if not prepared.has_static_files(values):
        call_command("collectstatic", interactive=False, verbosity=0)
    if options.demo:
        demo.fill()
    link = instance.setup_link()
    if link:
        print(
            f"Nobody runs this server yet. Make the first account here:\n\n  {link}\n", flush=True
        )
    prepared.write(values, demo=options.demo, set_up=link is None)
    return 0
