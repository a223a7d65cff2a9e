"""Formulas of Word (ECMA-376, part 1, 22.1) and of OpenDocument (MathML 3) on one line: (a+b)/2, √(x), x².

What has no sign of its own is written as in UnicodeMath (Unicode technical note 28).
"""

import re
from collections.abc import Callable

from lxml import etree

from .inline import SUBSCRIPT, SUPERSCRIPT

_PARTS = {"e", "num", "den", "sub", "sup", "deg", "fName", "lim"}
_ONE = re.compile(r"\d+|.")
_HAT = "\u0302"  # what an accent is where none is named (22.1.2.20)

Writer = Callable[[etree._Element], str]  # noqa: SLF001 - lxml has no other name for it


def line(element: etree._Element) -> str:
    """A formula with all that is in it, its blanks as one."""
    return " ".join(_of(element).split())


def _of(element: etree._Element) -> str:
    name = _name(element)
    if name in _WRITERS:
        return _WRITERS[name](element)
    if name == "t" or not len(element):
        return element.text or ""
    return "".join(_of(child) for child in element if not _name(child).endswith("Pr"))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _part(element: etree._Element, name: str) -> str:
    """What stands in the parts of that name; several, as the rows of an equation, with a semicolon."""
    return "; ".join(filter(None, (_of(one).strip() for one in element if _name(one) == name)))


def _setting(element: etree._Element, name: str, otherwise: str) -> str:
    """A property such as `m:chr`; said to be nothing, it is nothing."""
    for properties in element:
        if _name(properties).endswith("Pr"):
            for one in properties:
                if _name(one) == name:
                    return next((str(v) for k, v in one.attrib.items() if k.endswith("val")), "")
    return otherwise


def _grouped(text: str) -> str:
    return text if _ONE.fullmatch(text) or not text else f"({text})"


def _raised(text: str, sign: str, signs: dict[int, int]) -> str:
    if not text:
        return ""
    if all(ord(letter) in signs for letter in text):
        return text.translate(signs)
    return f"{sign}{_grouped(text)}"


def _above(text: str) -> str:
    return _raised(text, "^", SUPERSCRIPT)


def _below(text: str) -> str:
    return _raised(text, "_", SUBSCRIPT)


def _scripts(element: etree._Element) -> str:
    base = _part(element, "e")
    return f"{base}{_below(_part(element, 'sub'))}{_above(_part(element, 'sup'))}"


def _limits(element: etree._Element) -> str:
    sign = _below if _name(element) == "limLow" else _above
    return f"{_part(element, 'e')}{sign(_part(element, 'lim'))}"


def _before(element: etree._Element) -> str:
    return f"{_below(_part(element, 'sub'))}{_above(_part(element, 'sup'))}{_part(element, 'e')}"


def _fraction(element: etree._Element) -> str:
    over = "¦" if _setting(element, "type", "") == "noBar" else "/"
    return f"{_grouped(_part(element, 'num'))}{over}{_grouped(_part(element, 'den'))}"


def _root(element: etree._Element) -> str:
    return f"{_above(_part(element, 'deg'))}√{_grouped(_part(element, 'e'))}"


def _large(element: etree._Element) -> str:
    sign = _setting(element, "chr", "∫")
    limits = _below(_part(element, "sub")) + _above(_part(element, "sup"))
    return f"{sign}{limits} {_part(element, 'e')}"


def _delimited(element: etree._Element) -> str:
    inside = [_of(one).strip() for one in element if _name(one) == "e"]
    start, end = _setting(element, "begChr", "("), _setting(element, "endChr", ")")
    return f"{start}{_setting(element, 'sepChr', '|').join(inside)}{end}"


def _function(element: etree._Element) -> str:
    return f"{_part(element, 'fName')} {_part(element, 'e')}"


def _accent(element: etree._Element) -> str:
    return f"{_grouped(_part(element, 'e'))}{_setting(element, 'chr', _HAT)}"


def _bar(element: etree._Element) -> str:
    return f"¯{_grouped(_part(element, 'e'))}"


def _matrix(element: etree._Element) -> str:
    rows = [one for one in element if _name(one) in ("mr", "mtr")]
    cells = [[_of(cell).strip() for cell in row if not _name(cell).endswith("Pr")] for row in rows]
    return "; ".join(", ".join(row) for row in cells)


# MathML, where the children of an element have their meaning by their place (3.1.3.2).


def _placed(*forms: str) -> Writer:
    """Writes children by place: 'x' as it is, '_' below, '^' above, '/' in a fraction, '√' as a root."""

    def write(element: etree._Element) -> str:
        parts = [_of(child).strip() for child in element if _name(child)]
        return "".join(_FORMS[form](part) for form, part in zip(forms, parts, strict=False))

    return write


_FORMS: dict[str, Callable[[str], str]] = {
    "x": lambda text: text,
    "_": _below,
    "^": _above,
    "(": _grouped,
    "/": lambda text: f"/{_grouped(text)}",
}


def _square_root(element: etree._Element) -> str:
    return f"√{_grouped(''.join(_of(child) for child in element).strip())}"


def _root_of_degree(element: etree._Element) -> str:
    base, degree = (*(_of(child).strip() for child in element), "", "")[:2]
    return f"{_above(degree)}√{_grouped(base)}"


_WRITERS: dict[str, Writer] = {
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sPre": _before,
    "limLow": _limits,
    "limUpp": _limits,
    "f": _fraction,
    "rad": _root,
    "nary": _large,
    "d": _delimited,
    "func": _function,
    "acc": _accent,
    "bar": _bar,
    "m": _matrix,
    "eqArr": lambda element: _part(element, "e"),
    "mfrac": _placed("(", "/"),
    "msup": _placed("x", "^"),
    "msub": _placed("x", "_"),
    "msubsup": _placed("x", "_", "^"),
    "munder": _placed("x", "_"),
    "mover": _placed("x", "^"),
    "munderover": _placed("x", "_", "^"),
    "msqrt": _square_root,
    "mroot": _root_of_degree,
    "mtable": _matrix,
    "annotation": lambda element: "",
    "annotation-xml": lambda element: "",
}
