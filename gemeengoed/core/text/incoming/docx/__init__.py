"""Word's .docx (ECMA-376) as the HTML that is meant, which goes the way of all foreign HTML."""

from zipfile import ZipFile

from lxml import etree

from .. import archive
from ..margins import says_something
from ..model import Context
from .body import Body
from .names import W
from .notes import Notes
from .numbering import Numbering
from .package import TYPES, Package
from .styles import Styles

MOST_MARGINS = 20
"""Headers and footers that are looked at."""


def is_docx(parts: ZipFile) -> bool:
    return TYPES in parts.namelist() and Package(parts).has(Package(parts).main)


def html(parts: ZipFile, context: Context) -> str:
    """The HTML of the document; its pictures go to `context.stored`. Raises ValidationError."""
    package = Package(parts)
    _check(package)
    styles = Styles(_optional(package, "styles"))
    numbering = Numbering(_optional(package, "numbering"), styles)
    notes = Notes(package, styles, numbering, context)
    body = Body(package, package.main, styles, numbering, context, notes)
    if body.story.tag != f"{W}document":
        raise archive.wrong_type()
    written = "".join(body.html(one) for one in body.story.iterchildren(f"{W}body"))
    context.left_out["contents"] += body.words.fields.contents
    context.left_out["margins"] += _has_margins(package)
    return written + notes.written()


def _check(package: Package) -> None:
    macros = any(name.rpartition("/")[2] == "vbaproject.bin" for name in package.names)
    if macros or b"macroEnabled" in archive.xml(package.parts, TYPES):
        raise archive.with_macros()
    archive.check_xml(package.parts)


def _has_margins(package: Package) -> bool:
    """Whether headers or footers of pages say something (17.10)."""
    parts = package.relations(package.main).values()
    names = {one.target for one in parts if one.kind in ("header", "footer")}
    trees = (package.tree(name) for name in sorted(names)[:MOST_MARGINS] if package.has(name))
    texts = ("".join(word.text or "" for word in tree.iter(f"{W}t")) for tree in trees)
    return any(map(says_something, texts))


def _optional(package: Package, kind: str) -> etree._Element | None:
    name = package.near(package.main, kind)
    return package.tree(name) if name else None
