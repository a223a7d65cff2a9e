"""Numbers under which the world knows a source: checked, written in one way, and where they lead."""

import re
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_LAWS = {
    # EUR-Lex: sector, year, kind, number, perhaps which of several
    "CELEX": re.compile(r"[0-9CE]\d{4}[A-Z]{1,2}\d{4}(?:\(\d{1,2}\))?(?:R\(\d{2}\))?"),
    "BWB": re.compile(r"BWB[RVW]\d{7}"),
    "CVDR": re.compile(r"CVDR\d{1,9}(?:_\d{1,3})?"),
    # Council conclusions 2011/C 127/01: country, court, year, number
    "ECLI": re.compile(r"ECLI:[A-Z]{2}:[A-Z0-9]{1,7}:\d{4}:[A-Z0-9.]{1,25}"),
    "parliament": re.compile(r"KST-\d{1,6}(?:-[A-Z0-9]+)*"),
    # Council conclusions 2012/C 325/02
    "ELI": re.compile(r"ELI/[A-Z0-9_./-]{3,100}"),
}


def doi(typed: str) -> str:
    """The DOI without what stands before it, '' when nothing was typed. Raises ValidationError."""
    text = typed.strip()
    if not text:
        return ""
    found = _DOI.fullmatch(text)
    if found is None:
        raise ValidationError(
            _("A DOI begins with 10. and has a slash, as in 10.1126/science.162.3859.1243.")
        )
    return found[1].rstrip(".,;")


def isbn(typed: str) -> str:
    """The digits of an ISBN of 10 or 13 (ISO 2108), '' when nothing was typed. Raises ValidationError
    when the last digit, which checks the others, does not."""
    digits = re.sub(r"[\s‐-―-]", "", re.sub(r"(?i)^isbn[:\s]*", "", typed.strip())).upper()
    if not digits:
        return ""
    if re.fullmatch(r"\d{9}[\dX]", digits):
        right = _check_10(digits)
    elif re.fullmatch(r"97[89]\d{10}", digits):
        right = _check_13(digits)
    else:
        raise ValidationError(
            _(
                "An ISBN has 10 digits, or 13 that begin with 978 or 979. Look at the back of the book."
            )
        )
    if digits[-1] != right:
        raise ValidationError(
            _("One of these digits is mistyped: the last does not fit the others. Compare them.")
        )
    return digits


def _check_10(digits: str) -> str:
    left = -sum(weight * int(d) for weight, d in zip(range(10, 1, -1), digits, strict=False)) % 11
    return "X" if left == 10 else str(left)


def _check_13(digits: str) -> str:
    return str(-sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits[:12])) % 10)


def law(typed: str) -> str:
    """The number of a law, ruling or letter to parliament as its register writes it, '' when nothing
    was typed. Raises ValidationError."""
    text = re.sub(
        r"(?i)^(celex[:\s]*|https?://(data\.europa\.eu|wetten\.overheid\.nl)/)", "", typed
    )
    text = text.strip().strip("/")
    if not text:
        return ""
    kind = law_kind(text)
    if not kind:
        raise ValidationError(
            _(
                "Give the number as its register does: CELEX 32022R1925, BWBR0005537, "
                "ECLI:EU:C:1964:66, eli/reg/2022/1925/oj or kst-26643-1057."
            )
        )
    return text.lower() if kind in ("ELI", "parliament") else text.upper()


def law_kind(number: str) -> str:
    """'CELEX', 'BWB', 'CVDR', 'ECLI', 'ELI' or 'parliament'; '' for none of these."""
    upper = number.upper()
    return next((kind for kind, pattern in _LAWS.items() if pattern.fullmatch(upper)), "")


def law_address(number: str) -> str:
    """Where the number leads; '' when no register is known for it."""
    kind, safe = law_kind(number), quote(number, safe="/:.()_-")
    if kind == "ECLI" and number.startswith("ECLI:NL:"):
        return f"https://deeplink.rechtspraak.nl/uitspraak?id={safe}"
    forms = {
        "CELEX": "https://eur-lex.europa.eu/legal-content/NL/ALL/?uri=CELEX:{}",
        "BWB": "https://wetten.overheid.nl/{}",
        "CVDR": "https://lokaleregelgeving.overheid.nl/{}",
        "ECLI": "https://eur-lex.europa.eu/legal-content/NL/ALL/?uri={}",
        "ELI": "http://data.europa.eu/{}",
        "parliament": "https://zoek.officielebekendmakingen.nl/{}.html",
    }
    return forms[kind].format(safe) if kind else ""
