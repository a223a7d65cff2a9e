"""What the writing page does, over the API: the same services, the same refusals."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client

from gemeengoed.core.documents.models import Figure, Work
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import make_token

from .test_writing import document, picture

pytestmark = pytest.mark.django_db

API = "/api/commons/v1/commons/werf/texts"


@pytest.fixture
def bearer(ada: Person, work: Work) -> dict[str, str]:
    return {"Authorization": f"Bearer {make_token(ada)[1]}"}


@pytest.fixture
def at(work: Work) -> str:
    return f"?work={quote(work.uri)}"


def test_html_becomes_markdown(client: Client, bearer: dict[str, str]) -> None:
    sent = {"html": "<h1>Kop</h1><script>x</script>"}
    answer = client.post(f"{API}/convert", sent, "application/json", headers=bearer)
    assert answer.json()["markdown"] == "## Kop\n"
    refused = client.post(
        f"{API}/convert", {"html": "<div>" * 999}, "application/json", headers=bearer
    )
    assert refused.status_code == 422


def test_a_text_is_previewed_with_its_figure(
    client: Client, bearer: dict[str, str], at: str
) -> None:
    sent = {"text": "De kat zit op de mat. " * 20}
    answer = client.post(f"{API}/preview{at}&language=nl", sent, "application/json", headers=bearer)
    assert answer.json()["score"] == 100
    assert answer.json()["words"] == 120


def test_a_picture_needs_words(client: Client, bearer: dict[str, str], at: str) -> None:
    refused = client.post(f"{API}/picture{at}", {"file": picture()}, headers=bearer)
    assert refused.status_code == 422
    assert "alt" in refused.json()["fields"]
    sent = client.post(f"{API}/picture{at}", {"file": picture(), "alt": "Een veld"}, headers=bearer)
    assert sent.json() == {"line": "![Een veld](figure:veld)"}


def test_a_document_comes_in(client: Client, bearer: dict[str, str], at: str) -> None:
    sent = {"file": document("libreoffice.odt")}
    answer = client.post(f"{API}/document{at}", sent, headers=bearer).json()
    assert answer["title"] == "Wat is een commons?"
    assert answer["without_words"] == 1
    assert Figure.objects.count() == 2


def test_who_may_not_write_may_nothing(
    bearer: dict[str, str], at: str, make_person: Callable[..., Person]
) -> None:
    client = Client()
    bob = {"Authorization": f"Bearer {make_token(make_person('bob'))[1]}"}
    for path, sent in (("convert", {"html": "x"}), (f"preview{at}", {"text": "x"})):
        assert client.post(f"{API}/{path}", sent, "application/json").status_code == 401
        assert (
            client.post(f"{API}/{path}", sent, "application/json", headers=bob).status_code == 403
        )
    for path, sent in (("picture", {"file": picture()}), ("document", {"file": picture()})):
        assert client.post(f"{API}/{path}{at}", sent).status_code == 401
        assert client.post(f"{API}/{path}{at}", sent, headers=bob).status_code == 403
