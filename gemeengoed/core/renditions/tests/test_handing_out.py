"""Addresses that end in .pdf and its kin: what they answer, and to whom."""

from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.people.models import Person
from gemeengoed.core.renditions import services, serving
from gemeengoed.core.renditions.models import RENDERER, Rendition, State

from .conftest import document, unzipped, words_of, write

pytestmark = pytest.mark.django_db
AT = "/@werf/publications/wat-is-het"


def body(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_a_pdf_is_made_at_once_and_kept(out: Publication) -> None:
    answer = Client().get(f"{AT}/nl.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="wat-is-het-nl-v1.pdf"'
    said = words_of(body(answer))
    assert "Een inleiding met nadruk." in said
    again = Client().get(f"{AT}/nl.pdf", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_the_readers_best_language(out: Publication) -> None:
    answer = Client().get(f"{AT}.pdf", headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert answer["Content-Language"] == "nl"


def test_each_version_keeps_its_own(out: Publication, ada: Person) -> None:
    write(out, ada, "Iets heel nieuws", 1)
    publications.publish(out, document(out), ada.actor)
    first, second = Client().get(f"{AT}/nl/1.pdf"), Client().get(f"{AT}/nl.pdf")
    assert "heel nieuws" not in words_of(body(first))
    assert "heel nieuws" in words_of(body(second))
    assert first["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in second
    assert Client().get(f"{AT}/nl/3.pdf").status_code == 404


def test_a5_is_another_file(out: Publication) -> None:
    large, small = Client().get(f"{AT}/nl.pdf"), Client().get(f"{AT}/nl.pdf?paper=a5")
    assert small["Content-Disposition"] == 'inline; filename="wat-is-het-nl-v1-a5.pdf"'
    assert small["ETag"] != large["ETag"]
    assert Client().get(f"{AT}/nl.pdf?paper=../x")["ETag"] == large["ETag"]


def test_what_is_not_published_is_not_there(draft: Publication) -> None:
    assert Client().get(f"{AT}/nl.pdf").status_code == 404
    assert Client().get(f"{AT}.pdf").status_code == 404


def test_what_is_withdrawn_is_gone_in_every_form(out: Publication, ada: Person) -> None:
    Client().get(f"{AT}/nl.pdf")
    publications.withdraw(out, document(out), ada.actor, "Het klopte niet.")
    for address in (f"{AT}.pdf", f"{AT}/nl.pdf", f"{AT}/nl/1.pdf", f"{AT}/nl.md"):
        answer = Client().get(address)
        assert answer.status_code == 410
        assert "Het klopte niet." in answer.content.decode()


def test_a_text_for_members_is_for_members_in_every_form(
    out: Publication,
    werf: Commons,
    make_person: Callable[..., Person],
    client_for: Callable[[Person], Client],
) -> None:
    out.work.audience = "members"
    out.work.save()
    assert Client().get(f"{AT}/nl.pdf").status_code == 404
    bea = make_person("bea")
    werf.memberships.create(person=bea, role="member")
    assert client_for(bea).get(f"{AT}/nl.pdf").status_code == 200


def test_only_writers_see_the_pdf_of_a_draft(
    draft: Publication, ada: Person, client_for: Callable[[Person], Client]
) -> None:
    address = f"/@werf/texts/{document(draft).pk}/draft.pdf"
    assert Client().get(address).status_code == 404
    answer = client_for(ada).get(address)
    assert "Concept" in words_of(body(answer))


def test_a_writer_of_a_published_text_gets_the_draft_and_a_reader_a_refusal(
    out: Publication, ada: Person, client_for: Callable[[Person], Client]
) -> None:
    write(out, ada, "Nog niet voor lezers", 1)
    address = f"/@werf/texts/{document(out).pk}/draft.pdf"
    assert Client().get(address).status_code in (302, 403)
    assert "Nog niet voor lezers" in words_of(body(client_for(ada).get(address)))


def test_a_long_text_waits_in_the_readers_language(
    out: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "QUICK", 0)
    answer = Client().get(f"{AT}/nl.pdf", headers={"accept-language": "nl"})
    assert answer.status_code == 202
    assert answer["Refresh"] == "4"
    assert "wordt gemaakt" in answer.content.decode()
    services.make_due()
    assert Client().get(f"{AT}/nl.pdf").status_code == 200


def test_a_long_text_of_an_older_program_is_made_again(
    out: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.make_due()
    Rendition.objects.update(renderer="0")
    monkeypatch.setattr(serving, "QUICK", 0)
    assert Client().get(f"{AT}/nl.pdf").status_code == 202
    services.make_due()
    assert Client().get(f"{AT}/nl.pdf").status_code == 200


def test_a_form_that_fails_says_so_and_stops_trying(out: Publication) -> None:
    services.want(document(out).published, "pdf", "a5")
    Rendition.objects.filter(paper="a5").update(state=State.FAILED, renderer=RENDERER)
    answer = Client().get(f"{AT}/nl.pdf?paper=a5", headers={"accept-language": "en"})
    assert answer.status_code == 503
    assert "could not be made" in answer.content.decode()
    assert "Refresh" not in answer


def test_what_an_older_program_could_not_make_is_tried_again(out: Publication) -> None:
    services.want(document(out).published, "pdf", "a5")
    Rendition.objects.filter(paper="a5").update(state=State.FAILED, renderer="1")
    assert Client().get(f"{AT}/nl.pdf?paper=a5").status_code == 200


def test_a_file_that_a_restore_left_out_is_made_again(out: Publication) -> None:
    first = Client().get(f"{AT}/nl.pdf")
    body(first)
    default_storage.delete(Rendition.objects.get().name)
    assert Client().get(f"{AT}/nl.pdf").status_code == 202
    services.make_due()
    assert Client().get(f"{AT}/nl.pdf")["ETag"] == first["ETag"]


def test_the_page_lists_the_other_forms(out: Publication) -> None:
    page = Client().get(f"{AT}/nl/", headers={"accept-language": "en"}).content.decode()
    for form in ("pdf", "epub", "docx", "odt", "md"):
        assert f'href="{AT}/nl.{form}"' in page
    services.make_due()
    Client().get(f"{AT}/nl.pdf")
    page = Client().get(f"{AT}/nl/?n=2", headers={"accept-language": "en"}).content.decode()
    assert "1 page, " in page


def test_the_writer_sees_the_pages_and_is_advised_when_there_are_many(
    draft: Publication, ada: Person, client_for: Callable[[Person], Client]
) -> None:
    services.make_due()
    address = f"{AT}/nl/write/"
    page = client_for(ada).get(f"{address}?lang=en").content.decode()
    assert "On A4 this is 1 page, without the cover." in page
    assert "more than 5 pages" not in page
    Rendition.objects.update(pages=7)
    for where in (address, f"{AT}/nl/publish/"):
        page = client_for(ada).get(f"{where}?lang=en").content.decode()
        assert "more than 5 pages" in page


def test_a_file_is_cheap_to_hand_out(
    out: Publication, django_assert_max_num_queries: Callable[..., object]
) -> None:
    Client().get(f"{AT}/nl.pdf")
    with django_assert_max_num_queries(7):  # type: ignore[attr-defined]
        Client().get(f"{AT}/nl.pdf")


def test_the_api_lists_and_hands_out_the_forms(out: Publication) -> None:
    address = f"/api/commons/v1/commons/werf/texts/{document(out).pk}/forms"
    listed = Client().get(address).json()
    assert [one["form"] for one in listed] == ["pdf", "epub", "docx", "odt", "md"]
    answer = Client().get(f"{address}/md")
    assert answer.status_code == 200
    assert b"Een inleiding" in body(answer)
    assert Client().get(f"{address}/md?draft=true").status_code in (401, 403)


def test_the_page_tells_machines_of_the_other_forms(out: Publication) -> None:
    page = Client().get(f"{AT}/nl/").content.decode()
    assert f'<link rel="alternate" type="application/pdf" href="{AT}/nl.pdf">' in page
    assert '"encodingFormat": "application/epub+zip"' in page


def test_a_whole_series_comes_as_one_file(out: Publication, werf: Commons, ada: Person) -> None:
    series = publications.create_series(werf, "uitleg", {"nl": "Uitleg"}, 4)
    publications.arrange(out, ada.actor, kind=Kind.EXPLAINER, series=series, number=1)
    address = "/@werf/publications/series/uitleg.zip"
    assert Client().get(address).status_code == 202
    services.make_due()
    answer = Client().get(address, headers={"accept-language": "nl"})
    assert answer.status_code == 200
    files = unzipped(answer.content)
    assert list(files) == [
        *("index.html", "01-wat-is-het-nl-v1.pdf", "01-wat-is-het-nl-v1.epub"),
    ]
    assert "Explainer 1 van 4" in files["index.html"].decode()
    assert "Explainer 1 van 4" in words_of(files["01-wat-is-het-nl-v1.pdf"])


def test_a_series_without_a_part_for_this_reader_has_no_file(
    draft: Publication, werf: Commons, ada: Person
) -> None:
    series = publications.create_series(werf, "uitleg", {"nl": "Uitleg"}, 4)
    publications.arrange(draft, ada.actor, kind=Kind.EXPLAINER, series=series, number=1)
    assert Client().get("/@werf/publications/series/uitleg.zip").status_code == 404
