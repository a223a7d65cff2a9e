"""Terms with a definition: `[words](definition:slug)` links to it."""

from collections.abc import Iterator
from urllib.parse import unquote

from django.utils.translation import gettext as _
from markdown_it.token import Token

from . import blocks
from .model import Context

SCHEME = "definition:"
CLASS = "term"


def place(tokens: list[Token], context: Context) -> None:
    """Gives each link to a term its address; of one that is not defined only the words are left, with a
    problem for the writer."""
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = list(_linked(token, context))


def _linked(inline: Token, context: Context) -> Iterator[Token]:
    line, dropped = blocks.line(inline), False
    for child in inline.children or ():
        line += child.type.endswith("break") and line > 0
        if child.type == "link_open" and (slug := slug_of(child)) is not None:
            address = context.term(slug) if context.term else None
            dropped = address is None
            if address is None:
                context.problems.append(unknown(slug, line))
                continue
            child.attrs = {"href": address, "class": CLASS, "aria-describedby": f"term-{slug}"}
        elif child.type == "link_close" and dropped:
            dropped = False  # links do not stand within links (CommonMark 0.31, 6.3)
            continue
        yield child


def slug_of(link: Token) -> str | None:
    """The term that a link names, None when it leads elsewhere."""
    href = str(link.attrs.get("href", ""))
    return unquote(href.removeprefix(SCHEME)).strip() if href.startswith(SCHEME) else None


def unknown(slug: str, line: int) -> str:
    problem = _("There is no definition called “%(slug)s”. Make it first, or correct its name.") % {
        "slug": slug
    }
    return _("Line %(line)d: %(problem)s") % {"line": line, "problem": problem} if line else problem
