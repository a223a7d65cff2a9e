"""Compile the translations (.po) that changed to what gettext reads (.mo); with --check only look.

A check fails when a text is not translated, is marked fuzzy, or has other placeholders than its source.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.checkers import checkers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import gemeengoed

ROOT = Path(gemeengoed.__file__).parent


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="compile nothing; say what is wrong")


def run(options: argparse.Namespace) -> int:
    sources = sorted(ROOT.glob("**/locale/*/LC_MESSAGES/*.po"))
    if options.check:
        wrong = [line for path in sources for line in problems(path)]
        print("\n".join(wrong) or f"{len(sources)} catalogues are complete.", file=sys.stdout)
        return 1 if wrong else 0
    for path in sources:
        compile_if_changed(path)
    return 0


def compile_if_changed(source: Path) -> bool:
    """Writes the .mo beside the .po when that is older or missing; True when it wrote."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    temporary = target.with_suffix(".mo.new")
    with temporary.open("wb") as file:
        write_mo(file, _catalogue(source))
    temporary.replace(target)
    return True


def problems(source: Path) -> Iterator[str]:
    """What is wrong in one catalogue, each with file and line."""
    catalogue = _catalogue(source)
    for message in catalogue:
        if message.id and not catalogue_is_source(source):
            for what in _wrong(catalogue, message):
                yield f"{source.relative_to(ROOT.parent)}:{message.lineno}: {what}: {message.id!r}"


def catalogue_is_source(source: Path) -> bool:
    """English is the language of the sources: it needs no translation."""
    return source.parts[-3] == "en"


def _wrong(catalogue: Catalog, message: Message) -> Iterator[str]:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not all(texts):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked fuzzy"
    for check in checkers:
        try:
            check(catalogue, message)
        except (
            Exception
        ) as error:  # Babel's checkers raise TranslationError, and others on odd formats
            yield str(error)


def _catalogue(source: Path) -> Catalog:
    with source.open("rb") as file:
        return read_po(file, locale=source.parts[-3], abort_invalid=True)
