"""Makers of test data, all through the services that the pages use."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from hypothesis import HealthCheck, settings

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services import create_commons
from gemeengoed.core.instance import queries as instance
from gemeengoed.core.instance.services import mark_set_up
from gemeengoed.core.log import triggers
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import create_person

PASSWORD = "a long enough password"
# How fast a machine is, is not what a test is about.
settings.register_profile(
    "unhurried", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")
BACKEND = "gemeengoed.core.people.backend.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _nothing_kept_from_other_tests() -> Iterator[None]:
    for cache in caches.all():
        cache.clear()
    instance.forget()
    yield
    for cache in caches.all():
        cache.clear()


@pytest.fixture(autouse=True)
def _tables_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that commit are followed by emptying every table that Django knows: the public log would
    refuse, and the tokens of the search are not among them."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    if not commits and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    with triggers.lifted(connection):
        LogEntry.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_tokens")


@pytest.fixture
def set_up(db: None) -> None:
    """The server has had its first steward: pages answer."""
    mark_set_up()


@pytest.fixture
def make_person(set_up: None) -> Callable[..., Person]:
    """`make_person("ada", is_steward=False)`: an account with the password PASSWORD."""

    def make(handle: str = "ada", *, is_steward: bool = False, **more: object) -> Person:
        return create_person(
            handle,
            handle.capitalize(),
            f"{handle}@example.org",
            PASSWORD,
            is_steward=is_steward,
            **more,
        )

    return make


@pytest.fixture
def make_commons(make_person: Callable[..., Person]) -> Callable[..., Commons]:
    """`make_commons("werf", steward=person)`; without a steward one is made."""

    def make(handle: str = "werf", steward: Person | None = None, **more: object) -> Commons:
        steward = steward or make_person(f"{handle}-steward")
        name = handle.capitalize()
        return create_commons(handle, {"nl": name, "en": name}, steward, **more)

    return make


@pytest.fixture
def client_for() -> Callable[..., Client]:
    """`client_for(person)`: a client with a session of theirs; `client_for(None)` of a visitor."""

    def make(person: Person | None = None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person, backend=BACKEND)
        return client

    return make


@pytest.fixture
def gone_once_claimed(db: None) -> Callable[[QuerySet[Any]], AbstractContextManager[None]]:
    """`with gone_once_claimed(rows): …`: somebody else deletes `rows` right after the first UPDATE of their
    table, so between the claim of a row and the reading of it."""

    def deleting(rows: QuerySet[Any]) -> AbstractContextManager[None]:
        left = [rows]
        claim = f'UPDATE "{rows.model._meta.db_table}"'

        def execute(run: Callable[..., Any], sql: str, *rest: Any) -> Any:
            result = run(sql, *rest)
            if left and sql.startswith(claim):
                left.pop().delete()
            return result

        return connection.execute_wrapper(execute)

    return deleting


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A run on PostgreSQL repeats only what touches the database, without browser and whole servers."""
    if os.environ.get("GEMEENGOED_TEST_DATABASE") != "postgresql":
        return
    kept = [item for item in items if _touches_database(item)]
    left_out = [item for item in items if not _touches_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


def _touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("postgresql"):
        return True
    if item.get_closest_marker("browser") or item.get_closest_marker("processes"):
        return False
    names = getattr(item, "fixturenames", ())
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(names))
