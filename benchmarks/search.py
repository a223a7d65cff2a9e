"""How long a search takes at 100, 1,000 and 10,000 texts (and 100,000 with --full), on both databases.

    ./dev bench search [--quick]        python -m benchmarks.search --full

The texts are made: words of Dutch and English by Zipf's law, compounds among them. Beside each figure
stands the same question as a scan (`LIKE '%word%'`, the obvious way) and as a bare match of the index
without order, snippets or permissions (the limit), all in one run and one process, at one database.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .rows import Row, table

SIZES, QUICK, FULL = (100, 1000, 10_000), (100, 1000), (100, 1000, 10_000, 100_000)
GOAL_MS, GOAL_AT = 20.0, 10_000
WORDS_IN_TEXT = 250
DIFFERENT_WORDS = 40_000
BATCH = 250
PARTS = {
    "nl": "gemeenschap goed kennis zorg bron tekst stad water land plan besluit vraag antwoord school "
    "werk veld sloot brug molen huis markt overheid regel recht stem loting kaart brief avond",
    "en": "commons open source city water land plan question answer school work field bridge house "
    "market public rule right vote letter evening care text share network server code",
}
ROOTS = 3000
# What begins, carries and ends a syllable, to make roots of.
SYLLABLES = {
    "nl": (
        "b d f g h j k l m n p r s t v w z br dr gr kl kr pl sch sl sp st str tr vl zw",
        "a aa e ee i ie o oe oo u uu ei ij ou ui eu",
        "l m n p r s t k f g ch lk nd ng nk rd rk rt st",
    ),
    "en": (
        "b c d f g h j l m n p r s t v w bl br ch cl cr dr fl gr pl pr sh sp st th tr",
        "a e i o u ai ea ee oa oo ou",
        "b ck d g l m n p r s t ft ll mp nd ng nt rd rk rt sh st th",
    ),
}
FUNCTION = {
    "nl": "de het een van en in op voor met dat die niet zijn te aan er ook als bij om",
    "en": "the a of and in on for with that not are to at it also as by is from this",
}


def run(*, quick: bool, full: bool = False) -> list[Row]:
    sizes = FULL if full else QUICK if quick else SIZES
    rows: list[Row] = []
    for name, environment in databases():
        with tempfile.TemporaryDirectory(prefix="gemeengoed-bench-") as data, environment() as more:
            rows += _in_process_of_its_own(name, sizes, {"GEMEENGOED_DATA": data, **more})
    return rows


def databases() -> Iterator[tuple[str, Callable[[], object]]]:
    yield "SQLite", _sqlite
    from tests import postgresql

    if postgresql.programs() is not None:
        yield "PostgreSQL", _postgresql


@contextmanager
def _sqlite() -> Iterator[dict[str, str]]:
    yield {"DATABASE_URL": ""}


@contextmanager
def _postgresql() -> Iterator[dict[str, str]]:
    from tests.postgresql import Cluster

    with tempfile.TemporaryDirectory(prefix="gemeengoed-bench-", dir="/tmp") as folder:
        cluster = Cluster.started(Path(folder) / "cluster")
        try:
            yield {"DATABASE_URL": cluster.url()}
        finally:
            cluster.stop()


def _in_process_of_its_own(
    name: str, sizes: tuple[int, ...], settings: dict[str, str]
) -> list[Row]:
    command = [sys.executable, "-m", "benchmarks.search", "--measure", name, *map(str, sizes)]
    defaults = {"DJANGO_SETTINGS_MODULE": "gemeengoed.project.settings"}
    done = subprocess.run(
        command, env={**defaults, **os.environ, **settings}, stdout=subprocess.PIPE, check=True
    )
    return [Row(**row) for row in json.loads(done.stdout)]


# From here on: the process that measures.


def vocabulary(chance: random.Random, language: str) -> list[str]:
    """Function words, then roots and compounds of them, as common as they stand early. A root is the
    likelier in a compound the commoner it is."""
    known = PARTS[language].split()
    roots = list(dict.fromkeys([*known, *(_root(chance, language) for _ in range(ROOTS))]))
    joint = ("", "s", "en") if language == "nl" else ("",)
    words = dict.fromkeys(known)
    while len(words) < DIFFERENT_WORDS:
        picked = zipf(chance, roots, chance.choice((1, 2, 2, 3)))
        words.setdefault(chance.choice(joint).join(picked))
    return [*FUNCTION[language].split(), *words]


def _root(chance: random.Random, language: str) -> str:
    onsets, nuclei, codas = (part.split() for part in SYLLABLES[language])
    syllables = range(chance.choice((1, 2, 2, 3)))
    return "".join(
        chance.choice(onsets) + chance.choice(nuclei) + chance.choice(codas) for _ in syllables
    )


def zipf(chance: random.Random, words: list[str], number: int) -> list[str]:
    """`number` words; the n-th is taken about 1/n as often as the first."""
    return [words[min(int(len(words) ** chance.random()), len(words)) - 1] for _ in range(number)]


def entry(number: int, words: dict[str, list[str]]) -> object:
    from gemeengoed.core.registry import Audience, SearchEntry

    chance = random.Random(number)
    language = "nl" if chance.random() < 0.7 else "en"
    text = zipf(
        chance, words[language], chance.randrange(WORDS_IN_TEXT // 2, WORDS_IN_TEXT * 3 // 2)
    )
    return SearchEntry(
        uri=f"/text/{number}",
        language=language,
        title=" ".join(zipf(chance, words[language], 5)).capitalize(),
        text=". ".join(" ".join(text[at : at + 12]).capitalize() for at in range(0, len(text), 12)),
        audience=Audience.PUBLIC if chance.random() < 0.9 else Audience.MEMBERS,
        commons="",
        kind="Article",
        published=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
    )


def measured(name: str, sizes: list[int]) -> list[Row]:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    words = {language: vocabulary(random.Random(7), language) for language in PARTS}
    _declare(words)
    rows: list[Row] = []
    have = 0
    for size in sizes:
        rows.append(_filled(name, have, size))
        have = size
        for kind, queries in questions(words, random.Random(size)).items():
            rows += _asked(f"{name}, {size:,} texts, {kind}", queries, size)
    return rows


def _declare(words: dict[str, list[str]]) -> None:
    from gemeengoed.core import registry

    made = registry.Searchable("made", lambda uri: [entry(int(uri.split("/")[-1]), words)], list)
    registry.register(
        registry.Capability(slug="made", name="made", built_in=True, searchable=[made])
    )


def _filled(name: str, have: int, size: int) -> Row:
    from django.db import connection, transaction

    from gemeengoed.core.search import counting, services

    began = time.perf_counter()
    for first in range(have, size, BATCH):
        with transaction.atomic():
            for number in range(first, min(first + BATCH, size)):
                services.index(f"/text/{number}", "made")
        counting.count()
    each = (time.perf_counter() - began) * 1000 / (size - have)
    with connection.cursor() as cursor:  # what autovacuum does in time
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return Row(f"{name}, {have:,} to {size:,} texts, index one text", each, "ms")


def questions(words: dict[str, list[str]], chance: random.Random) -> dict[str, list[str]]:
    dutch = words["nl"][len(FUNCTION["nl"].split()) :]
    common, middle, rare = dutch[:20], dutch[30:800], dutch[4000:20_000]
    some = chance.sample(middle, 40)
    return {
        "common word": common,
        "rare word": chance.sample(rare, 40),
        "misspelt word": [_misspelt(word, chance) for word in some],
        "two words": [f"{a} {b}" for a, b in zip(common * 2, some, strict=True)],
        "phrase": [f'"{a} {b}"' for a, b in zip(FUNCTION["nl"].split(), common, strict=True)],
    }


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + chance.choice(["", word[at] * 2, "x"]) + word[at + 1 :]


def _asked(what: str, queries: list[str], size: int) -> list[Row]:
    ours = _times(_search, queries)
    scan = _times(_scan, queries if size <= GOAL_AT else queries[:5])
    match = _times(_match, queries)
    beside = {"LIKE": _p50(scan), "bare match": _p50(match)}
    p95 = _p95(ours)
    goal = f"p95 under {GOAL_MS:.0f} ms" if size == GOAL_AT and "phrase" not in what else ""
    return [
        Row(f"{what}, p50", _p50(ours), "ms", beside, _p50(ours) / beside["LIKE"]),
        Row(
            f"{what}, p95",
            p95,
            "ms",
            {"LIKE": _p95(scan), "bare match": _p95(match)},
            p95 / _p95(scan),
            goal,
            p95 < GOAL_MS if goal else None,
        ),
    ]


def _times(ask: Callable[[str], None], queries: list[str]) -> list[float]:
    """Milliseconds of three rounds, after one that fills the caches."""
    for query in queries:
        ask(query)
    taken = []
    for query in queries * 3:
        began = time.perf_counter()
        ask(query)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def _p50(taken: list[float]) -> float:
    return statistics.median(taken)


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[18]


def _search(query: str) -> None:
    from gemeengoed.core.search import queries

    queries.search(query, person=None, preferred=["nl", "en"])


def _scan(query: str) -> None:
    from gemeengoed.core.search.models import Entry

    found = Entry.objects.all()
    for word in query.replace('"', "").split():
        found = found.filter(text__icontains=word)
    list(found.values_list("item__uri", "title")[:20])


def _match(query: str) -> None:
    from django.db import connection

    from gemeengoed.core.search.expressions import All, token
    from gemeengoed.core.search.stores import store

    here = store()
    words = tuple(map(token, query.replace('"', "").split()))
    with connection.cursor() as cursor:
        cursor.execute(f"{here.matching} LIMIT 20", [here.compile(All(words))])
        cursor.fetchall()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--full", action="store_true", help="up to 100,000 texts; takes long")
    parser.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        name, *sizes = chosen.measure
        print(json.dumps([asdict(row) for row in measured(name, list(map(int, sizes)))]))
    else:
        print(table(run(quick=chosen.quick, full=chosen.full)))


if __name__ == "__main__":
    main()
