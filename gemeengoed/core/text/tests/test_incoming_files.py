"""Documents that come in: made by LibreOffice and by python-docx; and those that are refused."""

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils import translation
from docx.shared import Cm
from PIL import Image

from gemeengoed.core.text import incoming
from gemeengoed.core.text.incoming import archive

FIXTURES = Path(__file__).parent / "fixtures"
Change = Callable[[dict[str, bytes]], None]


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def read(name: str) -> incoming.Incoming:
    with (FIXTURES / name).open("rb") as file:
        return incoming.read_file(File(file))


def repacked(name: str, change: Change) -> ContentFile:
    """The fixture with its parts changed."""
    with zipfile.ZipFile(FIXTURES / name) as before:
        parts = {part.filename: before.read(part) for part in before.infolist()}
    change(parts)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for part, data in parts.items():
            after.writestr(part, data)
    return ContentFile(made.getvalue())


def refusal(upload: File) -> str:
    with pytest.raises(ValidationError) as refused:
        incoming.read_file(upload)
    return str(refused.value.messages[0])


@pytest.mark.parametrize("name", ["libreoffice.docx", "libreoffice.odt"])
@pytest.mark.parametrize(
    "expected",
    [
        "## Proef van alles\n",
        "### Lijsten\n",
        "Een **vette** en *schuine* zin met een [verwijzing](https://example.org/pad?a=1&b=2)",
        "een noot[^1], en nog een[^2].",
        "- appels\n  - goudrenet\n  - elstar\n- peren\n",
        "1. eerst dit\n2. dan dat\n   1. met een onderdeel\n",
        "| Jaar | Leden | Opmerking |\n| --- | --- | --- |\n| 2023 | 12 | begin |\n",
        "\n| 2024 | samen genomen |  |\n",
        "|\n\nTabel 1: Leden per jaar\n",
        "![Een groen veld met gele strepen](picture:1)",
        "![](picture:2)",
        "> Een aanhaling van een ander.",
        "[^1]: De *eerste* noot.",
        "[^2]: De tweede noot.\n\n    Met een tweede alinea.",
    ],
)
def test_a_document_keeps(name: str, expected: str) -> None:
    assert expected in read(name).markdown


@pytest.mark.parametrize("name", ["libreoffice.docx", "libreoffice.odt"])
def test_title_and_pictures_come_apart(name: str) -> None:
    found = read(name)
    assert found.title == "Wat is een commons?"
    assert "Wat is een commons?" not in found.markdown
    assert [picture.alt for picture in found.pictures] == ["Een groen veld met gele strepen", ""]
    assert all(Image.open(BytesIO(picture.data)).size == (120, 60) for picture in found.pictures)


def test_docx_and_odt_of_one_document_give_the_same_text() -> None:
    assert read("libreoffice.docx").markdown == read("libreoffice.odt").markdown


@pytest.mark.parametrize("name", ["tracked.docx", "tracked.odt"])
def test_of_tracked_changes_the_accepted_text_is_taken_and_told(name: str) -> None:
    found = read(name)
    assert found.markdown == "## Wijzigingen\n\nHier staat toegevoegd werk.\n"
    assert found.left_out == [
        "The document held tracked changes. The text was taken as if all were accepted.",
        "1 remark in the margin was left out.",
    ]


def test_what_python_docx_writes_comes_in() -> None:
    made, picture = BytesIO(), BytesIO()
    Image.effect_noise((60, 40), 40).save(picture, "PNG")
    document = docx.Document()
    document.add_heading("Van buiten", 0)
    document.add_heading("Kop", 1)
    document.add_paragraph("een", style="List Bullet")
    document.add_paragraph("twee", style="List Bullet 2")
    document.add_paragraph("drie", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for number, cell in enumerate(table._cells):
        cell.text = f"cel {number}"
    document.add_picture(picture, width=Cm(2))
    document.add_paragraph("Zo zei zij.", style="Intense Quote")
    document.save(made)
    found = incoming.read_file(ContentFile(made.getvalue()))
    assert found.title == "Van buiten"
    assert "## Kop\n\n- een\n  - twee\n\n1. drie\n" in found.markdown
    assert "| cel 0 | cel 1 |\n| --- | --- |\n| cel 2 | cel 3 |" in found.markdown
    assert "![](picture:1)" in found.markdown
    assert "> Zo zei zij." in found.markdown
    assert "A table without a head row got its first row as head." in found.left_out


def test_of_200_pictures_the_first_come_along_and_the_rest_are_told() -> None:
    made = BytesIO()
    document = docx.Document()
    for number in range(200):
        picture = BytesIO()
        Image.effect_noise((16, 16), 40).save(picture, "PNG")
        document.add_paragraph(f"bij {number}")
        document.add_picture(picture)
    document.save(made)
    found = incoming.read_file(ContentFile(made.getvalue()))
    assert len(found.pictures) == incoming.MAX_PICTURES
    assert "bij 199" in found.markdown
    assert f"{200 - incoming.MAX_PICTURES} pictures were left out" in found.left_out[0]


def with_vba(parts: dict[str, bytes]) -> None:
    parts["word/vbaProject.bin"] = b"x"


def with_basic(parts: dict[str, bytes]) -> None:
    parts["Basic/Standard/Module1.xml"] = b"<module/>"


def cut_off(parts: dict[str, bytes]) -> None:
    parts["word/document.xml"] = parts["word/document.xml"][:-40]


def macro_type(parts: dict[str, bytes]) -> None:
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        b"openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"ms-word.document.macroEnabled.main+xml",
    )


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("libreoffice.docx", with_vba),
        ("libreoffice.docx", macro_type),
        ("libreoffice.odt", with_basic),
    ],
)
def test_macros_are_refused(name: str, change: Change) -> None:
    assert "macros" in refusal(repacked(name, change))


@pytest.mark.parametrize(
    ("change", "english", "dutch"),
    [
        (with_vba, "holds macros (programs)", "macro’s (programma’s)"),
        (macro_type, "Save it as a plain .docx or .odt", "gewone .docx of .odt"),
        (cut_off, "Open it, save it anew", "Open het, sla het opnieuw op"),
    ],
)
def test_a_refusal_says_what_to_do_in_the_language_of_the_reader(
    change: Change, english: str, dutch: str
) -> None:
    upload = repacked("libreoffice.docx", change)
    assert english in refusal(upload)
    with translation.override("nl"):
        assert dutch in refusal(upload)


BILLION = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declaration", [BILLION, OUTSIDE])
@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("libreoffice.docx", "word/document.xml"),
        ("libreoffice.docx", "word/_rels/document.xml.rels"),
        ("libreoffice.odt", "content.xml"),
        ("libreoffice.odt", "styles.xml"),
    ],
)
def test_entities_are_refused(name: str, part: str, declaration: bytes) -> None:
    def declare(parts: dict[str, bytes]) -> None:
        parts[part] = declaration + parts[part].partition(b"?>")[2]

    assert "entities" in refusal(repacked(name, declare))


def test_entities_in_another_encoding_are_refused() -> None:
    def recode(parts: dict[str, bytes]) -> None:
        parts["content.xml"] = OUTSIDE.decode().encode("utf-16")

    assert "broken" in refusal(repacked("libreoffice.odt", recode))


def bomb(size: int, times: int = 1) -> ContentFile:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<x/>")
        for number in range(times):
            with packed.open(f"word/media/{number}.xml", "w") as part:
                for _megabyte in range(size // 1_000_000):
                    part.write(bytes(1_000_000))
    return ContentFile(made.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = bomb(archive.MAX_TOTAL + 1_000_000)
    assert upload.size < 1_000_000

    def unpacked(*_args: object) -> bytes:
        raise AssertionError("unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "open", unpacked)
    assert "far more than a text" in refusal(upload)


def test_very_many_parts_are_refused() -> None:
    assert "far more than a text" in refusal(bomb(0, archive.MAX_PARTS))


def test_one_part_that_is_too_large_is_refused() -> None:
    assert "too long" in refusal(bomb(archive.MAX_XML + 1_000_000))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    data = bytearray((FIXTURES / "libreoffice.odt").read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (5).to_bytes(4, "little")
    at = data.index(b"PK\x01\x02")
    while at != -1:
        if data[at + 46 : at + 57] == b"content.xml":
            data[at + 24 : at + 28] = (50).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    assert "broken" in refusal(ContentFile(bytes(data)))


def test_an_archive_of_a_version_that_nobody_knows_yet_is_refused() -> None:
    """The smallest: a directory of one name, which needs version 25.5 to unpack (APPNOTE, 4.4.3)."""
    named = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 255, *[0] * 7, 1, *[0] * 6) + b"x"
    ending = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(named), 0, 0)
    with pytest.raises(NotImplementedError):
        zipfile.ZipFile(BytesIO(named + ending))
    assert "not a .docx or .odt document" in refusal(ContentFile(named + ending))


def test_a_part_that_is_packed_in_an_unknown_way_is_refused() -> None:
    data = bytearray((FIXTURES / "libreoffice.odt").read_bytes())
    name = b"content.xml"
    for header, method, names in ((b"PK\x03\x04", 8, 30), (b"PK\x01\x02", 10, 46)):
        at = data.index(header)
        while data[at + names : at + names + len(name)] != name:
            at = data.index(header, at + 4)
        data[at + method : at + method + 2] = (99).to_bytes(2, "little")
    assert "broken" in refusal(ContentFile(bytes(data)))


def encrypt(parts: dict[str, bytes]) -> None:
    parts["META-INF/manifest.xml"] = parts["META-INF/manifest.xml"].replace(
        b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"
    )


def test_a_password_is_told() -> None:
    assert "password" in refusal(repacked("libreoffice.odt", encrypt))
    assert "password" in refusal(ContentFile(archive.COMPOUND + bytes(2000)))


def test_a_spreadsheet_is_no_text() -> None:
    def sheet(parts: dict[str, bytes]) -> None:
        parts["mimetype"] = b"application/vnd.oasis.opendocument.spreadsheet"

    assert "not a .docx or .odt" in refusal(repacked("libreoffice.odt", sheet))


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 x", b"PK\x03\x04", b"{\\rtf1}", b"<html>", bytes(1000)], ids=repr
)
def test_another_type_is_refused(data: bytes) -> None:
    assert refusal(ContentFile(data)).endswith(".")


def test_too_large_a_file_is_refused() -> None:
    assert "25 MB" in refusal(ContentFile(bytes(incoming.MAX_FILE + 1)))


@pytest.mark.parametrize("name", ["libreoffice.docx", "libreoffice.odt"])
def test_a_document_that_is_cut_off_or_broken_is_refused(name: str) -> None:
    whole = (FIXTURES / name).read_bytes()
    refusal(ContentFile(whole[: len(whole) // 2]))

    def unfinished(parts: dict[str, bytes]) -> None:
        part = "content.xml" if name.endswith("odt") else "word/document.xml"
        parts[part] = parts[part][:-40]

    assert "broken" in refusal(repacked(name, unfinished))


@pytest.mark.parametrize("name", ["libreoffice.docx", "libreoffice.odt"])
def test_very_deep_documents_are_refused(name: str) -> None:
    def deepen(parts: dict[str, bytes]) -> None:
        part, tag = (
            ("content.xml", b"text:span")
            if name.endswith("odt")
            else ("word/document.xml", b"w:sdtContent")
        )
        body = b"<office:text>" if name.endswith("odt") else b"<w:body>"
        deep = b"<" + tag + b">"
        parts[part] = parts[part].replace(
            body, body + deep * 5000 + deep.replace(b"<", b"</") * 5000, 1
        )

    assert refusal(repacked(name, deepen)).endswith(".")
