"""A book that `write` made, read back."""

import zipfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from lxml import etree

_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "o": "http://www.idpf.org/2007/opf",
    "ops": "http://www.idpf.org/2007/ops",
}
_NOT_TEXT = ("cover.xhtml", "nav.xhtml")


@dataclass(frozen=True)
class Book:
    """`pages` are those of its text in the order of reading, `pictures` without the cover, both by their name
    in the book. `contents` are file and title of each chapter; `number` is its place in a series, 0 without.
    """

    title: str
    language: str
    number: int
    creators: list[str]
    rights: str
    source: str
    made: datetime
    pages: dict[str, bytes]
    pictures: dict[str, bytes]
    fonts: dict[str, bytes]
    contents: list[tuple[str, str]]


def open_book(data: bytes) -> Book:
    """Raises ValueError for a file that is none of ours."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            files = {name.removeprefix("EPUB/"): archive.read(name) for name in archive.namelist()}
        return _read(files)
    except (KeyError, IndexError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise ValueError("this is not a book of ours") from error


def _read(files: dict[str, bytes]) -> Book:
    opf = etree.fromstring(files["package.opf"])

    def said(path: str) -> list[str]:
        return [str(found) for found in opf.xpath(path, namespaces=_SPACES)]

    names = dict(zip(said("//o:item/@id"), said("//o:item/@href"), strict=True))
    order = [names[one] for one in said("//o:itemref/@idref")]
    return Book(
        title=said("//dc:title/text()")[0],
        language=said("//dc:language/text()")[0],
        number=int(next(iter(said("//o:meta[@property='group-position']/text()")), 0)),
        creators=said("//dc:creator/text()"),
        rights=next(iter(said("//dc:rights/text()")), ""),
        source=said("//dc:source/text()")[0],
        made=datetime.fromisoformat(said("//o:meta[@property='dcterms:modified']/text()")[0]),
        pages={name: files[name] for name in order if name not in _NOT_TEXT},
        pictures=_within(files, "images/figure-"),
        fonts={
            name.removeprefix("fonts/"): data for name, data in _within(files, "fonts/").items()
        },
        contents=_contents(files["nav.xhtml"]),
    )


def _within(files: dict[str, bytes], start: str) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name.startswith(start)}


def _contents(nav: bytes) -> list[tuple[str, str]]:
    links = "//h:nav[@ops:type='toc']/h:ol/h:li/h:a"
    found = etree.fromstring(nav).xpath(links, namespaces=_SPACES)
    return [(str(link.get("href")), "".join(link.itertext())) for link in found]
