"""Sources that stood with the documents keep their rows, their keys and who cites them."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("documents", "0001_initial"), ("sources", None), ("actors", "0001_initial")]


def _to(targets: list[tuple[str, str | None]]) -> MigrationExecutor:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection)


def _latest() -> list[tuple[str, str | None]]:
    return list(MigrationExecutor(connection).loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
def test_an_upgrade_keeps_sources_and_citations() -> None:
    latest = _latest()
    old = _to(BEFORE).loader.project_state(BEFORE[:1]).apps
    actor = old.get_model("actors", "Actor").objects.create(
        handle="werf", skeleton="werf", kind="commons", name="Werf"
    )
    commons = old.get_model("commons", "Commons").objects.create(actor=actor)
    work = old.get_model("documents", "Work").objects.create(
        commons=commons, uri="/@werf/t/", object_type="text", licence="CC0-1.0"
    )
    cited = []
    for number in range(3):
        source = old.get_model("documents", "Source").objects.create(
            commons=commons, title=f"Bron {number}", author="Ada, Bea" if number else "", isbn="x"
        )
        old.get_model("documents", "Citation").objects.create(
            work=work, source=source, position=number
        )
        cited.append(source.pk)
    new = _to(latest).loader.project_state(latest).apps
    Source = new.get_model("sources", "Source")
    rows = list(
        Source.objects.order_by("pk").values_list("pk", "title", "author", "authors", "isbn")
    )
    assert rows == [
        (cited[0], "Bron 0", "", [], "x"),
        (cited[1], "Bron 1", "Ada, Bea", [{"literal": "Ada, Bea"}], "x"),
        (cited[2], "Bron 2", "Ada, Bea", [{"literal": "Ada, Bea"}], "x"),
    ]
    found = new.get_model("documents", "Citation").objects.order_by("position")
    assert [citation.source.pk for citation in found] == cited
    assert Source.objects.create(commons_id=commons.pk, title="Nieuw").pk > max(cited)
    back = _to(BEFORE).loader.project_state(BEFORE[:1]).apps
    assert back.get_model("documents", "Citation").objects.count() == 3
    assert back.get_model("documents", "Source").objects.get(pk=cited[1]).author == "Ada, Bea"
    _to(latest)
