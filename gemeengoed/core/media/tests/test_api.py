"""Uploading over the API, by the same rules as in the pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import make_token

from .making import picture

pytestmark = pytest.mark.django_db

ADDRESS = "/api/commons/v1/commons/werf/media"


@pytest.fixture
def bearer(
    make_person: Callable[..., Person], make_commons: Callable[..., Commons]
) -> dict[str, str]:
    ada = make_person("ada")
    make_commons("werf", steward=ada)
    return {"Authorization": f"Bearer {make_token(ada)[1]}"}


def test_an_editor_uploads_and_sees_the_room(bearer: dict[str, str], client: Client) -> None:
    sent = client.post(ADDRESS, {"file": picture(500)}, headers=bearer)
    assert sent.status_code == 201, sent.content
    assert client.get(sent.json()["address"]).status_code == 200
    listed = client.get(ADDRESS, headers=bearer).json()
    assert listed["used"] == sent.json()["size"]
    assert [one["uploader"] for one in listed["pictures"]] == ["ada"]


def test_who_has_no_role_may_not(
    bearer: dict[str, str], make_person: Callable[..., Person]
) -> None:
    client = Client()
    assert client.post(ADDRESS, {"file": picture()}).status_code == 401
    token = make_token(make_person("bob"))[1]
    headers = {"Authorization": f"Bearer {token}"}
    assert client.post(ADDRESS, {"file": picture()}, headers=headers).status_code == 403
    assert client.get(ADDRESS, headers=headers).status_code == 403


def test_what_is_refused_is_told(bearer: dict[str, str], client: Client) -> None:
    upload = picture()
    upload.file.truncate(30)
    answer = client.post(ADDRESS, {"file": upload}, headers=bearer)
    assert answer.status_code == 422
    assert "opnieuw" in str(answer.json())  # nobody asked for another language than Dutch
