"""Mail as HTML: one shell around whatever it says, with its styles in the elements.

Classic Outlook lays out with Word's engine: tables, no flex or grid, widths as attributes. Dark mode is a
media query, which stays in a style element; all else is inlined once, since Gmail drops style elements
from forwarded mail. The rules stand in `templates/mail/shell.css`.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    import css_inline


_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{\n(.*?)\n\}", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Shell:
    """What stands around the words. `picture` is an address (https) of a PNG or JPEG that is shown 48 by
    48, as decoration: the name stands beside it. `below` is what stands under the sheet, safe HTML.
    `preview` is what a list of messages shows after the subject."""

    title: str
    name: str
    address: str = ""
    language: str = "nl"
    picture: str = ""
    preview: str = ""
    below: str = ""


def document(content: SafeString, shell: Shell) -> str:
    """The whole page around `content`, which is safe HTML: block elements only, no tables for layout."""
    with translation.override(shell.language):
        return render_to_string("mail/shell.html", {"content": content, "shell": shell})


def inlined(page: str) -> str:
    """The page with its rules in the elements; at-rules, such as those for dark mode, stay in the head."""
    return _inliner().inline(page) if page else ""


def darkened(page: str) -> str:
    """What `inlined` gave, with the rules for dark mode in the elements as well: as a mail program that
    follows them shows it."""
    return _inliner(dark=True).inline(page) if page else ""


@cache
def _inliner(*, dark: bool = False) -> "css_inline.CSSInliner":
    import css_inline  # noqa: PLC0415 - 2 MB, in processes that may never write a letter

    rules = render_to_string("mail/shell.css")
    return css_inline.CSSInliner(
        load_remote_stylesheets=False,
        keep_at_rules=True,
        resolve_css_variables=True,
        minify_css=True,
        extra_css="".join(_DARK.findall(rules)) if dark else rules,
    )
