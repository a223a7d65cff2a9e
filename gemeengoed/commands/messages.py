"""Compile the translations (.po) that changed to what gettext reads (.mo); with --check only look.

A check fails when a text of the source stands in no catalogue, is not translated, is marked fuzzy, or
has other placeholders than its source.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import allauth
import django
from babel.messages.catalog import Catalog, Message
from babel.messages.checkers import checkers
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import gemeengoed

ROOT = Path(gemeengoed.__file__).parent


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="compile nothing; say what is wrong")


def run(options: argparse.Namespace) -> int:
    sources = sorted(ROOT.glob("**/locale/*/LC_MESSAGES/*.po"))
    if options.check:
        wrong = [line for path in sources for line in problems(path)]
        wrong += missing(sources)
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


KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
"""Functions whose words are translated, as babel describes their arguments."""


def missing(sources: list[Path]) -> Iterator[str]:
    """Texts of the code and the templates that no catalogue has, ours or that of a library we use."""
    known = {_key(message) for path in sources for message in _catalogue(path) if message.id}
    theirs = (message for path in _of_libraries() for message in _catalogue(path))
    known |= {_key(message) for message in theirs if message.id and message.string}
    for path in sorted([*ROOT.rglob("*.py"), *ROOT.rglob("*.html"), *ROOT.rglob("*.txt")]):
        if not {"tests", "migrations", "locale", "static"} & set(path.parts):
            for line, key in _texts(path):
                if key not in known:
                    yield f"{path.relative_to(ROOT.parent)}:{line}: in no catalogue: {key[1]!r}"


def _of_libraries() -> list[Path]:
    folders = [Path(module.__file__).parent for module in (django, allauth) if module.__file__]
    return [path for folder in folders for path in folder.rglob("locale/nl/LC_MESSAGES/django.po")]


def _texts(path: Path) -> Iterator[tuple[int, tuple[str, str]]]:
    """Line, and (context, words) of each text; of a plural only the singular."""
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        source = _calls(templatize(source))
    found = extract("python", BytesIO(source.encode()), keywords=KEYWORDS)
    for line, words, _comments, context in found:
        yield line, (context or "", words if isinstance(words, str) else words[0])


_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b(n?p?gettext)\(({_STRING}(?:, ?{_STRING})*)")


def _calls(templatized: str) -> str:
    """Only the calls of gettext and its kin, each on its own line: the rest is no Python."""
    lines = [""] * (templatized.count("\n") + 1)
    for found in _CALL.finditer(templatized):
        lines[templatized.count("\n", 0, found.start())] += f"{found[1]}({found[2]});"
    return "\n".join(lines) + "\n"


def _key(message: Message) -> tuple[str, str]:
    words = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", words
