"""The operator's colours: which pairs there are, and that each can be read."""

import re

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
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
    "vel": "#ffffff",
    "klei": "#f0e8d8",
    "lucht": "#ddeaf0",
}
CHOSEN = ("papier", "inkt", "delft", "sluisgroen", "op-sluis")
"""What an operator can choose: page, text, links, buttons, words on buttons."""
# Foreground, background: each pair stands somewhere as text on a ground (WCAG 2.2, 1.4.3).
PAIRS = (
    ("op-sluis", "sluisgroen"),
    *((front, "papier") for front in ("inkt", "delft", "sluisgroen", "inkt-zacht", "baksteen")),
    *((front, "klei") for front in ("inkt", "delft", "sluisgroen", "inkt-zacht", "baksteen")),
    *((front, "vel") for front in ("inkt", "delft", "sluisgroen", "inkt-zacht", "baksteen")),
    *((front, "lucht") for front in ("inkt", "delft")),
)
# Grounds that follow from the page, with the colour that is mixed into it and how much of it.
MIXED = {"vel": ("papier", 0.0), "klei": ("inkt", 0.06), "lucht": ("delft", 0.1)}
HEX = re.compile(r"#[0-9a-f]{6}")


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
        "vel": _("Fields"),
        "klei": _("Bands"),
        "lucht": _("Notes"),
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
        if not HEX.fullmatch(value):
            raise ValidationError({name: _("Write it as # and six digits or letters a to f.")})
    chosen = {name: value for name, value in chosen.items() if value != OWN[name]}
    _check_pairs(with_grounds({**OWN, **chosen}), chosen)
    return chosen


def with_grounds(colours: Colours) -> Colours:
    """All of `colours`, and what bands, fields and notes become where another page colour is chosen."""
    if colours["papier"] == OWN["papier"]:
        return colours
    mixed = {
        ground: _mix(colours["papier"], colours[other], part)
        for ground, (other, part) in MIXED.items()
    }
    return {**colours, **mixed}


def _mix(one: str, other: str, part: float) -> str:
    """`#rrggbb` that is `part` (0 to 1) of `other` and for the rest `one`."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def _check_pairs(colours: Colours, chosen: Colours) -> None:
    """Of each chosen colour the pair that reads worst is named."""
    worst: dict[str, tuple[float, str]] = {}
    for front, ground in PAIRS:
        ratio = contrast_ratio(colours[front], colours[ground])
        moved = {front, ground, *(["papier"] if ground in MIXED else [])} & set(chosen)
        if ratio < TEXT_MINIMUM and moved:
            place = front if front in chosen else min(moved)
            said = ratio, _too_little(front, ground, ratio)
            worst[place] = min(worst.get(place, said), said)
    if worst:
        raise ValidationError({place: message for place, (_ratio, message) in worst.items()})


def _too_little(front: str, ground: str, ratio: float) -> str:
    """The figure is rounded down, so that 4.499 is not shown as 4.5."""
    return _(
        "“%(front)s” on “%(ground)s” has a contrast of %(ratio)s; at least 4.5 is needed to be read. "
        "Make one of them darker or lighter."
    ) % {
        "front": names()[front],
        "ground": names()[ground],
        "ratio": number_format(int(ratio * 100) / 100, 2),
    }


def stylesheet(colours: Colours) -> str:
    """Custom properties only, outside any layer: they win from those of the look."""
    shown = dict(colours)
    if "papier" in colours:
        grounds = with_grounds({**OWN, **colours})
        shown |= {name: grounds[name] for name in MIXED}
    lines = [f"  --gemeengoed-color-{name}: {value};" for name, value in shown.items()]
    if "sluisgroen" in colours:
        lines.append(f"  --gemeengoed-color-sluisdiep: {colours['sluisgroen']};")
    return ":root {\n" + "\n".join(lines) + "\n}\n" if lines else ""
