"""Contrast of two colours, as WCAG 2.2 defines it, for the colours that an instance chooses."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

TEXT_MINIMUM = 4.5
TOO_CLOSE = _(
    "These two colours differ too little to be read: contrast %(ratio)s, and at least "
    "%(minimum)s is needed. Make one of them darker or lighter."
)
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def contrast_ratio(one: str, two: str) -> float:
    """From 1.0 to 21.0 for two colours `#rrggbb` (ValueError for anything else).

    WCAG 2.2, definition of contrast ratio: (L1 + 0.05) / (L2 + 0.05), L1 the lighter.
    """
    lighter, darker = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def validate_contrast(one: str, two: str, minimum: float = TEXT_MINIMUM) -> None:
    """ValidationError, with the figure, for a pair under `minimum` (success criterion 1.4.3)."""
    for colour in (one, two):
        if not _HEX.fullmatch(colour):
            raise ValidationError(
                _("Write a colour as # and six digits or letters a to f, such as #0F5A4E."),
                code="colour",
            )
    ratio = contrast_ratio(one, two)
    if ratio < minimum:
        raise ValidationError(TOO_CLOSE, code="contrast", params=_figures(ratio, minimum))


def _figures(ratio: float, minimum: float) -> dict[str, str]:
    """Rounded down, so that 4.499 is not shown as 4.5."""
    return {"ratio": f"{int(ratio * 100) / 100:.2f}", "minimum": f"{minimum:g}"}


def _luminance(colour: str) -> float:
    """WCAG 2.2, definition of relative luminance in the sRGB colour space."""
    if not _HEX.fullmatch(colour):
        raise ValueError(f"Not a colour of the form #rrggbb: {colour!r}")
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
