"""Words as Markdown that shows those same words: only what would be read as a mark gets a backslash."""

import re

# Backslash before punctuation, code, emphasis at the edge of a word, struck text, notes and links,
# addresses in angle brackets, entities (CommonMark 0.31, sections 2.4, 2.5 and 6).
_INLINE = re.compile(
    r"""\\(?=[!-/:-@\[-`{-~])
      | [`*]
      | (?<![^\W_])_ | _(?![^\W_])
      | ~(?=~)
      | !(?=\[)
      | \[(?=\^|[^\]\n]{0,200}\]\s?[(\[])
      | <(?=[A-Za-z][A-Za-z0-9+.-]{1,31}:|[^\s<>@]{1,64}@|[/!?A-Za-z])
      | &(?=\#?\w{1,32};)""",
    re.VERBOSE,
)
# What begins a block: heading, quotation, list, line, fence, definition of a note or a link.
_BLOCK = re.compile(
    r"^(\s*)(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|={1,}\s*$|-{2,}\s*$|~{3}|\[(?=[^\]\n]+\]:))"
)
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")


def inline(text: str) -> str:
    """`text` inside a paragraph."""
    return _INLINE.sub(lambda found: "\\" + found[0], text)


def block_start(line: str) -> str:
    """`line`, escaped by `inline`, where it begins a line of a paragraph."""
    return _NUMBERED.sub(r"\1\\\2", _BLOCK.sub(r"\1\\\2", line))


def cell(text: str) -> str:
    """`text`, already Markdown, inside a cell of a table."""
    return re.sub(r"(?<!\\)((?:\\\\)*)\|", r"\1\\|", " ".join(text.split()))


def address(href: str) -> str:
    """`href` between the round brackets of a link."""
    href = "".join(href.split())
    for sign, code in (("(", "%28"), (")", "%29"), ("<", "%3C"), (">", "%3E"), ("\\", "%5C")):
        href = href.replace(sign, code)
    return href


def title(text: str) -> str:
    """`text` between the double quotes of a picture's title; they are made typographic."""
    return inline(" ".join(text.split()).replace('"', "”"))
