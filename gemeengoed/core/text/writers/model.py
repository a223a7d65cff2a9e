"""What a text brings to paper or e-book, besides its blocks."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from ..licences import Licence
from ..markdown import Node, Tree

# Scripts that are written from right to left (ISO 15924), by the languages that use them.
RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
)
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
EXTENSIONS = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/webp": "webp",
    "image/jpeg": "jpg",
}


def runs_right_to_left(language: str) -> bool:
    """Whether the script of a language (BCP 47) does."""
    return language.partition("-")[0].lower() in RIGHT_TO_LEFT


@dataclass(frozen=True)
class Picture:
    """The bytes of a figure; `width` and `height` in CSS pixels, 0 when unknown."""

    data: bytes
    media_type: str
    width: int = 0
    height: int = 0

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.media_type]


@dataclass(frozen=True)
class Manuscript:
    """A text with all that is printed around it, in its own language.

    `place` is kind and place in the series ('Explainer 1 of 4'); `made` the date of this version (or of the
    draft); `sources` are rows of words (`Node`s); `pictures` is by the `url` of a figure.
    `cover` and `emblem` are SVG. `source` is the Markdown. `version` is None for a draft.
    """

    title: str
    language: str
    tree: Tree
    source: str = ""
    summary: str = ""
    place: str = ""
    series: str = ""
    number: int = 0
    publisher: str = ""
    bylines: Sequence[str] = ()
    made: datetime | None = None
    version: int | None = None
    licence: Licence = field(default_factory=lambda: Licence("", "", ""))
    address: str = ""
    permanent: str = ""
    citation: str = ""
    sources: Sequence[Sequence[Node]] = ()
    pictures: dict[str, Picture] = field(default_factory=dict)
    cover: str = ""
    emblem: str = ""

    @property
    def right_to_left(self) -> bool:
        return runs_right_to_left(self.language)

    @property
    def words(self) -> int:
        return sum(len(block.words().split()) for block in self.tree.blocks)

    def target(self, href: str) -> str:
        """Where a link of the text leads from outside the site: a whole address; `#…` stays within the
        text. Empty for what no form should follow."""
        if href.startswith("#"):
            return href
        try:
            whole = urljoin(self.address, href)
            scheme = urlsplit(whole).scheme.lower()
        except ValueError:
            return ""
        return whole if scheme in SCHEMES else ""


def is_right_to_left(text: str, otherwise: bool) -> bool:
    """By its first letter with a direction (Unicode Bidirectional Algorithm, P2 and P3), as dir=auto."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return otherwise
