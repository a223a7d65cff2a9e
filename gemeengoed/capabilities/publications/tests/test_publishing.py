"""Writing, publishing, revising and withdrawing, through the pages."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from gemeengoed.capabilities.publications import services
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.activity.models import Activity
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Document, Revision, Work
from gemeengoed.core.documents.services import Words
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.media.tests.making import picture
from gemeengoed.core.people.models import Person

pytestmark = pytest.mark.django_db

TEXT = "## Wat het is\n\nEen gemeenschapsgoed is van *ons*.\n"


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    return make_person("ada")


@pytest.fixture
def werf(make_commons: Callable[..., Commons], ada: Person) -> Commons:
    return make_commons("werf", steward=ada)


@pytest.fixture
def editor(client_for: Callable[[Person], Client], ada: Person) -> Client:
    return client_for(ada)


@pytest.fixture
def draft(werf: Commons, ada: Person) -> Publication:
    publication = services.create_publication(werf, Kind.EXPLAINER, "wat is het")
    services.write(publication, "nl", Words("Wat is het?", "Kort.", TEXT), ada.actor, 0)
    return publication


def publish(publication: Publication, person: Person, language: str = "nl") -> Revision:
    document = Document.objects.get(work=publication.work, language=language)
    return services.publish(publication, document, person.actor)


def typed(**changes: str | int) -> dict[str, str | int]:
    return {"title": "Wat is het?", "summary": "Kort.", "text": TEXT, "base": 1, **changes}


def test_an_editor_begins_writes_and_publishes_a_text(editor: Client, werf: Commons) -> None:
    begun = editor.post(
        "/@werf/publications/new/",
        {"title": "Onze eerste tekst", "language": "nl", "kind": "explainer"},
    )
    assert begun["Location"] == "/@werf/publications/onze-eerste-tekst/nl/write/"
    saved = editor.post(begun["Location"], typed(title="Onze eerste tekst", publish=""))
    assert saved["Location"] == "/@werf/publications/onze-eerste-tekst/nl/publish/"
    editor.post(saved["Location"])
    page = Client().get("/@werf/publications/onze-eerste-tekst/")
    assert page.status_code == 200
    assert "<em>ons</em>" in page.content.decode()


def test_a_draft_is_not_there_for_readers(draft: Publication) -> None:
    assert Client().get(draft.get_absolute_url()).status_code == 404
    assert Client().get(f"{draft.get_absolute_url()}nl/history/").status_code == 404
    assert "Wat is het?" not in Client().get("/@werf/publications/").content.decode()


def test_the_reader_gets_the_text_in_their_language(draft: Publication, ada: Person) -> None:
    services.write(draft, "en", Words("What is it?", "Short.", "English"), ada.actor, 0)
    publish(draft, ada, "nl")
    publish(draft, ada, "en")
    for wish, title in (("nl", "Wat is het?"), ("en", "What is it?"), ("fr", "Wat is het?")):
        page = Client().get(draft.get_absolute_url(), headers={"accept-language": wish})
        assert f"<h1>{title}</h1>" in page.content.decode()
        assert "Accept-Language" in page["Vary"]


def test_every_version_keeps_its_address(draft: Publication, ada: Person) -> None:
    publish(draft, ada)
    services.write(draft, "nl", Words("Wat is het?", "Kort.", "Nieuwe woorden"), ada.actor, 1)
    publish(draft, ada)
    first = Client().get(f"{draft.get_absolute_url()}nl/1/").content.decode()
    second = Client().get(f"{draft.get_absolute_url()}nl/2/").content.decode()
    assert "<em>ons</em>" in first
    assert "Nieuwe woorden" not in first
    assert "Nieuwe woorden" in second
    assert 'name="robots" content="noindex"' in first
    assert Client().get(f"{draft.get_absolute_url()}nl/3/").status_code == 404


def test_saving_a_draft_after_publishing_changes_nothing_for_readers(
    draft: Publication, ada: Person
) -> None:
    publish(draft, ada)
    services.write(draft, "nl", Words("Nog geheim", "", "Nog geheim"), ada.actor, 1)
    assert "Nog geheim" not in Client().get(draft.get_absolute_url()).content.decode()
    assert "Nog geheim" not in Client().get("/@werf/publications/").content.decode()


def test_two_people_saving_one_text_both_keep_what_they_typed(
    editor: Client, draft: Publication, ada: Person
) -> None:
    services.write(draft, "nl", Words("Wat is het?", "Kort.", "Van de ander"), ada.actor, 1)
    answer = editor.post(f"{draft.get_absolute_url()}nl/write/", typed(text="Van mij", base=1))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ">\nVan mij</textarea>" in page
    assert "Van de ander" in page
    assert 'name="base" value="2"' in page
    again = editor.post(f"{draft.get_absolute_url()}nl/write/", typed(text="Van mij", base=2))
    assert again.status_code == 302
    assert Revision.objects.filter(document__work=draft.work).count() == 3


def test_a_picture_without_alt_text_is_refused_and_the_text_kept(
    editor: Client, draft: Publication
) -> None:
    answer = editor.post(
        f"{draft.get_absolute_url()}nl/write/", typed(text="Lang werk\n\n![](figure:kaart)")
    )
    assert answer.status_code == 422
    assert "Lang werk" in answer.content.decode()
    assert Revision.objects.filter(document__work=draft.work).count() == 1


def test_a_text_without_a_title_is_refused_and_kept(editor: Client, draft: Publication) -> None:
    answer = editor.post(f"{draft.get_absolute_url()}nl/write/", typed(title="", text="Lang werk"))
    assert answer.status_code == 422
    assert "Lang werk" in answer.content.decode()


def test_withdrawing_needs_a_reason_and_readers_see_it(
    editor: Client, draft: Publication, ada: Person
) -> None:
    publish(draft, ada)
    empty = editor.post(f"{draft.get_absolute_url()}nl/withdraw/", {"reason": " "})
    assert empty.status_code == 200
    editor.post(f"{draft.get_absolute_url()}nl/withdraw/", {"reason": "Het klopte niet."})
    page = Client().get(draft.get_absolute_url())
    assert page.status_code == 410
    assert "Het klopte niet." in page.content.decode()
    assert Client().get(f"{draft.get_absolute_url()}nl/1/").status_code == 410
    entry = LogEntry.objects.get(act="publication.withdrawn")
    assert entry.words["reason"] == "Het klopte niet."


def test_the_log_tells_nothing_of_a_text_for_members(draft: Publication, ada: Person) -> None:
    Work.objects.filter(pk=draft.work_id).update(audience="members")
    draft.work.refresh_from_db()
    publish(draft, ada)
    document = Document.objects.get(work=draft.work, language="nl")
    services.withdraw(draft, document, ada.actor, "Een geheime reden")
    entry = LogEntry.objects.get(act__startswith="publication.withdrawn")
    assert (entry.words["object"], entry.words["reason"], entry.words["details"]) == ("", "", {})
    page = Client().get("/@werf/log/").content.decode()
    assert document.head.title not in page
    assert "geheime" not in page
    assert "Ada" in page


def test_a_withdrawn_text_can_be_published_again(draft: Publication, ada: Person) -> None:
    publish(draft, ada)
    document = Document.objects.get(work=draft.work, language="nl")
    services.withdraw(draft, document, ada.actor, "Even weg")
    publish(draft, ada)
    assert Client().get(draft.get_absolute_url()).status_code == 200


def test_publishing_twice_makes_one_version_and_one_activity(
    draft: Publication, ada: Person
) -> None:
    publish(draft, ada)
    publish(draft, ada)
    assert Activity.objects.filter(object=draft.work.uri, verb="publish").count() == 1
    assert Document.objects.get(work=draft.work).published.version == 1


def test_an_unknown_licence_is_refused_with_its_name(editor: Client, draft: Publication) -> None:
    answer = editor.post(
        f"{draft.get_absolute_url()}details/",
        {"kind": "explainer", "licence": "CC-BY-SA-9", "audience": "public"},
    )
    assert answer.status_code == 200
    assert "CC-BY-SA-9" in answer.content.decode()
    draft.work.refresh_from_db()
    assert draft.work.licence == "CC-BY-SA-4.0"


def test_a_number_of_a_series_is_given_out_once(
    werf: Commons, draft: Publication, ada: Person
) -> None:
    series = services.create_series(werf, "reeks", {"nl": "Reeks"}, 4)
    services.arrange(draft, ada.actor, kind=Kind.EXPLAINER, series=series, number=1)
    other = services.create_publication(werf, Kind.EXPLAINER, "ander")
    with pytest.raises(Exception, match="1") as refused:
        services.arrange(other, ada.actor, kind=Kind.EXPLAINER, series=series, number=1)
    assert "number" in refused.value.message_dict


def test_a_text_for_members_is_hidden_from_others(draft: Publication, ada: Person) -> None:
    publish(draft, ada)
    draft.work.audience = "members"
    draft.work.save()
    assert Client().get(draft.get_absolute_url()).status_code == 404
    assert "Wat is het?" not in Client().get("/@werf/publications/feed.atom").content.decode()


def test_the_feed_holds_what_is_published(draft: Publication, ada: Person) -> None:
    publish(draft, ada)
    feed = Client().get("/@werf/publications/feed.atom")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "<title>Wat is het?</title>" in feed.content.decode()


def test_the_page_describes_itself_to_machines(draft: Publication, ada: Person) -> None:
    publish(draft, ada)
    page = Client().get(f"{draft.get_absolute_url()}nl/").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert data["headline"] == "Wat is het?"
    assert data["inLanguage"] == "nl"
    assert data["license"].startswith("https://creativecommons.org/")
    sitemap = b"".join(Client().get("/sitemap.xml").streaming_content).decode()
    assert f"{draft.get_absolute_url()}nl/</loc>" in sitemap


def test_a_script_in_the_text_never_reaches_a_reader(draft: Publication, ada: Person) -> None:
    nasty = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    services.write(draft, "nl", Words("<b>t</b></script>", nasty, nasty), ada.actor, 1)
    publish(draft, ada)
    page = Client().get(f"{draft.get_absolute_url()}nl/").content.decode()
    assert "<script>alert" not in page
    assert "javascript:alert" not in page.replace("(javascript:alert(1))", "")
    assert "<img src=x" not in page
    assert "<b>t</b>" not in page


def test_readers_see_no_cookie(draft: Publication, ada: Person) -> None:
    publish(draft, ada)
    for address in (
        draft.get_absolute_url(),
        "/@werf/publications/",
        "/@werf/publications/feed.atom",
    ):
        assert not Client().get(address).cookies


ACTS = [
    ("get", "new/"),
    ("get", "series/new/"),
    ("get", "wat-is-het/nl/write/"),
    ("get", "wat-is-het/nl/publish/"),
    ("get", "wat-is-het/nl/withdraw/"),
    ("get", "wat-is-het/details/"),
    ("get", "wat-is-het/sources/"),
    ("post", "wat-is-het/nl/preview/"),
]


@pytest.mark.parametrize(("method", "address"), ACTS)
@pytest.mark.parametrize(
    ("role", "allowed"),
    [("visitor", False), ("member", False), ("editor", True), ("steward", True)],
)
def test_only_editors_may_do_an_editors_act(
    draft: Publication,
    werf: Commons,
    make_person: Callable[..., Person],
    client_for: Callable[[Person], Client],
    method: str,
    address: str,
    role: str,
    allowed: bool,
) -> None:
    client = Client()
    if role != "visitor":
        person = make_person("bea")
        werf.memberships.create(person=person, role=role)
        client = client_for(person)
    answer = getattr(client, method)(f"/@werf/publications/{address}")
    assert (answer.status_code == 200) is allowed
    if not allowed:
        assert answer.status_code in (302, 403)


def test_reading_asks_few_queries_whatever_there_is(
    draft: Publication,
    ada: Person,
    werf: Commons,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    publish(draft, ada)
    for number in range(25):
        other = services.create_publication(werf, Kind.ARTICLE, f"tekst {number}")
        services.write(other, "nl", Words(f"Tekst {number}", "", "Woorden"), ada.actor, 0)
        publish(other, ada)
    with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
        Client().get("/@werf/publications/?n=1")
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        Client().get(draft.get_absolute_url())
    with django_assert_max_num_queries(1):  # type: ignore[attr-defined]
        Client().get(draft.get_absolute_url())


def test_a_text_in_another_language_than_the_interface_goes_to_its_own_address(
    editor: Client, draft: Publication
) -> None:
    page = editor.get(f"{draft.get_absolute_url()}en/write/", headers={"accept-language": "nl"})
    assert f'action="{draft.get_absolute_url()}en/write/"' in page.content.decode()


@pytest.fixture
def _own_media(tmp_path, settings) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.usefixtures("_own_media")
def test_a_picture_is_added_to_the_text_and_the_form_is_shown_again(
    editor: Client, draft: Publication
) -> None:
    form = typed(picture_alt="Een veld", picture_caption="") | {"picture": picture(name="veld.png")}
    page = editor.post("/@werf/publications/wat-is-het/nl/write/", form)
    assert page.status_code == 200
    assert "![Een veld](figure:veld)" in page.text
    assert 'role="status"' in page.text
    assert draft.work.figures.get().name == "veld"


@pytest.mark.usefixtures("_own_media")
@pytest.mark.parametrize("wrong", [{"picture_alt": ""}, {"title": ""}])
def test_a_refused_picture_is_in_no_text_and_goes_after_a_day(
    editor: Client, draft: Publication, wrong: dict[str, str]
) -> None:
    form = typed(**({"picture_alt": "Een veld"} | wrong)) | {"picture": picture()}
    page = editor.post("/@werf/publications/wat-is-het/nl/write/", form)
    assert page.status_code == 422
    assert not draft.work.figures.exists()
    assert MediaFile.objects.get().kept_until is not None


def test_the_old_addresses_of_the_history_lead_to_the_new(
    editor: Client, draft: Publication, ada: Person
) -> None:
    services.write(draft, "nl", Words("Wat is het?", "Kort.", "Nieuw"), ada.actor, 1)
    document = Document.objects.get(work=draft.work)
    for old, new in (("history/", "history/"), ("compare/1/2/", "compare/1..2/")):
        answer = editor.get(f"{draft.get_absolute_url()}nl/{old}", follow=True)
        assert answer.redirect_chain == [(f"/@werf/texts/{document.pk}/{new}", 301)]
        assert answer.status_code == 200
    assert Client().get(f"{draft.get_absolute_url()}nl/compare/1/2/").status_code == 404


def test_an_old_version_is_read_after_it_was_packed(draft: Publication, ada: Person) -> None:
    for number in range(1, 4):
        publish(draft, ada)
        words = Words("Wat is het?", "Kort.", f"{TEXT}\n{number}\n")
        services.write(draft, "nl", words, ada.actor, number)
    publish(draft, ada)
    assert Revision.objects.get(version=1).packed is not None
    page = Client().get(f"{draft.get_absolute_url()}nl/1/").content.decode()
    assert "<em>ons</em>" in page
    assert 'id="s-wat-het-is"' in page
