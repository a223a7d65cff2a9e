"""Sentences about what was not taken over, or was changed."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .model import MAX_PICTURES


def sentences(counted: Counter[str]) -> list[str]:
    """One sentence for each kind that was counted, in a fixed order."""
    return [words for kind in _ORDER if counted[kind] and (words := _sentence(kind, counted[kind]))]


_ORDER = (
    "tracked",
    "pictures",
    "local",
    "unreadable",
    "foreign",
    "embedded",
    "remarks",
    "contents",
    "imprint",
    "margins",
    "hidden",
    "parts",
    "numbers",
    "merged",
    "cells",
    "head",
    "formulas",
    "symbols",
    "drawings",
)


def _sentence(kind: str, number: int) -> str:
    return (_plural(kind, number) or _plain(kind)) % {"number": number, "most": MAX_PICTURES}


def _plain(kind: str) -> str:
    return {
        "tracked": _(
            "The document held tracked changes. The text was taken as if all were accepted."
        ),
        "embedded": _("Programs, forms, sound and moving pictures were left out."),
        "contents": _("The table of contents was left out: the page makes its own."),
        "imprint": _(
            "What this site printed around the text was left out: names, date, sources, how to cite."
        ),
        "margins": _("What stands at the top and the foot of every page was left out."),
        "hidden": _("Hidden text was left out."),
        "numbers": _("The numbers before headings were left out. Check what refers to them."),
        "formulas": _("Formulas came along as plain text. Check them."),
        "head": _("A table without a head row got its first row as head."),
    }.get(kind, "")


def _plural(kind: str, number: int) -> str:
    if kind == "pictures":
        return ngettext(
            "%(number)d picture was left out: at most %(most)d come along at once.",
            "%(number)d pictures were left out: at most %(most)d come along at once.",
            number,
        )
    if kind == "local":
        return ngettext(
            "%(number)d picture stayed on your computer. Save it as a file and drag it into the text.",
            "%(number)d pictures stayed on your computer. Save them as files and drag them into the text.",
            number,
        )
    if kind == "unreadable":
        return ngettext(
            "%(number)d picture could not be read and was left out.",
            "%(number)d pictures could not be read and were left out.",
            number,
        )
    if kind == "foreign":
        return ngettext(
            "%(number)d picture of another site became a link.",
            "%(number)d pictures of another site became links.",
            number,
        )
    return _plural_of_parts(kind, number)


def _plural_of_parts(kind: str, number: int) -> str:
    if kind == "remarks":
        return ngettext(
            "%(number)d remark in the margin was left out.",
            "%(number)d remarks in the margin were left out.",
            number,
        )
    if kind == "merged":
        return ngettext(
            "%(number)d merged cell of a table was divided. Check the table.",
            "%(number)d merged cells of tables were divided. Check the tables.",
            number,
        )
    if kind == "cells":
        return ngettext(
            "In %(number)d cell of a table, paragraphs or lists were put in one line.",
            "In %(number)d cells of tables, paragraphs or lists were put in one line.",
            number,
        )
    if kind == "drawings":
        return ngettext(
            "%(number)d drawing or chart was left out. Save it as a picture and drag it into the text.",
            "%(number)d drawings or charts were left out. Save them as pictures and drag them into the text.",
            number,
        )
    return _plural_of_rest(kind, number)


def _plural_of_rest(kind: str, number: int) -> str:
    if kind == "parts":
        return ngettext(
            "%(number)d part that is another file was left out. Bring it as a document of its own.",
            "%(number)d parts that are other files were left out. Bring them as documents of their own.",
            number,
        )
    if kind == "symbols":
        return ngettext(
            "%(number)d sign of a font with symbols was left out. Check the text.",
            "%(number)d signs of fonts with symbols were left out. Check the text.",
            number,
        )
    return ""
