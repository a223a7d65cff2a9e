"""One person changes only so much in a minute; reading is not counted."""

import json

import pytest

from gemeengoed.core.people.services import make_token

pytestmark = pytest.mark.django_db
LANGUAGE = "/settings/language/"


@pytest.fixture(autouse=True)
def _three(settings) -> None:
    settings.WRITES_PER_MINUTE = 3


def test_pages_and_api_are_counted_together(make_person, client_for) -> None:
    ada, bob = make_person("ada"), make_person("bob")
    client, token = client_for(ada), make_token(ada)[1]

    def by_api():
        return client_for(None).patch(
            "/api/commons/v1/me",
            json.dumps({"language": "nl"}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )

    assert [client.post(LANGUAGE, {"language": "nl"}).status_code for _ in range(2)] == [302, 302]
    assert by_api().status_code == 200
    for refused in (by_api(), client.post(LANGUAGE, {"language": "nl"})):
        assert refused.status_code == 429
        assert 1 <= int(refused["Retry-After"]) <= 60
    assert client.get(LANGUAGE).status_code == 200
    assert client_for(bob).post(LANGUAGE, {"language": "nl"}).status_code == 302


def test_logging_out_is_always_possible(make_person, client_for) -> None:
    client = client_for(make_person("ada"))
    for _ in range(4):
        client.post(LANGUAGE, {"language": "nl"})
    assert client.post("/accounts/logout/").status_code == 302
