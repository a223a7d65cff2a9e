"""Take in a commons that `export` of a server wrote to a file. Nothing is changed when it does not fit.

It keeps its handle, or gets the one of --into. Whoever --steward names becomes its steward; others are
invited afterwards. What was interrupted goes on when the same command is given again.
"""

import argparse
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db.models import Q

from gemeengoed.core.people.models import Person, PersonState
from gemeengoed.core.portable import BadRow
from gemeengoed.core.transfer.archive import BadArchive
from gemeengoed.core.transfer.arriving import arrive
from gemeengoed.core.transfer.models import Arrived

from . import errors


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--into", default="", metavar="HANDLE", help="another handle than its own")
    parser.add_argument("--steward", default="", metavar="NAME", help="default: the first operator")


def run(options: argparse.Namespace) -> int:
    if not options.file.exists():
        raise ValueError(f"there is no file {options.file}")
    into = options.into.removeprefix("@").lower()
    try:
        commons = arrive(options.file, _steward(options.steward), into=into, say=print)
    except (BadArchive, BadRow) as error:
        raise ValueError(f"{error}\nNothing was taken in.") from error
    except ValidationError as error:
        return errors.explain(error)
    for part, rows in Arrived.objects.get(commons=commons).counts.items():
        print(f"  {part:20} {rows:8,}")
    print(f"{commons.name} is at {commons.get_absolute_url()}. Its public log verifies.")
    return 0


def _steward(name: str) -> Person:
    active = Person.objects.filter(state=PersonState.ACTIVE)
    wanted = Q(username=name.removeprefix("@")) if name else Q(is_steward=True)
    found = active.filter(wanted).order_by("pk").first()
    if found is None:
        raise ValueError(
            f"there is no active person {name!r}" if name else "make an operator first: person add"
        )
    return found
