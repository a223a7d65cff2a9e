"""Making a letter, block by block, without JavaScript."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gemeengoed.capabilities.newsletters.models import Letter, LetterText
from gemeengoed.core.media.tests.making import picture

from .conftest import Scene

pytestmark = pytest.mark.django_db
NL = {"accept-language": "nl"}


def begin(scene: Scene, **fields: str) -> LetterText:
    answer = scene.clients["eva"].post("/@werf/newsletters/new/", fields, headers=NL)
    assert answer.status_code == 302
    return LetterText.objects.latest("pk")


def write(scene: Scene, text: LetterText, do: str = "save", **fields: object) -> object:
    given = {"subject": text.subject, "preview": "", "edition": text.edition, "do": do, **fields}
    address = f"/@werf/newsletters/{text.letter.slug}/write/{text.language}/"
    answer = scene.clients["eva"].post(address, given, headers=NL)
    text.refresh_from_db()
    return answer


def words(*said: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, markdown in enumerate(said):
        found |= {f"block-{place}-kind": "words", f"block-{place}-markdown": markdown}
    return found


def test_blocks_are_added_moved_and_removed_by_buttons(scene: Scene) -> None:
    text = begin(scene)
    write(scene, text, "add", add="words")
    write(scene, text, "add", add="quote", **words("Een"))
    assert [block["kind"] for block in text.blocks] == ["words", "quote"]
    both = words("Een") | {"block-1-kind": "quote", "block-1-words": "Twee", "block-1-by": "Noor"}
    write(scene, text, "up 1", **both)
    assert [block["kind"] for block in text.blocks] == ["quote", "words"]
    swapped = {"block-0-kind": "quote", "block-0-words": "Twee", "block-0-by": "Noor",
               "block-1-kind": "words", "block-1-markdown": "Een"}  # fmt: skip
    write(scene, text, "remove 0", **swapped)
    assert [block["markdown"] for block in text.blocks] == ["Een"]


def test_a_block_that_was_taken_out_is_put_back_with_its_words(scene: Scene) -> None:
    text = begin(scene)
    write(scene, text, **words("Een", "Twee"))
    answer = write(scene, text, "remove 0", **words("Een, en meer", "Twee"))
    assert answer.url.endswith("/write/nl/#removed")
    page = scene.clients["eva"].get(answer.url, headers=NL).text
    assert "Blok 1 is weggehaald." in page
    answer = write(scene, text, "restore 0", **words("Twee"))
    assert [block["markdown"] for block in text.blocks] == ["Een, en meer", "Twee"]
    assert answer.url.endswith("#block-0")
    assert "weggehaald" not in scene.clients["eva"].get(answer.url, headers=NL).text


def test_throwing_away_is_asked_once_more(scene: Scene) -> None:
    text = begin(scene)
    home = f"/@werf/newsletters/{text.letter.slug}/"
    page = scene.clients["eva"].get(f"{home}throw-away/", headers=NL).text
    assert "Deze brief weggooien?" in page
    assert Letter.objects.exists()


def test_an_empty_letter_has_a_field_to_write_in_and_does_not_go_out_empty(scene: Scene) -> None:
    text = begin(scene)
    home = f"/@werf/newsletters/{text.letter.slug}"
    assert 'name="block-0-markdown"' in scene.clients["eva"].get(f"{home}/write/nl/").text
    write(scene, text, **words(" \n"))
    assert "De brief is leeg." in scene.clients["eva"].get(f"{home}/send/", headers=NL).text
    write(scene, text, **words("Dag."))
    assert "De brief is leeg." not in scene.clients["eva"].get(f"{home}/send/", headers=NL).text


def test_a_picture_needs_words_and_what_was_typed_stays(scene: Scene) -> None:
    text = begin(scene)
    upload = SimpleUploadedFile("veld.png", picture().read(), "image/png")
    fields = words("Lange tekst") | {"block-1-kind": "picture", "block-1-file": "",
                                     "block-1-alt": "", "block-1-credit": ""}  # fmt: skip
    answer = write(scene, text, **fields, **{"block-1-upload": upload})
    assert answer.status_code == 422
    assert "Lange tekst" in answer.text
    stored = answer.text.partition('name="block-1-file" value="')[2].partition('"')[0]
    assert stored.isdigit()
    fields |= {"block-1-file": stored, "block-1-alt": "Een groen veld"}
    assert write(scene, text, **fields).status_code == 302
    preview = scene.clients["eva"].get(f"/@werf/newsletters/{text.letter.slug}/preview/nl/light/")
    assert 'alt="Een groen veld"' in preview.text


def test_two_editors_do_not_overwrite_one_another(scene: Scene) -> None:
    text = begin(scene)
    stale = text.edition
    write(scene, text, **words("Van Eva"))
    given = {"subject": "Brief", "preview": "", "edition": stale, "do": "save", **words("Van Ko")}
    address = f"/@werf/newsletters/{text.letter.slug}/write/nl/"
    answer = scene.clients["ko"].post(address, given, headers=NL)
    assert answer.status_code == 422
    assert "Van Eva" in answer.text
    assert "Van Ko" in answer.text
    edition = answer.text.partition('name="edition" value="')[2].partition('"')[0]
    again = scene.clients["ko"].post(address, given | {"edition": edition}, headers=NL)
    assert again.status_code == 302


@pytest.mark.parametrize("subject", ["", " \r\n "])
def test_a_letter_needs_a_subject(scene: Scene, subject: str) -> None:
    text = begin(scene)
    answer = write(scene, text, subject=subject, **words("Getypt"))
    assert answer.status_code == 422
    assert "Getypt" in answer.text


def test_nothing_slips_into_the_headers_by_the_subject(scene: Scene) -> None:
    text = begin(scene)
    write(scene, text, subject="Nieuws\r\nBcc: iedereen@voorbeeld.nl", **words("x"))
    assert text.subject == "Nieuws Bcc: iedereen@voorbeeld.nl"


def test_a_version_in_another_language_begins_with_the_blocks_of_the_first(scene: Scene) -> None:
    text = begin(scene)
    write(scene, text, **words("Hallo"))
    home = f"/@werf/newsletters/{text.letter.slug}/"
    scene.clients["eva"].post(f"{home}languages/", {"language": "en"})
    english = LetterText.objects.get(language="en")
    assert english.blocks == text.blocks
    scene.clients["eva"].post(f"{home}languages/", {"language": "en"})
    assert LetterText.objects.count() == 2
    scene.clients["eva"].post(f"{home}throw-away/en/")
    scene.clients["eva"].post(f"{home}throw-away/nl/")
    assert LetterText.objects.get().language == "nl"
    scene.clients["eva"].post(f"{home}throw-away/")
    assert not Letter.objects.exists()


def test_markdown_with_script_runs_nowhere(scene: Scene) -> None:
    text = begin(scene)
    write(scene, text, **words("<script>alert(1)</script> [x](javascript:alert(1)) ⟦token⟧"))
    for page in ("preview/nl/", "preview/nl/light/"):
        shown = scene.clients["eva"].get(f"/@werf/newsletters/{text.letter.slug}/{page}")
        assert "<script>alert" not in shown.text
        assert 'href="javascript' not in shown.text
    assert "[token]" in shown.text
    assert "script-src" not in shown["Content-Security-Policy"]


def test_visitors_and_members_make_no_letters(scene: Scene) -> None:
    slug = begin(scene).letter.slug
    for path in (
        f"{slug}/write/nl/",
        f"{slug}/preview/nl/",
        f"{slug}/send/",
        f"{slug}/send/copies/",
    ):
        assert Client().get(f"/@werf/newsletters/{path}").status_code in (302, 403)
    assert Client().get(f"/@werf/newsletters/{slug}/").status_code == 404
    assert Client().post("/@werf/newsletters/new/").status_code in (302, 403)
