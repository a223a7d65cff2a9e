"""What other servers are told of publications."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from gemeengoed.capabilities.publications import services
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.activity.services import distribute
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Document
from gemeengoed.core.documents.services import Words
from gemeengoed.core.federation.models import OutgoingActivity, PublishedObject
from gemeengoed.core.federation.outgoing import consuming
from gemeengoed.core.people.models import Person
from gemeengoed.core.registry import Audience

pytestmark = pytest.mark.django_db
ACTIVITY = {"Accept": "application/activity+json"}
TEXT = "## Wat het is\n\nVan *ons*, en [hier](/@werf/) meer.\n"


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    return make_person("ada")


@pytest.fixture
def werf(make_commons: Callable[..., Commons], ada: Person) -> Commons:
    return make_commons("werf", steward=ada)


@pytest.fixture
def draft(werf: Commons, ada: Person) -> Publication:
    publication = services.create_publication(werf, Kind.EXPLAINER, "wat is het")
    services.write(publication, "nl", Words("Wat is het?", "Kort.", TEXT), ada.actor, 0)
    return publication


def publish(publication: Publication, person: Person, language: str = "nl") -> None:
    document = Document.objects.get(work=publication.work, language=language)
    services.publish(publication, document, person.actor)
    distribute()


def said() -> list[dict[str, Any]]:
    return [json.loads(bytes(row.body)) for row in OutgoingActivity.objects.order_by("pk")]


def read(address: str) -> Any:
    return Client().get(address.removeprefix("http://localhost"), headers=ACTIVITY)


def test_who_wrote_it_says_it_and_the_commons_announces_it(draft: Publication, ada: Person) -> None:
    publish(draft, ada)
    create, announce = said()
    assert (create["type"], create["actor"]) == ("Create", "http://localhost/@ada")
    assert (announce["type"], announce["actor"]) == ("Announce", "http://localhost/@werf")
    article = create["object"]
    assert announce["object"] == article["id"] == f"http://localhost{draft.get_absolute_url()}"
    assert article["attributedTo"] == create["actor"]
    assert article["audience"] == announce["actor"]
    assert (article["name"], article["summary"]) == ("Wat is het?", "Kort.")
    assert article["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert 'href="http://localhost/@werf/"' in article["content"]


def test_the_cover_goes_along_as_a_picture_with_words(draft: Publication, ada: Person) -> None:
    publish(draft, ada)
    cover = said()[0]["object"]["attachment"][0]
    answer = Client().get(cover["url"].removeprefix("http://localhost"))
    with Image.open(BytesIO(answer.content)) as picture:
        assert picture.size == (cover["width"], cover["height"])
    assert cover["name"].startswith("Omslag van ‘Wat is het?’")


def test_what_several_wrote_the_commons_says_itself(
    draft: Publication, ada: Person, make_person: Callable[..., Person]
) -> None:
    bob = make_person("bob")
    services.write(draft, "nl", Words("Wat is het?", "Kort.", TEXT + "Meer."), bob.actor, 1)
    publish(draft, ada)
    (create,) = said()
    assert create["actor"] == create["object"]["attributedTo"] == "http://localhost/@werf"


def test_a_revision_is_an_update_and_the_same_again_is_nothing(
    draft: Publication, ada: Person
) -> None:
    publish(draft, ada)
    services.write(draft, "nl", Words("Wat is het nu?", "Kort.", TEXT), ada.actor, 1)
    publish(draft, ada)
    assert [one["type"] for one in said()] == ["Create", "Announce", "Update", "Announce"]
    assert said()[3]["object"]["type"] == "Update"
    consuming.tell(draft.get_absolute_url(), "publication")
    assert len(said()) == 4


def test_another_language_comes_into_the_same_article(draft: Publication, ada: Person) -> None:
    publish(draft, ada)
    services.write(draft, "en", Words("What is it?", "Short.", "Ours."), ada.actor, 0)
    publish(draft, ada, "en")
    article = said()[2]["object"]
    assert article["nameMap"] == {"nl": "Wat is het?", "en": "What is it?"}
    assert article["name"] == "Wat is het?"
    assert set(article["contentMap"]) == {"nl", "en"}


def test_what_is_withdrawn_is_deleted_and_its_address_answers_with_a_tombstone(
    draft: Publication, ada: Person
) -> None:
    publish(draft, ada)
    services.withdraw(draft, Document.objects.get(), ada.actor, "Het klopte niet.")
    distribute()
    assert [one["type"] for one in said()][2:] == ["Delete", "Announce"]
    answer = read(draft.get_absolute_url())
    assert (answer.status_code, answer.json()["type"]) == (410, "Tombstone")


def test_what_is_for_members_only_others_never_hear_of(draft: Publication, ada: Person) -> None:
    details = {"licence": "CC-BY-4.0", "questions": [], "on_behalf_of": []}
    services.set_details(draft, ada.actor, audience=Audience.MEMBERS, **details)
    publish(draft, ada)
    assert said() == []
    answer = read(draft.get_absolute_url())
    assert "Van" not in answer.content.decode()


def test_what_becomes_for_members_only_is_deleted_elsewhere(
    draft: Publication, ada: Person
) -> None:
    publish(draft, ada)
    details = {"licence": "CC-BY-4.0", "questions": [], "on_behalf_of": []}
    services.set_details(draft, ada.actor, audience=Audience.MEMBERS, **details)
    distribute()
    assert said()[2]["type"] == "Delete"
    assert read(draft.get_absolute_url()).status_code == 410


def test_the_outboxes_hold_it_and_each_activity_can_be_read(
    draft: Publication, ada: Person
) -> None:
    publish(draft, ada)
    for handle, type_ in (("ada", "Create"), ("werf", "Announce")):
        first = read(read(f"/@{handle}/outbox").json()["first"]).json()
        (item,) = first["orderedItems"]
        assert item["type"] == type_
        assert read(item["id"]).json()["id"] == item["id"]
    assert read(draft.get_absolute_url()).json()["type"] == "Article"


def test_texts_from_before_there_was_federation_come_into_the_outbox_unsaid(
    draft: Publication, ada: Person
) -> None:
    document = Document.objects.get(work=draft.work)
    services.publish(draft, document, ada.actor)
    consuming.fill()
    consuming.fill()
    assert said() == []
    (item,) = read("/@werf/outbox?before=0").json()["orderedItems"]
    assert read(item["id"]).json()["object"] == item["object"]
    assert PublishedObject.objects.count() == 1
