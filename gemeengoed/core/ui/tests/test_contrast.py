"""The figures of the palette, and the refusal of what cannot be read."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from gemeengoed.core.ui.contrast import contrast_ratio, validate_contrast

STYLESHEET = Path(__file__).parents[1] / "static/ui/gemeengoed.css"

PALETTE = [  # colour, ground, figure promised (one decimal)
    ("#1D2725", "#FBF7EE", 14.4),
    ("#1D2725", "#FFFFFF", 15.3),
    ("#4F5A55", "#FBF7EE", 6.7),
    ("#4F5A55", "#FFFFFF", 7.2),
    ("#857C6A", "#FBF7EE", 3.9),
    ("#857C6A", "#FFFFFF", 4.1),
    ("#0F5A4E", "#FBF7EE", 7.6),
    ("#0F5A4E", "#FFFFFF", 8.1),
    ("#0A3F37", "#FBF7EE", 11.0),
    ("#0A3F37", "#FFFFFF", 11.8),
    ("#24509C", "#FBF7EE", 7.3),
    ("#24509C", "#FFFFFF", 7.8),
    ("#A33B22", "#FBF7EE", 6.1),
    ("#A33B22", "#FFFFFF", 6.6),
    ("#1D2725", "#F4B81F", 8.6),
    ("#1D2725", "#DDEAF0", 12.5),
    ("#B3261E", "#FBF7EE", 6.1),
    ("#1B6B3A", "#FBF7EE", 6.1),
    ("#F1EBDD", "#141C1B", 14.6),
    ("#B9C0B4", "#141C1B", 9.3),
    ("#7F8A83", "#141C1B", 4.8),
    ("#7FD1BC", "#141C1B", 9.7),
    ("#9DBDF2", "#141C1B", 9.1),
    ("#F2A48E", "#141C1B", 8.7),
    ("#F7C948", "#141C1B", 11.1),
]


@pytest.mark.parametrize(("colour", "ground", "figure"), PALETTE)
def test_palette(colour: str, ground: str, figure: float) -> None:
    assert contrast_ratio(colour, ground) == pytest.approx(figure, abs=0.06)
    assert contrast_ratio(ground, colour) == contrast_ratio(colour, ground)


def test_the_ends_of_the_scale() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#777777", "#777777") == 1
    with pytest.raises(ValueError, match="rrggbb"):
        contrast_ratio("red", "#ffffff")


def test_refusal_tells_the_figure() -> None:
    validate_contrast("#767676", "#ffffff")
    with translation.override("en"), pytest.raises(ValidationError, match=r"contrast 4\.47"):
        validate_contrast("#777777", "#ffffff")
    with pytest.raises(ValidationError) as caught:
        validate_contrast("blue", "#ffffff")
    assert caught.value.code == "colour"


def _scheme(block: str) -> dict[str, str]:
    found = re.findall(r"--gemeengoed-color-([\w-]+): (#[0-9a-f]{3,6});", block)
    return {n: "#" + "".join(c * 2 for c in v[1:]) if len(v) == 4 else v for n, v in found}


def test_every_text_colour_of_the_stylesheet_can_be_read() -> None:
    light, dark = STYLESHEET.read_text().split("@media (prefers-color-scheme: dark)")[:2]
    grounds = ("papier", "vel", "klei", "lucht")
    texts = ("inkt", "inkt-zacht", "sluisgroen", "delft", "baksteen", "fout", "goed")
    base = _scheme(light)
    for scheme in (base, base | _scheme(dark.split("/* the work")[0])):
        for text in texts:
            for ground in grounds:
                assert contrast_ratio(scheme[text], scheme[ground]) >= 4.5, (text, ground)
        for text, ground in (
            ("op-sluis", "sluisgroen"),
            ("op-sluis", "sluisdiep"),
            ("op-fout", "fout"),
            ("op-fout", "baksteen"),
            ("op-dotter", "dotter"),
            ("inkt", "in"),
            ("inkt", "uit"),
        ):
            assert contrast_ratio(scheme[text], scheme[ground]) >= 4.5, (text, ground)
        assert contrast_ratio(scheme["lijn"], scheme["vel"]) >= 3
