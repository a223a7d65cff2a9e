"""One's own data by the API."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import make_token

pytestmark = pytest.mark.django_db
ADDRESS = "/api/commons/v1/me/data.zip"


def test_somebody_takes_along_what_is_held_on_them(make_person: Callable[..., Person]) -> None:
    token = make_token(make_person("ada"))[1]
    make_person("bob")
    answer = Client(headers={"authorization": f"Bearer {token}"}).get(ADDRESS)
    assert answer.headers["Cache-Control"] == "no-store"
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as zipped:  # type: ignore[arg-type]
        held = b"".join(zipped.read(name) for name in zipped.namelist())
    assert b"ada@example.org" in held
    assert b"bob@example.org" not in held


def test_nobody_else_gets_anything(set_up: None) -> None:
    assert Client().get(ADDRESS).status_code == 401
    assert Client(headers={"authorization": "Bearer gg_no"}).get(ADDRESS).status_code == 401
