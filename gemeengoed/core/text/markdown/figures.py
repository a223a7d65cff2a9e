"""Pictures: our own become figures; those of other hosts become links, so that nothing is fetched there."""

from urllib.parse import unquote

from django.utils.translation import gettext as _
from markdown_it.token import Token

from . import blocks, links, plain
from .model import Context, Figure

SCHEME = "figure:"
BETWEEN = " · "


def place(tokens: list[Token], context: Context) -> list[Token]:
    """The tokens with each picture found or made a link; a paragraph of pictures becomes figures."""
    changed: list[Token] = []
    for token in tokens:
        if token.type == "inline":
            _pictures(token, context)
        changed.append(token)
        if token.type == "paragraph_close" and _only_figures(changed):
            inline = changed[-2]
            del changed[-3:]
            figures = [child for child in inline.children or [] if child.type == "figure"]
            for child in figures:
                child.map = inline.map  # where it stands in the source, for who numbers blocks
            changed += figures
    return changed


def _only_figures(done: list[Token]) -> bool:
    if not blocks.is_paragraph(done, len(done) - 3):
        return False
    kinds = {child.type for child in done[-2].children or []}
    return "figure" in kinds and kinds <= {"figure", "softbreak", "hardbreak"}


def _pictures(inline: Token, context: Context) -> None:
    line = blocks.line(inline)
    children: list[Token] = []
    for child in inline.children or []:
        line += child.type.endswith("break") and line > 0
        children += _picture(child, line, context) if child.type == "image" else [child]
    inline.children = children


def _picture(image: Token, line: int, context: Context) -> list[Token]:
    source = str(image.attrs.get("src", ""))
    alt = plain.of_inline(image.children)
    found = _find(source, context)
    if not alt:
        context.problems.append(missing_alt(line))
    if found is not None:
        return [_figure(found, alt, str(image.attrs.get("title", "")))]
    if source.startswith(SCHEME):
        name = unquote(source.removeprefix(SCHEME))
        context.problems.append(
            _at(line, _("There is no picture called “%(name)s”.") % {"name": name})
        )
        return [_text(alt or name)]
    context.problems.append(
        _at(line, _("A picture of another site is shown as a link. Upload it here."))
    )
    return _link(source, alt or source)


def _find(source: str, context: Context) -> Figure | None:
    if source.startswith(SCHEME):
        return context.figure(unquote(source.removeprefix(SCHEME))) if context.figure else None
    return Figure(source) if source.startswith("/media/") else None


def _figure(found: Figure, alt: str, title: str) -> Token:
    caption, _between, credit = title.rpartition(BETWEEN)
    if not _between:
        caption, credit = title, ""
    token = Token("figure", "figure", 0)
    token.meta = {"figure": found, "alt": alt, "caption": caption.strip(), "credit": credit.strip()}
    return token


def missing_alt(line: int) -> str:
    return _at(
        line, _("Say between the square brackets what the picture shows: ![what it shows](…)")
    )


def _at(line: int, problem: str) -> str:
    if not line:
        return problem
    return _("Line %(line)d: %(problem)s") % {"line": line, "problem": problem}


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


def _link(href: str, words: str) -> list[Token]:
    opening = Token("link_open", "a", 1)
    opening.attrs = {"href": href}
    links.guard(opening)
    return [opening, _text(words), Token("link_close", "a", -1)]
