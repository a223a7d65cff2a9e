"""Add somebody with an account: `gemeengoed person add NAME --email E`."""

import argparse
import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from gemeengoed.core.instance.services import mark_set_up
from gemeengoed.core.people.services import create_person

from . import errors


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    add = verbs.add_parser("add", help="make an account that can log in at once")
    add.add_argument("name", help="handle: lower-case letters, digits and hyphens")
    add.add_argument("--email", required=True)
    add.add_argument("--full-name", help="as people read it (default: the handle)")
    add.add_argument("--steward", action="store_true", help="may run this server")
    add.add_argument("--language", default="nl")
    add.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )


def run(options: argparse.Namespace) -> int:
    try:
        password = _password(options)
        validate_password(password)
        person = create_person(
            options.name,
            options.full_name or options.name,
            options.email,
            password,
            is_steward=options.steward,
            language=options.language,
        )
    except ValidationError as error:
        return errors.explain(error)
    if person.is_steward:
        mark_set_up()
    print(f"@{person.handle} can log in.")
    return 0


def _password(options: argparse.Namespace) -> str:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise ValueError(
            "there is no terminal to ask for the password; give it on standard input, with "
            "--password-stdin"
        )
    return getpass.getpass("Password: ")
