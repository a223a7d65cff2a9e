"""A text that goes out as a file and comes in again says the same."""

import pytest

from gemeengoed.core.text import markdown
from gemeengoed.core.text.licences import Licence

from . import trips


@pytest.mark.parametrize("form", trips.FORMS)
def test_every_structure_comes_back_as_the_table_says(form: str) -> None:
    files = {name: trips.written(text, form) for name, text in trips.STRUCTURES.items()}
    same = {name for name, data in files.items() if trips.comes_back(trips.STRUCTURES[name], data)}
    expected = {name for name in trips.STRUCTURES if (name, form) not in trips.CHANGED}
    assert same == expected


@pytest.mark.parametrize("form", trips.FORMS)
def test_what_is_printed_around_a_text_does_not_come_back_in_it(form: str) -> None:
    source = markdown.Node("text", "Ada. Het veld.")
    found = trips.read(
        trips.written(
            "De tekst.\n",
            form,
            summary="Waar het over gaat",
            bylines=["Ada", "Bo"],
            sources=[[source]],
            citation="Ada (2024). Titel.",
            licence=Licence("CC-BY-4.0", "CC BY 4.0", ""),
        )
    )
    assert (found.title, found.summary) == ("Titel", "Waar het over gaat")
    assert found.markdown == "De tekst.\n"
    assert len(found.left_out) == 1
    assert "how to cite" in found.left_out[0] or "hoe je verwijst" in found.left_out[0]
