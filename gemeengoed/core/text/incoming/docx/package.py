"""The parts of a .docx and how they point at one another (ECMA-376, part 2)."""

import posixpath
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree

from .. import archive
from .names import PACKAGE, transitional

TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class Relation:
    """`target` is the name of a part, or an address when it `is_outside`. `kind` is 'image', 'footnotes' …"""

    kind: str
    target: str
    is_outside: bool


class Package:
    """The names of parts do not tell capitals apart (part 2, 6.2.2.3); some programs write a backslash."""

    def __init__(self, parts: ZipFile) -> None:
        self.parts = parts
        self.names = {_plain(name): name for name in parts.namelist()}

    def has(self, name: str) -> bool:
        return _plain(name) in self.names

    def tree(self, name: str) -> etree._Element:
        """The part `name`, parsed. Raises ValidationError."""
        data = archive.xml(self.parts, self.names[_plain(name)])
        return archive.parsed(transitional(data))

    def read(self, name: str) -> bytes:
        return archive.read(self.parts, self.names[_plain(name)])

    @cached_property
    def main(self) -> str:
        """The part with the text; Word for the web and some others do not call it document.xml."""
        found = (r for r in self.relations("").values() if r.kind == "officeDocument")
        return next((r.target for r in found if self.has(r.target)), "word/document.xml")

    def relations(self, part: str) -> dict[str, Relation]:
        """By their id, what the part `part` points at; of the package itself where `part` is empty."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(source):
            return {}
        return {
            one.get("Id", ""): _relation(one, folder)
            for one in self.tree(source).iterchildren(f"{PACKAGE}Relationship")
        }

    def near(self, part: str, kind: str) -> str:
        """The name of the one part of that kind that `part` points at; empty when there is none."""
        found = [r.target for r in self.relations(part).values() if r.kind == kind]
        beside = posixpath.join(posixpath.dirname(part), f"{kind}.xml")
        return next((name for name in (*found, beside) if self.has(name)), "")


def _plain(name: str) -> str:
    return name.replace("\\", "/").strip("/").lower()


def _relation(element: etree._Element, folder: str) -> Relation:
    kind = element.get("Type", "").rpartition("/")[2]
    target = element.get("Target", "")
    if element.get("TargetMode") == "External":
        return Relation(kind, target, is_outside=True)
    inside = posixpath.join("/", folder, unquote(target).replace("\\", "/"))
    return Relation(kind, posixpath.normpath(inside).strip("/"), is_outside=False)
