"""What stands in a .docx around its text: fields, headers, parts, names; each in the smallest file."""

import pytest
from django.utils import translation

from .word_files import OFFICE, PICTURE, SCHEMAS, field, markdown, p, picture, r, read, word


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def test_the_contents_that_word_made_are_left_out_and_what_follows_is_not() -> None:
    begin, *_code, end = field(' TOC \\o "1-3" ', "|").split("|")
    body = p(begin + r("Eerste 3")) + p(r("Tweede 9")) + p(end) + p("De tekst.")
    found = read(word(body))
    assert found.markdown == "De tekst.\n"
    assert "table of contents" in found.left_out[0]


def test_a_field_without_an_end_hides_nothing() -> None:
    begin = field(' TOC \\o "1-3" ', "|").split("|")[0]
    assert markdown(p(begin + r("Eerste")) + p("De tekst.")) == "Eerste\n\nDe tekst."


def test_headers_that_say_something_and_parts_of_other_files_are_told() -> None:
    header = f'<Relationship Id="h" Type="{OFFICE}/header" Target="header1.xml"/>'
    parts = {"word/header1.xml": word_part("hdr", p("Vertrouwelijk, pagina 1"))}
    found = read(word(p("x") + '<w:altChunk r:id="q"/>', relations=header, parts=parts))
    assert found.left_out == [
        "What stands at the top and the foot of every page was left out.",
        "1 part that is another file was left out. Bring it as a document of its own.",
    ]
    parts = {"word/header1.xml": word_part("hdr", p("Pagina 1 van 3"))}
    assert read(word(p("x"), relations=header, parts=parts)).left_out == []


def word_part(name: str, inside: str) -> bytes:
    return f'<w:{name} xmlns:w="{SCHEMAS}/wordprocessingml/2006/main">{inside}</w:{name}>'.encode()


@pytest.mark.parametrize("main", ["word/document2.xml", "word\\document.xml", "Word/Document.xml"])
def test_the_text_is_found_under_every_name(main: str) -> None:
    assert markdown(p("x"), main=main) == "x"


def test_the_strict_form_is_read_as_the_other() -> None:
    body = p("Kop", '<w:outlineLvl w:val="0"/>') + p(picture("Een veld"))
    data = word(body, strict=True, **PICTURE)  # type: ignore[arg-type]
    assert read(data).markdown == "## Kop\n\n![Een veld](picture:1)\n"


def test_a_character_that_xml_forbids_is_passed_over() -> None:
    assert markdown(p("een\x0bwoord")) == "eenwoord"
