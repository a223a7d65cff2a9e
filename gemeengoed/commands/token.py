"""Make a bearer token, good for every API. It is printed once, alone on a line, and kept as a hash."""

import argparse
import sys

from django.core.exceptions import ValidationError

from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import make_token

from . import errors


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="whose token it is")
    parser.add_argument("--scopes", default="read write follow", help="default: read write follow")
    parser.add_argument("--label", default="", help="shown among the person's tokens")


def run(options: argparse.Namespace) -> int:
    person = Person.objects.filter(username=options.name.removeprefix("@")).first()
    if person is None or not person.is_active:
        print(f"There is no active account called {options.name}.", file=sys.stderr)
        return 1
    try:
        _, secret = make_token(person, options.label, options.scopes.split())
    except ValidationError as error:
        return errors.explain(error)
    print(secret)
    return 0
