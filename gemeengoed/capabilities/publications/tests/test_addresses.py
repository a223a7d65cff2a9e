"""One address for everything, and none for what is not there yet."""

from collections.abc import Callable

import pytest
from django.test import Client

from gemeengoed.capabilities.publications import services
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Document
from gemeengoed.core.people.services import make_token

pytestmark = pytest.mark.django_db
API = "/api/commons/v1/commons/werf/publications/een-tekst"


@pytest.fixture
def draft(make_commons: Callable[..., Commons]) -> Publication:
    commons = make_commons()
    author = commons.memberships.get().person.actor
    return services.begin(commons, Kind.ARTICLE, "nl", "Een tekst", author)


def test_the_api_does_not_tell_readers_of_a_draft(draft: Publication) -> None:
    assert Client().get(API).status_code == 404
    steward = draft.commons.memberships.get().person
    headers = {"authorization": f"Bearer {make_token(steward)[1]}"}
    assert Client(headers=headers).get(API).status_code == 200
    document = Document.objects.get(work=draft.work)
    services.publish(draft, document, steward.actor)
    assert [text["language"] for text in Client().get(API).json()["texts"]] == ["nl"]


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/@WERF/publications/?page=1", "/@werf/publications/?page=1"),
        ("/@Werf-Steward/", "/@werf-steward/"),
        ("/api/commons/v1/commons/Werf/publications", "/api/commons/v1/commons/werf/publications"),
        ("/api/commons/v1/people/Ada", "/api/commons/v1/people/ada"),
    ],
)
def test_a_handle_in_capitals_leads_to_its_one_address(
    draft: Publication, asked: str, right: str
) -> None:
    answer = Client().get(asked)
    assert (answer.status_code, answer["Location"]) == (301, right)
    assert Client().post(asked).status_code == 308
