"""`/metrics`: what Prometheus reads is right by its own parser, counted over processes, and for operators."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from gemeengoed.core import registry
from gemeengoed.core.federation import tallies
from gemeengoed.core.federation.incoming import refusing
from gemeengoed.core.instance import counting
from gemeengoed.core.instance.models import AnsweredRequests
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import make_token
from gemeengoed.core.registry import Figure, Kind, Sample
from gemeengoed.project import metrics

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    counting._counted.clear()
    refusing._counted.clear()


@pytest.fixture
def baas(make_person: Callable[..., Person]) -> Person:
    return make_person("baas", is_steward=True)


def read(person: Person | None, scopes: str = "read") -> Any:
    secret = make_token(person, "scrape", scopes.split())[1] if person else "gg_nothing"
    return Client().get("/metrics", headers={"Authorization": f"Bearer {secret}"})


def families(text: str) -> dict[str, Any]:
    return {family.name: family for family in text_string_to_metric_families(text)}


def values(text: str, name: str) -> dict[tuple[str, ...], float]:
    family = families(text)[f"gemeengoed_{name}"]
    return {tuple(sample.labels.values()): sample.value for sample in family.samples}


def test_who_has_no_token_that_works_is_refused(baas: Person) -> None:
    answer = Client().get("/metrics")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert read(None).status_code == 401


def test_who_is_no_operator_is_refused(
    make_person: Callable[..., Person], make_commons: Callable[..., Any], client_for: Any
) -> None:
    make_commons("werf")
    assert read(make_person("ada")).status_code == 403
    assert read(Person.objects.get(actor__handle="werf-steward")).status_code == 403
    operator = make_person("baas", is_steward=True)
    assert read(operator, "follow").status_code == 403
    assert client_for(operator).get("/metrics").status_code == 401, "a log-in is no token"


def test_prometheus_can_read_all_of_it(baas: Person) -> None:
    answer = read(baas)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/openmetrics-text; version=1.0.0")
    assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    found = families(answer.text)
    assert {name.removeprefix("gemeengoed_") for name in found} >= {
        "inbox_accepted",
        "inbox_processed",
        "inbox_refused",
        "deliveries",
        "backlog",
        "backlog_age_seconds",
        "requests",
        "servers",
    }
    assert answer.text.endswith("# EOF\n")


def test_every_declared_queue_is_told(baas: Person) -> None:
    text = read(baas).text
    declared = {(queue.slug,) for queue in registry.queues()}
    assert values(text, "backlog").keys() == declared
    assert values(text, "backlog_age_seconds").keys() == declared
    assert {("activity",), ("mail",), ("mail-in",), ("mailings",)} <= declared
    assert {("renditions",), ("sources",), ("federation-in",), ("federation-out",)} <= declared


def test_what_other_servers_send_is_counted_from_the_beginning(baas: Person) -> None:
    tallies.add("inbox_accepted", 3)
    tallies.add("deliveries_sent", 5)
    tallies.add("deliveries_failed", 1)
    for _again in range(2):
        Client().post("/inbox", b"nothing", content_type="application/activity+json")
    refusing.write()
    text = read(baas).text
    assert values(text, "inbox_accepted") == {(): 3}
    assert values(text, "deliveries") == {("sent",): 5, ("failed",): 1}
    assert values(text, "inbox_refused") == {("json",): 2}


def test_requests_are_counted_by_view_and_status(baas: Person) -> None:
    client = Client()
    client.get("/commons/")
    client.get("/commons/")
    client.get("/settings/server/")
    client.get("/nowhere/")
    client.get("/healthz")
    counting.write()
    counted = {(row.view, row.status): row.number for row in AnsweredRequests.objects.all()}
    assert counted[("all_commons:all", 200)] == 2
    assert counted[("instance:settings", 302)] == 1
    assert counted[(counting.EARLY, 404)] == 1
    assert sum(counted.values()) == 4, "who asks for health is not counted"
    client.get("/commons/")
    counting.write()
    assert values(read(baas).text, "requests")[("all_commons:all", "200")] == 3


def test_what_cannot_be_written_is_written_the_next_time(baas: Person) -> None:
    Client().get("/commons/")

    def broken(run: Any, sql: str, *rest: Any) -> Any:
        if "answeredrequests" in sql:
            raise DatabaseError("locked")
        return run(sql, *rest)

    with connection.execute_wrapper(broken), pytest.raises(DatabaseError):
        counting.write()
    counting.write()
    assert AnsweredRequests.objects.get().number == 1


def test_reading_it_asks_a_bounded_number_of_queries(baas: Person) -> None:
    secret = make_token(baas, "scrape", ["read"])[1]
    client, headers = Client(), {"Authorization": f"Bearer {secret}"}
    client.get("/metrics", headers=headers)
    with CaptureQueriesContext(connection) as counted:
        client.get("/metrics", headers=headers)
    assert len(counted) <= 4 + 3 * len(registry.queues())


def test_labels_with_odd_signs_and_families_of_several_parts_are_read_back() -> None:
    odd = 'a "b"\\c\nd'
    first = Figure("odd", Kind.GAUGE, odd, [Sample(1.5, {"x": odd})])
    second = Figure("odd", Kind.GAUGE, odd, [Sample(2, {"x": "y"})])
    text = metrics.written([first, Figure("none", Kind.COUNTER, "None.", []), second])
    assert values(text, "odd") == {(odd,): 1.5, ("y",): 2.0}
    assert text.count("# TYPE gemeengoed_odd gauge") == 1
