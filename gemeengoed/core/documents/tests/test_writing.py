"""What the writing page asks of the server: who may, what comes back, what is refused in words."""

import base64
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents import bringing
from gemeengoed.core.documents.models import Draft, Figure, Revision, Work
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.people.models import Person

pytestmark = pytest.mark.django_db

FIXTURES = Path(__file__).parents[2] / "text/tests/fixtures"
HTML = "text/html; charset=utf-8"


@pytest.fixture
def editor(client_for: Callable[..., Client], ada: Person) -> Client:
    """Reads English."""
    Person.objects.filter(pk=ada.pk).update(language="en")
    return client_for(ada)


def png(width: int = 60) -> bytes:
    made = BytesIO()
    Image.effect_noise((width, 40), 40).save(made, "PNG")
    return made.getvalue()


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("veld.png", png(), "image/png")


def document(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (FIXTURES / name).read_bytes())


def address(name: str, work: Work, language: str = "nl") -> str:
    return f"/@werf/texts/{name}/{work.pk}/{language}/"


@pytest.mark.parametrize("name", ["preview", "picture", "file"])
def test_only_who_may_write_gets_an_answer(
    work: Work, client_for: Callable[..., Client], make_person: Callable[..., Person], name: str
) -> None:
    assert Client().post(address(name, work), {"text": "x"}).status_code == 403
    member = make_person("mo")
    work.commons.memberships.create(person=member, role="member")
    assert client_for(member).post(address(name, work), {"text": "x"}).status_code == 403
    assert client_for(member).post("/@werf/texts/convert/", "<p>x", HTML).status_code == 403
    assert Client().post("/@werf/texts/convert/", "<p>x", HTML).status_code == 403


def test_a_work_of_another_commons_is_not_there(
    work: Work, editor: Client, ada: Person, make_commons: Callable[..., Commons]
) -> None:
    make_commons("ander", ada)
    assert editor.post(f"/@ander/texts/preview/{work.pk}/nl/", {"text": "x"}).status_code == 404
    assert editor.get(address("preview", work)).status_code == 405


def test_html_comes_back_as_markdown_with_its_pictures(editor: Client, work: Work) -> None:
    data = base64.b64encode(png()).decode()
    html = f'<h1>Kop</h1><script>x</script><img src="data:image/png;base64,{data}" alt="Een veld">'
    answer = editor.post("/@werf/texts/convert/", html, HTML).json()
    assert answer["markdown"] == "## Kop\n\n![Een veld](picture:1)\n"
    assert answer["left_out"] == ["Programs, forms, sound and moving pictures were left out."]
    assert answer["pictures"] == [
        {"number": 1, "alt": "Een veld", "media_type": "image/png", "data": data}
    ]


@pytest.mark.parametrize(
    ("html", "status", "words"),
    [("x" * 5_000_001, 413, "5 MB"), ("<div>" * 3000, 422, "intricate")],
    ids=["large", "deep"],
)
def test_html_beyond_the_bounds_is_refused_in_words(
    editor: Client, work: Work, html: str, status: int, words: str
) -> None:
    answer = editor.post("/@werf/texts/convert/", html, HTML)
    assert answer.status_code == status
    assert words in answer.json()["detail"][0]


def test_the_preview_tells_how_the_text_reads(editor: Client, work: Work) -> None:
    long = "Dit is een zin die maar doorgaat " + "en nog meer woorden heeft " * 5 + "dan goed is."
    text = (
        f"## Kop\r\n\r\n{long} Kort.\r\n\r\n"
        + "De kat zit op de mat. " * 12
        + "\r\n\r\n![](figure:nee)"
    )
    answer = editor.post(address("preview", work), {"text": text}).json()
    assert '<h2 id="s-kop">Kop</h2>' in answer["html"]
    assert '<mark class="long" id="long-1">Dit is een zin' in answer["html"]
    assert answer["readability"]["score"] > 80
    assert [one["words"] for one in answer["readability"]["long"]] == [35]
    assert answer["figures"][:2] == ["110 words", "1 minute to read"]
    assert answer["figures"][2].startswith("very easy to read (")
    assert len(answer["problems"]) == 2
    assert answer["attention"] == "3 places to look at"


def test_the_preview_of_another_language_has_no_figure(editor: Client, work: Work) -> None:
    answer = editor.post(address("preview", work, "fr"), {"text": "Un chat. " * 60}).json()
    assert answer["readability"]["score"] is None
    assert len(answer["figures"]) == 2


def test_a_text_too_large_to_preview_is_refused_in_words(editor: Client, work: Work) -> None:
    answer = editor.post(address("preview", work), {"text": "x" * 1_000_001})
    assert answer.status_code == 422
    assert "1 MB" in answer.json()["detail"][0]


def test_a_picture_gets_a_line_with_its_words(editor: Client, work: Work) -> None:
    typed = {
        "picture": picture(),
        "alt": "Een [groen] veld",
        "caption": 'Het "veld"',
        "credit": "Ada",
    }
    answer = editor.post(address("picture", work), typed)
    assert answer.json() == {"line": '![Een (groen) veld](figure:veld "Het ”veld” · Ada")'}
    assert Figure.objects.get().work == work


@pytest.mark.parametrize("alt", ["", "   "])
def test_a_picture_without_words_is_refused_and_not_stored(
    editor: Client, work: Work, alt: str
) -> None:
    answer = editor.post(address("picture", work), {"picture": picture(), "alt": alt})
    assert answer.status_code == 422
    assert answer.json()["fields"] == {
        "alt": ["Say what the picture shows, for who cannot see it."]
    }
    assert not MediaFile.objects.exists()


def test_what_is_no_picture_is_refused_in_words(editor: Client, work: Work) -> None:
    typed = {"picture": SimpleUploadedFile("x.png", b"no picture"), "alt": "x"}
    answer = editor.post(address("picture", work), typed)
    assert "picture" in answer.json()["fields"]
    assert editor.post(address("picture", work), {"alt": "x"}).json()["fields"] == {
        "picture": ["Choose a picture."]
    }


@pytest.mark.parametrize("name", ["libreoffice.docx", "libreoffice.odt"])
def test_a_document_comes_in_with_its_pictures_stored(
    editor: Client, work: Work, name: str
) -> None:
    typed = {"document": document(name), "text": "Al iets.[^3]\n\n[^3]: x"}
    answer = editor.post(address("file", work), typed).json()
    assert answer["title"] == "Wat is een commons?"
    assert "![Een groen veld met gele strepen](figure:" in answer["markdown"]
    assert "een noot[^4], en nog een[^5]" in answer["markdown"]
    assert "picture:" not in answer["markdown"]
    assert answer["without_words"] == 1
    assert answer["left_out"][-1].startswith("1 picture still needs words")
    assert Figure.objects.filter(work=work).count() == 2


def test_a_picture_that_cannot_be_stored_leaves_its_words(work: Work, ada: Person) -> None:
    read = bringing.incoming.Incoming(
        "a\n\n![Een veld](picture:1)\n\n![b](picture:2)\n",
        pictures=[
            bringing.incoming.Picture(1, b"broken", "image/png", "Een veld"),
            bringing.incoming.Picture(2, png(), "image/png", "b"),
        ],
    )
    brought = bringing.bring(work, read, ada.actor)
    assert "a\n\nEen veld\n\n![b](figure:" in brought.text
    assert len(brought.told) == 1


def test_a_document_that_is_refused_says_why(editor: Client, work: Work) -> None:
    answer = editor.post(address("file", work), {"document": ContentFile(b"%PDF-1.7", "a.pdf")})
    assert answer.status_code == 422
    assert "not a .docx or .odt" in answer.json()["detail"][0]
    assert editor.post(address("file", work)).json() == {"detail": ["Choose a document."]}


# Without script: the same, through the pages.


@pytest.fixture
def page(editor: Client, werf: Commons) -> str:
    begun = editor.post(
        "/@werf/publications/new/", {"title": "Nieuw", "language": "nl", "kind": "article"}
    )
    return str(begun["Location"])


def test_the_writing_page_brings_a_document_behind_what_was_typed(
    editor: Client, page: str
) -> None:
    typed = {"title": "Mijn titel", "text": "Al iets.\r\n", "base": 1, "bring": ""}
    answer = editor.post(page, {**typed, "document": document("libreoffice.odt")})
    assert answer.status_code == 200
    form = answer.context["writing"].form
    assert form["title"].value() == "Mijn titel"
    assert form["text"].value().startswith("Al iets.\n\n## Proef van alles\n")
    content = answer.content.decode()
    assert "1 picture still needs words" in content
    assert Revision.objects.count() == 1


def test_a_refused_document_loses_nothing_typed(editor: Client, page: str) -> None:
    typed = {"title": "Mijn titel", "text": "Al iets.", "base": 1, "bring": ""}
    answer = editor.post(page, {**typed, "document": ContentFile(b"{\\rtf1", "a.docx")})
    assert answer.status_code == 422
    assert "The document was not taken over." in answer.content.decode()
    assert answer.context["writing"].form["text"].value() == "Al iets."


def test_what_was_brought_without_words_cannot_be_saved_until_they_are_there(
    editor: Client, page: str
) -> None:
    typed = {"title": "Nieuw", "text": "", "base": 1}
    brought = editor.post(page, {**typed, "bring": "", "document": document("libreoffice.docx")})
    text = brought.context["writing"].form["text"].value()
    refused = editor.post(page, {**typed, "text": text, "publish": ""})
    assert refused.status_code == 422
    assert refused.context["writing"].form["text"].value() == text
    saved = editor.post(
        page, {**typed, "text": text.replace("![](", "![Nog een veld]("), "save": ""}
    )
    assert saved.status_code == 302


@pytest.mark.parametrize(("size", "status"), [(2_000_000, 422), (10_000_000, 413)])
def test_megabytes_of_markdown_are_refused_in_words(
    editor: Client, page: str, size: int, status: int
) -> None:
    typed = {"title": "Nieuw", "text": "woorden " * (size // 8), "base": 1, "save": ""}
    answer = editor.post(page, typed)
    assert answer.status_code == status
    assert "1 MB" in answer.content.decode()
    if status == 422:
        assert answer.context["writing"].form["text"].value() == typed["text"]


def test_a_new_text_begins_with_a_document(editor: Client, werf: Commons) -> None:
    typed = {"title": "Van buiten", "language": "nl", "kind": "report"}
    answer = editor.post(
        "/@werf/publications/new/", {**typed, "document": document("libreoffice.odt")}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/@werf/publications/van-buiten/nl/write/?draft=1"
    assert answer.context["writing"].form["text"].value().startswith("## Proef van alles")
    assert "merged cell" in answer.content.decode()
    assert Draft.objects.get().title == "Van buiten"


def test_a_new_text_is_not_begun_with_a_refused_document(editor: Client, werf: Commons) -> None:
    typed = {"title": "Van buiten", "language": "nl", "kind": "report"}
    answer = editor.post(
        "/@werf/publications/new/", {**typed, "document": ContentFile(b"x", "a.odt")}
    )
    assert "not a .docx or .odt" in answer.content.decode()
    assert not Work.objects.exists()


def test_the_page_before_publishing_tells_how_it_reads(editor: Client, page: str) -> None:
    long = "Dit is een zin die maar doorgaat " + "en nog meer woorden heeft " * 5 + "dan goed is."
    editor.post(page, {"title": "Nieuw", "text": f"{long} " + "Kort is goed. " * 20, "base": 1})
    content = editor.get(page.replace("write", "publish")).content.decode()
    assert "1 long sentence" in content
    assert "to read (" in content
    preview = editor.post(page.replace("write", "preview"), {"text": long, "title": "x"})
    assert 'href="#long-1"' in preview.content.decode()
    assert 'id="long-1"' in preview.content.decode()


def test_readers_see_nothing_of_it(editor: Client, page: str) -> None:
    long = "Dit is een zin die maar doorgaat " + "en nog meer woorden heeft " * 5 + "dan goed is."
    editor.post(page, {"title": "Nieuw", "text": long, "base": 1})
    editor.post(page.replace("write", "publish"))
    content = Client().get("/@werf/publications/nieuw/").content.decode()
    assert "doorgaat" in content
    assert "<mark" not in content
    assert json.dumps("long-1") not in content
