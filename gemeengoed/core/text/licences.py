"""Licences by their SPDX identifiers, alone or in an expression."""

from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from license_expression import ExpressionError, Licensing, get_spdx_licensing

MAX_LENGTH = 80


class Licence(NamedTuple):
    """`url` is where the licence can be read; empty for an expression of several."""

    id: str
    name: str
    url: str


def _creative(kind: str, words: str, path: str) -> Licence:
    return Licence(kind, f"Creative Commons {words}", f"https://creativecommons.org/{path}/")


COMMON = [
    _creative("CC0-1.0", "Zero 1.0", "publicdomain/zero/1.0"),
    _creative("CC-BY-4.0", "Attribution 4.0", "licenses/by/4.0"),
    _creative("CC-BY-SA-4.0", "Attribution-ShareAlike 4.0", "licenses/by-sa/4.0"),
    _creative("CC-BY-NC-4.0", "Attribution-NonCommercial 4.0", "licenses/by-nc/4.0"),
    _creative(
        "CC-BY-NC-SA-4.0", "Attribution-NonCommercial-ShareAlike 4.0", "licenses/by-nc-sa/4.0"
    ),
    _creative("CC-BY-ND-4.0", "Attribution-NoDerivatives 4.0", "licenses/by-nd/4.0"),
    _creative(
        "CC-BY-NC-ND-4.0", "Attribution-NonCommercial-NoDerivatives 4.0", "licenses/by-nc-nd/4.0"
    ),
    Licence("EUPL-1.2", "European Union Public Licence 1.2", "https://eupl.eu/1.2/en/"),
    Licence(
        "GPL-3.0-or-later",
        "GNU General Public License 3.0 or later",
        "https://www.gnu.org/licenses/gpl-3.0.html",
    ),
    Licence(
        "AGPL-3.0-or-later",
        "GNU Affero General Public License 3.0 or later",
        "https://www.gnu.org/licenses/agpl-3.0.html",
    ),
    Licence("MIT", "MIT License", "https://opensource.org/license/mit"),
    Licence("Apache-2.0", "Apache License 2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
    Licence(
        "ODbL-1.0", "Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"
    ),
]
_BY_ID = {licence.id: licence for licence in COMMON}


@cache
def _spdx() -> Licensing:
    return get_spdx_licensing()


@cache
def _known() -> dict[str, str]:
    """Every SPDX identifier by its lower-case form."""
    return {key.lower(): key for key in _spdx().known_symbols}


def validate(expression: str) -> str:
    """`expression` as SPDX writes it ('cc-by-4.0' gives 'CC-BY-4.0'). Raises ValidationError that names
    what comes close when a licence is unknown, and says so when the expression cannot be read."""
    expression = " ".join(expression.split())
    if not expression or len(expression) > MAX_LENGTH:
        raise ValidationError(
            _("Give a licence of at most %(most)d characters, such as CC-BY-SA-4.0."),
            code="length",
            params={"most": MAX_LENGTH},
        )
    try:
        parsed = _spdx().parse(expression)
        unknown = _spdx().unknown_license_keys(parsed) if parsed is not None else [expression]
    except (ExpressionError, ValueError, RecursionError):
        parsed, unknown = None, [expression]
    if parsed is None or unknown:
        raise _unknown(str(unknown[0]))
    return str(parsed.render("{symbol.key}"))


def _unknown(name: str) -> ValidationError:
    looks = name.lower().replace(" ", "-")
    close = [_known()[key] for key in get_close_matches(looks, _known(), n=3, cutoff=0.6)]
    if not close:
        return ValidationError(
            _("“%(name)s” is not a licence on the SPDX list. Choose one, such as CC-BY-SA-4.0."),
            code="unknown",
            params={"name": name},
        )
    return ValidationError(
        _("“%(name)s” is not a licence on the SPDX list. Do you mean %(close)s?"),
        code="unknown",
        params={"name": name, "close": ", ".join(close)},
    )


def describe(id: str) -> Licence:
    """Name and address for a licence or expression that `validate` returned."""
    if id in _BY_ID:
        return _BY_ID[id]
    if id.lower() in _known():
        return Licence(id, id, f"https://spdx.org/licenses/{id}.html")
    return Licence(id, id, "")
