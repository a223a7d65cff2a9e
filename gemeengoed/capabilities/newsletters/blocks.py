"""The blocks of a letter: words, a picture, a quote, and what other parts offer. Plain data, checked here."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from gemeengoed.core import registry

Block = dict[str, Any]
WORDS, OBJECT, PICTURE, QUOTE = "words", "object", "picture", "quote"
MOST = 60
LONGEST = 50_000
"""Characters of one block."""
LONGEST_NUMBER = 18
"""Digits of a number that a database can keep."""
FIELDS: dict[str, tuple[str, ...]] = {
    WORDS: ("markdown",),
    OBJECT: ("block", "uri", "words"),
    PICTURE: ("file", "alt", "credit"),
    QUOTE: ("words", "by"),
}


def checked(blocks: list[Block]) -> list[Block]:
    """The blocks with only the fields they have, as strings but for `file`. Raises ValidationError."""
    if len(blocks) > MOST:
        raise ValidationError(_("A letter has at most %(most)d blocks.") % {"most": MOST})
    return [_checked(block, number) for number, block in enumerate(blocks, start=1)]


def _checked(block: Block, number: int) -> Block:
    kind = str(block.get("kind", ""))
    if kind not in FIELDS:
        raise ValidationError(_("Block %(number)d is of no known kind.") % {"number": number})
    found: Block = {"kind": kind}
    for name in FIELDS[kind]:
        value = block.get(name) or ""
        words = str(value).replace("\r\n", "\n").replace("\0", "")
        found[name] = _file(value, number) if name == "file" else words
        if len(str(found[name])) > LONGEST:
            words = _("Block %(number)d is too long for a letter: divide it, or link to a text.")
            raise ValidationError(words % {"number": number})
    if kind == OBJECT and found["block"] not in registry.letter_blocks():
        raise ValidationError(
            _("Block %(number)d shows something that is not there.") % {"number": number}
        )
    if kind == PICTURE and found["file"] and not str(found["alt"]).strip():
        words = _("Say what the picture of block %(number)d shows, for who does not see it.")
        raise ValidationError(words % {"number": number}, code="alt")
    return found


def _file(value: object, number: int) -> int | str:
    """The pk of a picture, or empty."""
    said = str(value)
    if not said:
        return ""
    if isinstance(value, int | str) and said.isdecimal() and len(said) <= LONGEST_NUMBER:
        return int(said)
    words = _("Choose the picture of block %(number)d again: what was sent is no picture.")
    raise ValidationError(words % {"number": number})


def moved(blocks: list[Block], place: int, by: int) -> list[Block]:
    """With the block at `place` one up (-1) or down (1)."""
    there = place + by
    if not (0 <= place < len(blocks) and 0 <= there < len(blocks)):
        return blocks
    found = list(blocks)
    found[place], found[there] = found[there], found[place]
    return found


def new(kind: str) -> Block:
    """An empty block. `kind` is one of FIELDS, or the slug of what another part offers with its address:
    'publication /@werkplaats/publications/…/'."""
    slug, _space, uri = kind.partition(" ")
    if slug in FIELDS and slug != OBJECT:
        return {"kind": slug, **dict.fromkeys(FIELDS[slug], "")}
    return {"kind": OBJECT, "block": slug, "uri": uri, "words": ""}


def says_something(block: Block) -> bool:
    """Whether anything was filled in."""
    return any(str(block[name]).strip() for name in FIELDS[block["kind"]])


def content(block: Block, language: str) -> registry.BlockContent | None:
    """What an object block shows now; None when it may not be seen (any more)."""
    offered = registry.letter_blocks().get(block.get("block", ""))
    with translation.override(language[:2]):
        return offered.content(block["uri"], language) if offered else None


Seen = dict[tuple[str, str], registry.BlockContent]
"""What objects show now, by the slug of their block and their address."""


def contents(blocks: list[Block], language: str) -> Seen:
    """The same of all object blocks among `blocks`, without those that may not be seen."""
    wanted: dict[str, list[str]] = {}
    for block in blocks:
        if block["kind"] == OBJECT:
            wanted.setdefault(block["block"], []).append(block["uri"])
    offered = registry.letter_blocks()
    # In the language of the letter, whichever the interface of whoever asks has.
    with translation.override(language[:2]):
        return {
            (slug, uri): one
            for slug, uris in wanted.items()
            if slug in offered
            for uri, one in offered[slug].all_of(uris, language).items()
        }
