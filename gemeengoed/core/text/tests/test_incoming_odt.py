"""What LibreOffice and its kin write in an .odt, each in the smallest file that holds it."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from gemeengoed.core.text import incoming
from gemeengoed.core.text.writers.odt.styles import NAMESPACES

from .word_files import png

TYPE = "application/vnd.oasis.opendocument.text"


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def text(body: str, styles: str = "", parts: dict[str, bytes] | None = None) -> incoming.Incoming:
    """What a file with `body` becomes; `styles` are those of the text itself."""
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        files = {"mimetype": TYPE.encode(), "content.xml": content.encode()}
        for name, data in {**files, **(parts or {})}.items():
            archive.writestr(name, data)
    return incoming.read_file(ContentFile(made.getvalue()))


def style(name: str, inside: str, family: str = "paragraph") -> str:
    return f'<style:style style:name="{name}" style:family="{family}">{inside}</style:style>'


def items(*words: str) -> str:
    return "".join(
        f"<text:list-item><text:p>{one}</text:p></text:list-item>" for one in words if one
    )


NUMBERS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" '
    'style:num-format="1" text:start-value="3"/></text:list-style>'
)


def test_a_list_begins_and_goes_on_where_it_says() -> None:
    first = f'<text:list text:style-name="L">{items("drie", "vier")}</text:list>'
    second = first.replace('"L"', '"L" text:continue-numbering="true"').replace("drie", "vijf")
    jump = first.replace("<text:list-item>", '<text:list-item text:start-value="9">', 1)
    found = text(f"{first}<text:p>tussen</text:p>{second}{jump}", NUMBERS)
    assert found.markdown == "3. drie\n4. vier\n\ntussen\n\n5. vijf\n6. vier\n\n9) drie\n10) vier\n"


def test_what_stands_in_a_list_without_a_mark_is_no_item() -> None:
    header = "<text:list-header><text:p>vooraf</text:p></text:list-header>"
    assert text(f"<text:list>{header}{items('een')}</text:list>").markdown == "vooraf\n\n- een\n"


def test_lists_that_were_written_one_after_the_other_stand_in_one_another_again() -> None:
    deeper = f"<text:list><text:list-item><text:list>{items('a')}</text:list></text:list-item></text:list>"
    body = f'<text:list text:style-name="L">{items("drie")}</text:list>{deeper}'
    body += (
        f'<text:list text:style-name="L" text:continue-numbering="true">{items("vier")}</text:list>'
    )
    assert text(body, NUMBERS).markdown == "3. drie\n   - a\n4. vier\n"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Quotations", "> een\n>\n> twee\n"),
        ("Intense_20_Quote", "> een\n>\n> twee\n"),
        ("Preformatted_20_Text", "```\neen\ntwee\n```\n"),
        ("Source_20_Code", "```\neen\ntwee\n```\n"),
        ("Call-out_20_tip", "> [!TIP]\n> **een**\n\n> [!TIP]\n> **twee**\n"),
        ("Eigen", "een\n\ntwee\n"),
    ],
)
def test_neighbours_of_one_style_are_one_part(name: str, expected: str) -> None:
    words = '<text:p text:style-name="{}">{}</text:p>'.format
    found = text(words(name, "een") + words(name, "twee")).markdown
    assert found.replace("**", "") == expected.replace("**", "")


def test_a_note_referred_to_again_and_a_reading_and_hidden_words() -> None:
    note = (
        '<text:note text:id="n" text:note-class="footnote"><text:note-body><text:p>noot</text:p>'
        "</text:note-body></text:note>"
    )
    again = '<text:note-ref text:ref-name="n">1</text:note-ref>'
    ruby = "<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>"
    hidden = '<text:span text:style-name="H">geheim</text:span>'
    gone = style("H", '<style:text-properties text:display="none"/>', "text")
    found = text(f"<text:p>Een{note} en{again} {ruby}{hidden}</text:p>", gone)
    assert found.markdown == "Een[^1] en[^1] 漢 (kan)\n\n[^1]: noot\n"
    assert found.left_out == ["Hidden text was left out."]


FRAME = '<draw:frame text:anchor-type="{}">{}<svg:desc>Een veld</svg:desc></draw:frame>'.format
IMAGE = '<draw:image xlink:href="Pictures/p.png"/>'
ILLUSTRATION = f"{FRAME('as-char', IMAGE)}Het veld"
BOX = (
    f'<draw:text-box><text:p text:style-name="Illustration">{ILLUSTRATION}</text:p></draw:text-box>'
)


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (FRAME("as-char", IMAGE), "voor ![Een veld](picture:1) na\n"),
        (FRAME("paragraph", IMAGE), "voor na\n\n![Een veld](picture:1)\n"),
        (FRAME("char", BOX), 'voor na\n\n![Een veld](picture:1 "Het veld")\n'),
    ],
)
def test_what_floats_stands_behind_the_paragraph(frame: str, expected: str) -> None:
    found = text(f"<text:p>voor {frame} na</text:p>", parts={"Pictures/p.png": png()})
    assert found.markdown == expected


def test_a_formula_of_libreoffice_becomes_a_line() -> None:
    math = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mfrac><mrow><mi>a</mi><mo>+</mo>'
        "<mi>b</mi></mrow><mn>2</mn></mfrac><mo>=</mo><msup><mi>x</mi><mn>2</mn></msup><msqrt><mi>y</mi>"
        '</msqrt></mrow><annotation encoding="StarMath 5.0">{a+b} over 2</annotation></semantics></math>'
    )
    frame = (
        '<draw:frame text:anchor-type="as-char"><draw:object xlink:href="./Object 1"/></draw:frame>'
    )
    found = text(f"<text:p>{frame}</text:p>", parts={"Object 1/content.xml": math.encode()})
    assert found.markdown == "(a+b)/2=x²√y\n"
    assert found.left_out == ["Formulas came along as plain text. Check them."]


def test_the_named_type_of_an_older_manifest_is_no_entity() -> None:
    manifest = (
        b'<?xml version="1.0"?><!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" '
        b'"Manifest.dtd"><manifest:manifest xmlns:manifest="urn:x"/>'
    )
    assert text("<text:p>x</text:p>", parts={"META-INF/manifest.xml": manifest}).markdown == "x\n"
