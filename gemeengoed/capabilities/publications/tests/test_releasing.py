"""Texts that come out by themselves, and who may read them before."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from gemeengoed.capabilities.publications import releasing, services
from gemeengoed.capabilities.publications.models import EarlyReader, Kind, Publication, Release
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Document, DocumentState
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import make_token

pytestmark = pytest.mark.django_db
PLACE = "/@werf/publications/sluis/nl/"


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    return make_person("ada")


@pytest.fixture
def werf(make_commons: Callable[..., Commons], ada: Person) -> Commons:
    return make_commons("werf", steward=ada)


@pytest.fixture
def text(werf: Commons, ada: Person) -> Publication:
    publication = services.create_publication(werf, Kind.EXPLAINER, "sluis")
    services.write(publication, "nl", Words("De sluis", "", "Geheim tot morgen.\n"), ada.actor, 0)
    return publication


@pytest.fixture
def editor(client_for: Callable[..., Client], ada: Person) -> Client:
    return client_for(ada)


def document() -> Document:
    return Document.objects.get(work__publication__slug="sluis", language="nl")


def due(text: Publication, person: Person) -> None:
    """Planned an hour ago for half an hour ago."""
    releasing.schedule(document(), timezone.now() + timedelta(hours=1), person.actor, embargo=True)
    Release.objects.update(at=timezone.now() - timedelta(minutes=30))


def tomorrow() -> dict[str, str]:
    day = timezone.localtime() + timedelta(days=1)
    return {"day": f"{day:%Y-%m-%d}", "time": "09:00"}


def test_a_planned_text_comes_out_with_what_was_saved_last(
    text: Publication, editor: Client, ada: Person
) -> None:
    assert editor.post(f"{PLACE}release/", tomorrow()).status_code == 302
    planned = timezone.localtime(Release.objects.get().at)
    assert (f"{planned:%Y-%m-%d}", f"{planned:%H:%M}") == tuple(tomorrow().values())
    services.write(text, "nl", Words("De sluis", "", "Verbeterd.\n"), ada.actor, 1)
    releasing.release_due()
    assert document().state == DocumentState.DRAFT, "not before its time"
    Release.objects.update(at=timezone.now())
    releasing.release_due()
    assert "Verbeterd." in Client().get(PLACE).content.decode()
    assert not Release.objects.exists()


def test_it_comes_out_once_however_often_the_clock_looks(text: Publication, ada: Person) -> None:
    due(text, ada)
    releasing.release_due()
    releasing.release_due()
    assert document().revisions.filter(version__isnull=False).count() == 1


def test_what_cannot_come_out_says_why_and_is_tried_again(text: Publication, ada: Person) -> None:
    due(text, ada)
    Document.objects.update(head=None)
    releasing.release_due()
    waiting = Release.objects.get()
    assert waiting.error
    assert waiting.at > timezone.now()


@pytest.mark.parametrize("days", [-1, 400])
def test_a_moment_in_the_past_or_too_far_ahead_is_refused(
    text: Publication, editor: Client, days: int
) -> None:
    day = timezone.localtime() + timedelta(days=days)
    answer = editor.post(f"{PLACE}release/", {"day": f"{day:%Y-%m-%d}", "time": "09:00"})
    assert answer.context["form"].errors["day"]
    assert f'value="{day:%Y-%m-%d}"' in answer.content.decode()
    assert not Release.objects.exists()


def test_under_embargo_only_who_has_the_link_reads_it(text: Publication, editor: Client) -> None:
    editor.post(f"{PLACE}release/", {**tomorrow(), "embargo": "on"})
    page = editor.post(f"{PLACE}release/invite/", {"name": "De krant"}).content.decode()
    found = re.search(r"http://testserver(/@werf/publications/early/[\w-]+/)", page)
    assert found
    reader = Client()
    assert reader.get(PLACE).status_code == 404
    answer = reader.get(found[1])
    assert "Geheim tot morgen." in answer.content.decode()
    assert "De krant" in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert reader.get("/@werf/publications/early/raden/").status_code == 404
    assert EarlyReader.objects.get().opened
    editor.post(f"{PLACE}release/{EarlyReader.objects.get().pk}/end/")
    assert reader.get(found[1]).status_code == 404


def test_links_end_when_the_text_is_out_or_no_longer_planned(
    text: Publication, editor: Client, ada: Person
) -> None:
    due(text, ada)
    releasing.invite(document(), "De krant", ada.actor)
    releasing.release_due()
    assert not EarlyReader.objects.exists()
    releasing.schedule(document(), timezone.now() + timedelta(hours=1), ada.actor, embargo=True)
    releasing.invite(document(), "De krant", ada.actor)
    editor.post(f"{PLACE}release/cancel/")
    assert not EarlyReader.objects.exists()
    assert not Release.objects.exists()


def test_without_embargo_there_are_no_early_readers(text: Publication, ada: Person) -> None:
    releasing.schedule(document(), timezone.now() + timedelta(hours=1), ada.actor)
    with pytest.raises(ValidationError):
        releasing.invite(document(), "De krant", ada.actor)


def test_a_member_plans_nothing(
    text: Publication,
    client_for: Callable[..., Client],
    make_person: Callable[..., Person],
) -> None:
    stranger = client_for(make_person("bob"))
    for path in ("release/", "release/cancel/", "release/invite/", "release/1/end/"):
        assert stranger.post(f"{PLACE}{path}", tomorrow()).status_code == 403
    assert not Release.objects.exists()


def test_publishing_by_hand_ends_the_plan(text: Publication, editor: Client, ada: Person) -> None:
    releasing.schedule(document(), timezone.now() + timedelta(hours=1), ada.actor)
    editor.post(f"{PLACE}publish/")
    assert not Release.objects.exists()


def test_the_api_plans_and_unplans(text: Publication, ada: Person) -> None:
    _token, secret = make_token(ada)
    client = Client(headers={"authorization": f"Bearer {secret}"})
    place = "/api/commons/v1/commons/werf/publications/sluis/nl/release"
    at = (timezone.now() + timedelta(days=1)).isoformat()
    answer = client.put(place, {"at": at, "embargo": True}, content_type="application/json")
    assert answer.json()["embargo"] is True
    late = client.put(place, {"at": "2020-01-01T00:00:00Z"}, content_type="application/json")
    assert late.status_code == 422
    assert client.delete(place).status_code == 204
    assert not Release.objects.exists()
    assert Client().put(place, {"at": at}, content_type="application/json").status_code == 401
