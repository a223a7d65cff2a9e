"""What a reader waits for: home, a publication, search, log-in page, beside a constant view.

One run, one instance; connections 1 and 8; every figure beside the constant view at the same number of
connections, asked just before, since machines are noisy. Growth goes up to 100,000 texts (--quick: 1,000).
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from . import plot
from .instance import Running, running
from .load import Measured, measure
from .rows import Row

PUBLICATION = "/@werkplaats/publications/wat-zijn-digitale-gemeenschapsgoederen/"
FORMS = [f"{PUBLICATION}nl.{form}" for form in ("pdf", "epub", "docx", "odt", "md")]
PAGES = {
    "home": "/",
    "publication": PUBLICATION,
    "publication, made anew each time": f"{PUBLICATION}?n={{n}}",
    "search": "/search/?q=gemeenschapsgoed",
    "log-in page": "/accounts/login/",
}
MEGABYTES = 250
"""Of the whole tree at rest, in use."""
TABLE = Path(__file__).parent.parent / "docs" / "reading-growth.svg"


def run(*, quick: bool) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="gemeengoed-bench-") as folder:
        data = Path(folder)
        with running(data) as instance:
            rows = [_memory(instance, "memory (PSS): first forms and citations made")]
        with running(data) as instance:
            rows.append(_memory(instance, "memory: after a start"))
            for path in ("/constant", *PAGES.values(), *FORMS):
                instance.ask(path)
            rows.append(_memory(instance, "memory: each page and form was asked once"))
            rows += _pages(instance, seconds=2 if quick else 6)
            rows.append(_memory(instance, "memory: after this load"))
            fill = _prepare(instance)
            rows += _queries()
            rows += _growth(
                fill, instance, sizes=(100, 1000) if quick else (100, 1000, 10_000, 100_000)
            )
    return rows


def _pages(instance: Running, seconds: float) -> list[Row]:
    rows = []
    for connections in (1, 8):
        for name, path in PAGES.items():
            constant = measure(
                instance.port, "/constant", connections=connections, seconds=seconds / 2
            )
            ours = measure(instance.port, path, connections=connections, seconds=seconds)
            rows += _rows(name, connections, ours, constant)
    return rows


def _rows(name: str, connections: int, ours: Measured, constant: Measured) -> list[Row]:
    ratio = ours.per_second / constant.per_second
    goal = "at least half the constant view" if name == "publication" else ""
    what = f"{name}, {connections} connections"
    beside = {"constant": constant.per_second}
    holds = ratio >= 0.5 if goal else None
    return [
        Row(what, ours.per_second, "req/s", beside, ratio, goal, holds),
        Row("  median", ours.p50, "ms", {"constant": constant.p50}),
        Row("  99 in 100 within", ours.p99, "ms", {"constant": constant.p99}),
    ]


def _queries() -> list[Row]:
    """Queries per page for a reader without an account: made for the first time, and kept."""
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, rows = Client(headers={"host": "localhost", "accept-language": "nl"}), []
    for name, path in PAGES.items():
        caches["pages"].clear()
        counts = []
        for _time in range(2):
            with CaptureQueriesContext(connection) as made:
                client.get(path.replace("{n}", ""))
            counts.append(float(len(made)))
        if "{n}" not in path:
            rows.append(Row(f"queries: {name}", counts[0], "made", {"kept": counts[1]}))
    return rows


def _memory(instance: Running, what: str) -> Row:
    """Of the whole tree at rest; beside it what it is before it has come to rest."""
    busy = instance.pss()
    instance.settle()
    pss = instance.pss()
    return Row(what, pss, "MB", {"busy": busy}, None, f"under {MEGABYTES} MB", pss < MEGABYTES)


def _growth(fill: Callable[[int], None], instance: Running, sizes: tuple[int, ...]) -> list[Row]:
    """Medians of one connection at each size, once what the new texts asked of the work process is done; the
    pages are made anew each time."""
    rows: list[Row] = []
    curves: dict[str, list[tuple[float, float]]] = {}
    for size in sizes:
        fill(size)
        instance.settle()
        instance.ask("/constant")
        constant = measure(instance.port, "/constant", connections=1, seconds=0.5).p50
        for name, path in _growing().items():
            for number in range(3):
                instance.ask(path.replace("{n}", str(number)))
            ours = measure(instance.port, path, connections=1, seconds=1.5)
            goal = "p95 under 20 ms" if name == "search" and size == 10_000 else ""
            holds = ours.p95 < 20 if goal else None
            rows.append(
                Row(
                    f"{name} at {size:,} texts (p50)",
                    ours.p50,
                    "ms",
                    {"p95": ours.p95, "constant": constant},
                    None,
                    goal,
                    holds,
                )
            )
            curves.setdefault(name, []).append((size, ours.p50))
    if len(sizes) > 2:
        TABLE.write_text(plot.curves(curves, "texts", "median, ms"), "utf-8")
    return rows


def _growing() -> dict[str, str]:
    return {
        "list of publications": "/@werkplaats/publications/?page=2&n={n}",
        "its last page": "/@werkplaats/publications/?page=99999&n={n}",
        "home of the commons": "/@werkplaats/?n={n}",
        "publication": "/@werkplaats/publications/text-50/?n={n}",
        "search": "/search/?q=gemeenschapsgoed",
    }


def _prepare(instance: Running) -> Callable[[int], None]:
    """Opens the instance's database in this process, beside it, as a second work process would."""
    os.environ["GEMEENGOED_DATA"] = str(instance.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    import django

    django.setup()
    from gemeengoed.core.actors.services import touch
    from gemeengoed.core.commons.models import Commons
    from gemeengoed.core.search import services as search

    from .corpus import fill, tie

    commons = Commons.objects.get(actor__handle="werkplaats")

    def grow(size: int) -> None:
        fill(commons, size)
        tie(commons)
        touch(commons.actor)
        search.rebuild()

    return grow
