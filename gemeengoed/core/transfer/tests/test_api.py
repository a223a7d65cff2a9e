"""Taking a commons along by the API: for its stewards."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services.membership import add_member
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import make_token
from gemeengoed.core.registry import Role

pytestmark = pytest.mark.django_db
ADDRESS = "/api/commons/v1/commons/werf/take-along"


def caller(person: Person) -> Client:
    return Client(headers={"authorization": f"Bearer {make_token(person)[1]}"})


def test_a_steward_takes_the_commons_along(
    make_person: Callable[..., Person], make_commons: Callable[..., Commons]
) -> None:
    ada = make_person("ada")
    make_commons("werf", ada)
    answer = caller(ada).post(ADDRESS)
    assert answer.status_code == 200
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as zipped:  # type: ignore[arg-type]
        assert zipped.testzip() is None
        assert zipped.namelist()
    assert LogEntry.objects.filter(act="commons.taken_along").count() == 1


def test_nobody_else_does(
    make_person: Callable[..., Person], make_commons: Callable[..., Commons]
) -> None:
    werf, editor = make_commons("werf"), make_person("eli")
    add_member(werf, editor, Role.EDITOR)
    assert caller(editor).post(ADDRESS).status_code == 403
    assert caller(make_person("baas", is_steward=True)).post(ADDRESS).status_code == 403
    assert Client().post(ADDRESS).status_code == 401
    assert not LogEntry.objects.filter(act="commons.taken_along").exists()
