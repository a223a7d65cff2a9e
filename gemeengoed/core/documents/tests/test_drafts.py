"""What is typed is kept on the server, offered again, and goes when it is saved or old."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents import drafts
from gemeengoed.core.documents.models import Draft
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person
from gemeengoed.core.privacy import services as privacy

pytestmark = pytest.mark.django_db
WRITE = "/@werf/publications/tekst/nl/write/"


@pytest.fixture
def text(werf: Commons, ada: Person) -> Publication:
    publication = publications.create_publication(werf, Kind.ARTICLE, "tekst")
    publications.write(publication, "nl", Words("Titel", "", "Eerst"), ada.actor, 0)
    return publication


@pytest.fixture
def draft_at(text: Publication) -> str:
    return f"/@werf/texts/draft/{text.work_id}/nl/"


def typed(text: str = "Eerst, en meer", **more: object) -> dict[str, object]:
    return {"title": "Titel", "summary": "", "text": text, "base": 1, **more}


def test_it_is_kept_and_offered_again(editor: Client, draft_at: str) -> None:
    answer = editor.post(draft_at, typed())
    assert answer.json()["kept"].startswith(str(timezone.now().year))
    assert answer.json()["others"] == []
    page = editor.get(WRITE).content.decode()
    assert "Je was hier aan het schrijven" in page
    assert "en meer" not in page
    assert ">\nEerst, en meer</textarea>" in editor.get(f"{WRITE}?draft=1").content.decode()


def test_saving_drops_it(editor: Client, draft_at: str) -> None:
    editor.post(draft_at, typed())
    editor.post(WRITE, typed())
    assert not Draft.objects.exists()


def test_a_save_by_others_does_not(
    editor: Client, draft_at: str, text: Publication, bea: Person
) -> None:
    editor.post(draft_at, typed())
    publications.write(text, "nl", Words("Titel", "", "Van Bea\n\nEerst"), bea.actor, 1)
    assert "Je was hier aan het schrijven" in editor.get(WRITE).content.decode()
    page = editor.get(f"{WRITE}?draft=1").content.decode()
    assert 'name="base" value="1"' in page
    editor.post(WRITE, typed())
    assert text.work.documents.get().head.text == "Van Bea\n\nEerst, en meer"


def test_the_newest_text_itself_is_no_draft(editor: Client, draft_at: str) -> None:
    editor.post(draft_at, typed())
    assert editor.post(draft_at, typed("Eerst")).json()["kept"] is None
    assert not Draft.objects.exists()


def test_it_is_put_away_with_and_without_script(editor: Client, draft_at: str) -> None:
    editor.post(draft_at, typed())
    assert editor.post(draft_at, {"drop": 1}).json() == {"kept": None, "others": []}
    editor.post(draft_at, typed())
    assert editor.post(draft_at, {"drop": 1, "back": 1})["Location"] == WRITE
    assert not Draft.objects.exists()


def test_who_else_is_writing(
    editor: Client, draft_at: str, bea: Person, client_for: Callable[..., Client]
) -> None:
    client_for(bea).post(draft_at, typed("Van Bea"))
    assert editor.post(draft_at, typed()).json()["others"] == ["Bea"]
    assert "Bea schrijft hier ook" in editor.get(WRITE).content.decode()
    Draft.objects.update(changed=timezone.now() - timedelta(minutes=3))
    assert editor.post(draft_at, typed()).json()["others"] == []


def test_each_sees_their_own_only(
    editor: Client, draft_at: str, bea: Person, client_for: Callable[..., Client]
) -> None:
    client_for(bea).post(draft_at, typed("Geheim van Bea"))
    assert "Geheim" not in editor.get(f"{WRITE}?draft=1").content.decode()


def test_a_translation_that_is_not_begun_has_one_too(editor: Client, text: Publication) -> None:
    editor.post(f"/@werf/texts/draft/{text.work_id}/en/", typed("First", base=0))
    assert "Je was hier aan het schrijven" in editor.get(WRITE.replace("nl", "en")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"base": "99999999999999999999"},
        {"base": "-1"},
        {"base": "x"},
        {"title": "t" * 900},
        {"text": "é" * 500_001},
    ],
)
def test_what_cannot_be_saved_yet_is_kept_all_the_same(
    editor: Client, draft_at: str, wrong: dict[str, object]
) -> None:
    assert editor.post(draft_at, typed(**wrong)).json()["kept"]


def test_too_much_is_told(editor: Client, draft_at: str) -> None:
    answer = editor.post(draft_at, typed("é" * 1_000_001))
    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize("role", ["visitor", "member"])
def test_only_writers_may(
    draft_at: str,
    werf: Commons,
    make_person: Callable[..., Person],
    client_for: Callable[..., Client],
    role: str,
) -> None:
    client = Client()
    if role == "member":
        person = make_person("mia")
        werf.memberships.create(person=person, role=role)
        client = client_for(person)
    assert client.post(draft_at, typed()).status_code in (302, 403)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "address", ["/@werf/texts/draft/999999999/nl/", "/@niemand/texts/draft/1/nl/"]
)
def test_unknown_works_are_not_there(editor: Client, text: Publication, address: str) -> None:
    assert editor.post(address, typed()).status_code == 404


def test_old_ones_are_erased(editor: Client, draft_at: str) -> None:
    editor.post(draft_at, typed())
    Draft.objects.update(changed=timezone.now() - timedelta(days=29))
    drafts.sweep()
    assert Draft.objects.count() == 1
    Draft.objects.update(changed=timezone.now() - timedelta(days=31))
    drafts.sweep()
    assert not Draft.objects.exists()


def test_leaving_erases_it(draft_at: str, bea: Person, client_for: Callable[..., Client]) -> None:
    client_for(bea).post(draft_at, typed())
    privacy.give_up(bea)
    assert not Draft.objects.exists()


def test_the_api_keeps_and_drops_it(editor: Client, text: Publication) -> None:
    address = f"/api/commons/v1/commons/werf/works/{text.work_id}/drafts/nl"
    assert editor.put(address, typed(), "application/json").json()["text"] == "Eerst, en meer"
    assert editor.get(address).json()["base"] == 1
    assert editor.delete(address).json()["kept"] is None
