"""From foreign HTML to our Markdown: clean it, read what was meant, write it down."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import left_out, nesting, notes, places, styled, word
from .blocks import Blocks
from .cleaning import Element, clean
from .model import Context, Incoming

MAX_HTML = 5_000_000
"""Bytes in UTF-8."""


def convert(html: str, context: Context | None = None) -> Incoming:
    """The Markdown of `html`, with its pictures and what was left out.

    The highest heading becomes `##`: the page has the one title. `context` holds what a file brought
    besides its HTML. Raises ValidationError when it is too large, too deep or too intricate.
    """
    context = context or Context()
    if len(html) > MAX_HTML or len(html.encode("utf-8", "replace")) > MAX_HTML:
        raise too_large()
    body = clean(html, context)
    word.tidy(body, context)
    nesting.nest(body)
    styled.gather(body, context)
    places.find(body, context)
    found = notes.take(body, context)
    blocks = Blocks(context, _shift(body))
    written = blocks.inside(body)
    written += [_note(number, blocks.inside(holder)) for number, holder in found]
    return Incoming(
        markdown="\n\n".join(written) + "\n" if written else "",
        title=context.title,
        summary=context.summary,
        pictures=context.pictures,
        left_out=left_out.sentences(context.left_out),
    )


def too_large() -> ValidationError:
    return ValidationError(
        _("This text is larger than 5 MB. Copy it in parts, or drag its pictures in as files."),
        code="too-large",
    )


def _shift(body: Element) -> int:
    levels = [
        int(heading.tag[1])
        for heading in body.iter("h1", "h2", "h3", "h4", "h5", "h6")
        if heading.text_content().strip()
    ]
    return 2 - min(levels, default=2)


def _note(number: str, blocks: list[str]) -> str:
    text = "\n\n".join(blocks).replace("\n", "\n    ")
    return "\n".join(line.rstrip() for line in f"[^{number}]: {text}".split("\n"))
