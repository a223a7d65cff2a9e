"""The operator's colours: which pairs there are, and that each can be read."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gemeengoed.core.ui.contrast import TEXT_MINIMUM, contrast_ratio

Colours = dict[str, str]
"""Name of a token to '#rrggbb'; a name that is missing keeps the server's own colour."""

OWN: Colours = {
    "papier": "#fbf7ee",
    "inkt": "#1d2725",
    "delft": "#24509c",
    "sluisgroen": "#0f5a4e",
    "op-sluis": "#ffffff",
    "inkt-zacht": "#4f5a55",
    "baksteen": "#a33b22",
}
CHOSEN = ("papier", "inkt", "delft", "sluisgroen", "op-sluis")
"""What an operator can choose: page, text, links, buttons, words on buttons."""
# Foreground, background: each pair stands somewhere as text on a ground (WCAG 2.2, 1.4.3).
PAIRS = (
    ("inkt", "papier"),
    ("delft", "papier"),
    ("op-sluis", "sluisgroen"),
    ("sluisgroen", "papier"),
    ("inkt-zacht", "papier"),
    ("baksteen", "papier"),
)
_HEX = re.compile(r"#[0-9a-f]{6}")


def names() -> dict[str, str]:
    """What each is called on the screen."""
    return {
        "papier": _("Page"),
        "inkt": _("Text"),
        "delft": _("Links"),
        "sluisgroen": _("Buttons"),
        "op-sluis": _("Words on buttons"),
        "inkt-zacht": _("Grey text of the server"),
        "baksteen": _("Red text of the server"),
    }


def checked(given: Colours) -> Colours:
    """`given` in small letters, without what is empty or the server's own.

    Raises ValidationError by name of the colour, with the figure, for a pair under 4.5 : 1.
    """
    chosen = {name: value.strip().lower() for name, value in given.items() if value.strip()}
    strange = set(chosen) - set(CHOSEN)
    if strange:
        raise ValidationError(_("There is no colour “%s” to choose.") % min(strange))
    for name, value in chosen.items():
        if not _HEX.fullmatch(value):
            raise ValidationError({name: _("Write it as # and six digits or letters a to f.")})
    chosen = {name: value for name, value in chosen.items() if value != OWN[name]}
    _check_pairs({**OWN, **chosen}, chosen)
    return chosen


def _check_pairs(colours: Colours, chosen: Colours) -> None:
    errors: dict[str, list[str]] = {}
    for front, ground in PAIRS:
        ratio = contrast_ratio(colours[front], colours[ground])
        if ratio < TEXT_MINIMUM and {front, ground} & set(chosen):
            place = front if front in chosen else ground
            errors.setdefault(place, []).append(_too_little(front, ground, ratio))
    if errors:
        raise ValidationError(errors)


def _too_little(front: str, ground: str, ratio: float) -> str:
    """The figure is rounded down, so that 4.499 is not shown as 4.5."""
    return _(
        "“%(front)s” on “%(ground)s” has a contrast of %(ratio)s; at least 4.5 is needed to be read. "
        "Make one of them darker or lighter."
    ) % {
        "front": names()[front],
        "ground": names()[ground],
        "ratio": f"{int(ratio * 100) / 100:.2f}",
    }


def stylesheet(colours: Colours) -> str:
    """Custom properties only, outside any layer: they win from those of the look."""
    lines = [f"  --gemeengoed-color-{name}: {colours[name]};" for name in CHOSEN if name in colours]
    if "sluisgroen" in colours:
        lines.append(f"  --gemeengoed-color-sluisdiep: {colours['sluisgroen']};")
    return ":root {\n" + "\n".join(lines) + "\n}\n" if lines else ""
