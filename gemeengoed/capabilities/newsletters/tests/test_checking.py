"""What an editor is told to look at before a letter goes out, one thing at a time."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from gemeengoed.capabilities.newsletters import checking, contrast
from gemeengoed.capabilities.newsletters.models import LetterText
from gemeengoed.capabilities.newsletters.services import arranging, writing
from gemeengoed.core.media.services import store_image
from gemeengoed.core.media.tests.making import picture

from .conftest import Scene
from .test_sending import letter, saved

pytestmark = pytest.mark.django_db(transaction=True)
NL = {"accept-language": "nl"}


@pytest.fixture
def well(scene: Scene) -> LetterText:
    """Of which there is nothing to say."""
    scene.on_the_list()
    arranging.change_settings(scene.werf, scene.bea.actor, postal_address="Kade 1, Utrecht")
    return letter(scene)


def told(scene: Scene, text: LetterText) -> str:
    """What the page before sending says in Dutch."""
    page = scene.clients["eva"].get(f"/@werf/newsletters/{text.letter.slug}/send/", headers=NL)
    assert page.status_code == 200
    return page.text.partition("Kijk hier eerst naar")[2].partition("</ul>")[0]


def written(
    scene: Scene, text: LetterText, subject: str = "Brief van november", **more: object
) -> LetterText:
    content = [more] if more else text.blocks
    return writing.save(
        text,
        subject=subject,
        preview="Kort",
        content=content,
        edition=text.edition,
        by=scene.eva.actor,
    )


def test_of_a_letter_that_is_well_nothing_is_said(scene: Scene, well: LetterText) -> None:
    assert checking.of_letter(well.letter) == []
    assert "Niets gevonden dat beter moet" in told(scene, well)


def test_a_picture_without_a_description_stops_it(scene: Scene, well: LetterText) -> None:
    written(scene, well, kind="words", markdown="Kijk: ![](/media/veld.png)")
    assert "Een afbeelding heeft geen beschrijving" in told(scene, well)
    stored = store_image(picture(), scene.werf.actor, scene.eva.actor)
    LetterText.objects.filter(pk=well.pk).update(
        blocks=[{"kind": "picture", "file": stored.pk, "alt": " ", "credit": ""}]
    )
    assert [one.level for one in checking.of_letter(well.letter)] == ["error"]


def test_an_address_that_leads_nowhere_here_stops_it(scene: Scene, well: LetterText) -> None:
    written(scene, well, kind="words", markdown="Kijk [hier](/nergens/dan-ook/x)")
    assert "bestaat niet op deze server" in told(scene, well)


@pytest.fixture
def away() -> Iterator[str]:
    """A site where one page is gone."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            gone = self.path == "/weg"
            self.send_response(404 if gone else 200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<p>Dag</p>")

        def log_message(self, *words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Site) as site:
        thread = Thread(target=site.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{site.server_address[1]}"
        site.shutdown()
        thread.join()


def test_a_link_to_another_site_that_does_not_answer_is_told(
    scene: Scene, well: LetterText, away: str, settings
) -> None:
    settings.ALLOWED_NETWORKS = ["127.0.0.1/32"]
    written(scene, well, kind="words", markdown=f"Kijk [hier]({away}/weg) en [daar]({away}/er).")
    scene.clients["eva"].post(f"/@werf/newsletters/{well.letter.slug}/send/check-links/")
    found = told(scene, well)
    assert f"{away}/weg antwoordt niet: de pagina is er niet (404)" in found
    assert f"{away}/er" not in found


@pytest.mark.parametrize(
    ("subject", "said"), [("HALLO LEZERS", "schreeuwt"), ("a" * 61, "kapt het af")]
)
def test_a_subject_that_works_badly_is_told(
    scene: Scene, well: LetterText, subject: str, said: str
) -> None:
    written(scene, well, subject=subject)
    assert said in told(scene, well)


def test_a_letter_above_100_kb_is_told(scene: Scene, well: LetterText) -> None:
    parts = [{"kind": "words", "markdown": "a" * 40_000}] * 3
    saved(scene, well, "Brief", parts)
    assert "boven de 100 kB" in told(scene, well)


def test_without_a_postal_address_it_is_told(scene: Scene, well: LetterText) -> None:
    arranging.change_settings(scene.werf, scene.bea.actor, postal_address="")
    assert "postadres" in told(scene, well)


@pytest.mark.parametrize(
    ("style", "is_faint"),
    [
        ("color:#949494", True),
        ("color:#757575", False),
        ("color: #fff; background-color: #0F5A4E", False),
        ("color:#fff;background:#7FD1BC", True),
        ("color:#fff;display:none", False),
    ],
)
def test_words_that_are_too_faint_are_found(style: str, is_faint: bool) -> None:
    page = f'<html><body><div style="{style}">Beste <b>lezer</b></div></body></html>'
    assert list(contrast.too_faint(page)) == (["Beste", "lezer"] if is_faint else [])


@pytest.mark.parametrize(
    ("colour", "said"),
    [
        ("#949494", ["Deze woorden verschillen te weinig"]),
        ("#24509C", ["In donkere weergave verschillen deze woorden te weinig"]),
        ("#808080", ["Deze woorden", "In donkere weergave"]),
        ("#757575; background-color: #FFFFFF", []),
    ],
)
def test_faint_words_are_named_as_they_are_in_light_and_in_the_dark(
    scene: Scene, well: LetterText, tmp_path: Path, settings, colour: str, said: list[str]
) -> None:
    """The colours of a letter stand in its template, which an operator may replace."""
    own = tmp_path / "newsletters" / "blocks.html"
    own.parent.mkdir()
    own.write_text(f'<p style="color: {colour}">Lees dit</p>', "utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    found = told(scene, well)
    assert found.count("Lees dit") == len(said)
    for words in said:
        assert words in found


def test_no_words_of_a_letter_are_faint_by_themselves(scene: Scene, well: LetterText) -> None:
    markdown = (
        "# Kop\n\n## Tussenkop\n\nKijk [hier](/@werf/), **vet**.\n\n> Gezegd\n\n- een\n\n`code`"
    )
    content = [
        {"kind": "words", "markdown": markdown},
        {"kind": "quote", "words": "Het is van *ons*.", "by": "Noor"},
    ]
    saved(scene, well, "Brief", content)
    assert "te weinig" not in told(scene, well)
