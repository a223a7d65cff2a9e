"""`gemeengoed COMMAND …`: finds the command's module and hands over.

A command is one module in `gemeengoed/commands/` with `arguments(parser)` and `run(options) -> int`
(the exit code), and one line in COMMANDS. Those that need Django find it set up when they are imported.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from .project.failures import explained, unprepared


@dataclass(frozen=True)
class Command:
    name: str
    help: str
    django: bool = True
    module: str = ""
    """Of a command whose name Python keeps for itself."""
    private: bool = True
    """Whether nobody else may read what it writes, such as the data folder."""


COMMANDS = (
    Command("serve", "start everything: web, work and what they need", django=False),
    Command("web", "answer requests; for many machines", django=False),
    Command("work", "run jobs and the clock; for many machines"),
    Command("migrate", "bring database and static files up to this version"),
    Command("demo", "fill a demonstration: the werkplaats"),
    Command("person", "add somebody with an account"),
    Command("token", "make a bearer token, good for every API"),
    Command("backup", "write everything to one file, while the server runs"),
    Command("restore", "bring a backup back"),
    Command("export", "write a commons with everything in it to one file"),
    Command("import", "take in a commons from such a file", module="bring"),
    Command("move", "copy everything from SQLite to PostgreSQL"),
    Command("reindex", "build the search index anew"),
    Command("check", "explain every setting and look whether all is well"),
    # Part of the program: root sets it up, and the user of the server reads it.
    Command("messages", "compile the translations that changed", django=False, private=False),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code: 0 well, 1 went wrong, 2 not understood."""
    given = list(sys.argv[1:] if argv is None else argv)
    common = _common()
    options, rest = common.parse_known_args(
        given
    )  # --data may stand anywhere, also after a sub-command
    command = _command(rest)
    if command is None:
        return 0 if rest in (["--help"], ["-h"], ["help"]) else 2
    os.umask(0o077 if command.private else 0o022)
    if options.data:
        os.environ["GEMEENGOED_DATA"] = os.path.abspath(options.data)  # noqa: PTH100 - "~" is the shell's
    return _run(command, common, rest[1:])


def _command(given: list[str]) -> Command | None:
    name = given[0] if given else ""
    for command in COMMANDS:
        if command.name == name:
            return command
    if name and name not in ("--help", "-h", "help"):
        print(f"gemeengoed: there is no command {name!r}", file=sys.stderr)
    _print_help()
    return None


def _print_help() -> None:
    print("usage: gemeengoed COMMAND [--help] …\n")
    for command in COMMANDS:
        print(f"  {command.name:10} {command.help}")
    print("\nSettings come from the environment or from gemeengoed.toml in the data folder;")
    print("`gemeengoed check` explains each. Read more in docs/operate.md.")


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    common.add_argument(
        "--data", metavar="DIR", help="folder that holds everything (default: data)"
    )
    return common


def _run(command: Command, common: argparse.ArgumentParser, rest: list[str]) -> int:
    try:
        if command.django:
            _set_up_django()
        module = import_module(f"gemeengoed.commands.{command.module or command.name}")
        parser = argparse.ArgumentParser(
            prog=f"gemeengoed {command.name}", description=module.__doc__, parents=[common]
        )
        module.arguments(parser)
        return module.run(parser.parse_args(rest)) or 0
    except ValueError as error:  # a setting or an argument that cannot be understood
        print(f"gemeengoed {command.name}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        words = explained(error) or unprepared(error)
        if not words:
            raise
        print(f"gemeengoed {command.name}: {words}.", file=sys.stderr)
        return 1


def _set_up_django() -> None:
    import django  # noqa: PLC0415 - the supervisor does without, and starts at once

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gemeengoed.project.settings")
    django.setup()
