"""The emblem: the same everywhere, 5 to 7 plots, four colours, and safe as a file of its own."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from PIL import Image

from gemeengoed.core.ui.emblem import emblem_svg, plots
from gemeengoed.core.ui.parcels import area, touching

HANDLES = [f"handle-{number}" for number in range(500)]


def test_the_same_in_a_process_with_another_hash_seed() -> None:
    code = (
        "from gemeengoed.core.ui.emblem import emblem_svg\nprint(emblem_svg('werkplaats'), end='')"
    )
    root = Path(__file__).parents[4]
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == emblem_svg("werkplaats")


def test_the_drawing_stays_what_it_is() -> None:
    """Emblems stand in other people's caches and on paper: a change here must be meant."""
    first = plots("werkplaats")[0]
    assert len(plots("werkplaats")) == 6
    assert (first.colour, round(area(first.corners), 3)) == (3, 0.207)


def test_a_field_is_drawn_once_for_all_pages_that_show_it() -> None:
    assert emblem_svg("werf") is emblem_svg("werf")
    assert len({emblem_svg("werf"), emblem_svg("wei"), emblem_svg("werf", decorative=True)}) == 3


@pytest.mark.parametrize("handle", HANDLES)
def test_a_field_of_five_to_seven_plots(handle: str) -> None:
    fields = plots(handle)
    assert 5 <= len(fields) <= 7
    assert {plot.colour for plot in fields} == {1, 2, 3, 4}
    assert sum(area(plot.corners) for plot in fields) == pytest.approx(1)
    assert min(area(plot.corners) for plot in fields) > 0.04


@pytest.mark.parametrize("handle", HANDLES[:60])
def test_neighbours_differ_in_colour(handle: str) -> None:
    fields = [([(x * 100, y * 100) for x, y in p.corners], p.colour) for p in plots(handle)]
    for i, (one, colour) in enumerate(fields):
        for other, other_colour in fields[i + 1 :]:
            assert not (touching(one, other) and colour == other_colour)


def test_handles_give_different_fields() -> None:
    assert len({emblem_svg(handle) for handle in HANDLES}) == len(HANDLES)
    assert emblem_svg("Werkplaats", decorative=True) == emblem_svg("werkplaats", decorative=True)


@pytest.mark.parametrize("shape", ["square", "banner", "cover"])
def test_is_well_formed_without_style_or_script(shape: str) -> None:
    svg = emblem_svg("a<b>&'\"", title="<script>", shape=shape, new_parcel=True)  # type: ignore[arg-type]
    root = ET.fromstring(svg)
    assert root.get("aria-label") == "<script>"
    assert not [e for e in root.iter() if e.get("style") or e.tag.endswith("script")]
    marked = [e for e in root.iter() if e.get("class") == "parcel-new"]
    assert len(marked) == 1


def test_decoration_has_no_name() -> None:
    svg = emblem_svg("werkplaats", decorative=True)
    assert 'aria-hidden="true"' in svg
    assert "<title>" not in svg


@pytest.mark.django_db
def test_mail_gets_it_as_a_small_sharp_picture_with_an_edge_of_paper(set_up: None) -> None:
    answer = Client().get("/@werkplaats/emblem.png")
    assert answer["Content-Type"] == "image/png"
    assert len(answer.content) < 4000
    with Image.open(BytesIO(answer.content)) as picture:
        assert picture.size == (144, 144)
        shown = picture.convert("RGB")
    assert (
        max(abs(a - b) for a, b in zip(shown.getpixel((0, 72)), (0xFB, 0xF7, 0xEE), strict=True))
        < 8
    )
    assert len(shown.getcolors() or ()) > 8
    again = Client().get("/@werkplaats/emblem.png", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
