"""Documents: differences, merges, histories; beside the library alone, another page and git.

Texts are prose of the demonstration, repeated with changes until they are as long as asked; edits are
small and pseudo-random with a fixed seed: a word, a sentence, a removal, now and then a paragraph.
Other parts of documents add their rows to PARTS.
"""

import os
import random
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import fast_diff_match_patch

from .instance import Running, running
from .load import measure
from .rows import Row

PROSE = Path(__file__).parent.parent / "gemeengoed/capabilities/publications/demonstration"
SUMMARY = "Twee of drie zinnen die uitnodigen om verder te lezen, zoals ze boven een tekst staan."


def run(*, quick: bool) -> list[Row]:
    rows: list[Row] = []
    for part in PARTS:
        rows += part(quick)
    return rows


def prose(length: int) -> str:
    """`length` characters; no two paragraphs alike."""
    texts = [path.read_text("utf-8") for path in sorted(PROSE.glob("*.md"))]
    chance, parts, total = random.Random(1), [], 0
    paragraphs = [p for text in texts for p in text.split("\n\n") if len(p) > 60]
    while total < length:
        words = chance.choice(paragraphs).split(" ")
        words[chance.randrange(len(words))] = f"{chance.choice(words)}{len(parts)}"
        parts.append(" ".join(words))
        total += len(parts[-1]) + 2
    return "\n\n".join(parts)[:length] + "\n"


def edited(text: str, chance: random.Random) -> str:
    """One small edit, as somebody makes it before pressing 'save'."""
    places = [found.start() for found in re.finditer(r"(?<=\s)\w{3,}", text)]
    place, kind = chance.choice(places), chance.random()
    some = [text[at : at + 40].split(maxsplit=1)[0] for at in chance.sample(places, 30)]
    end = text.find(" ", place + chance.randint(2, 25)) % len(text)
    if kind < 0.4:
        return text[:place] + " ".join(some[: chance.randint(1, 3)]) + text[end:]
    if kind < 0.7:
        return text[:place] + " ".join(some[: chance.randint(1, 14)]) + " " + text[place:]
    if kind < 0.92:
        return text[:place] + text[end + 1 :]
    paragraph = text.find("\n\n", place) % len(text)
    return f"{text[:paragraph]}\n\n{' '.join(some)}.{text[paragraph:]}"


def history(length: int, count: int) -> list[str]:
    chance, texts = random.Random(2), [prose(length)]
    while len(texts) < count:
        texts.append(edited(texts[-1], chance))
    return texts


def median(act: Callable[[], object], times: int) -> float:
    """Milliseconds."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def _differences(quick: bool) -> list[Row]:
    from gemeengoed.core.text import differences, merging

    rows, times = [], 3 if quick else 15
    for size in (5, 50, 170):
        old = prose(size * 1000)
        chance, new, other = random.Random(3), old, old
        for _ in range(20):
            new, other = edited(new, chance), edited(other, chance)

        def alone(old: str = old, new: str = new) -> object:
            return fast_diff_match_patch.diff(
                old, new, timelimit=5, checklines=False, cleanup="Semantic", counts_only=False
            )

        ours = median(lambda old=old, new=new: differences.compare(old, new), times)
        beside = median(alone, times)
        rows.append(
            Row(
                f"difference, {size} KB, 20 edits",
                ours,
                "ms",
                {"library, by letter": beside},
                ours / beside,
            )
        )
        merged = median(lambda o=old, n=new, t=other: merging.merge(o, n, t), times)
        rows.append(
            Row(
                f"merge, {size} KB, 20 and 20 edits",
                merged,
                "ms",
                {"two differences": 2 * ours},
                merged / (2 * ours),
            )
        )
    return rows


def git_size(texts: list[str], folder: Path) -> int:
    """Bytes of the pack, without its index, of `texts` as commits on one file, after `git gc`."""

    def commits() -> Iterator[bytes]:
        for number, text in enumerate(texts):
            data, when = text.encode(), 1_700_000_000 + 3600 * number
            yield (
                b"commit refs/heads/main\ncommitter ada <ada@example.org> %d +0000\n"
                b"data 5\nEdit\n\nM 644 inline text.md\ndata %d\n%s\n" % (when, len(data), data)
            )

    def git(*arguments: str, said: bytes | None = None) -> None:
        subprocess.run(["git", "-C", str(folder), *arguments], input=said, check=True)

    folder.mkdir()
    git("init", "--quiet")
    git("fast-import", "--quiet", said=b"".join(commits()))
    git("gc", "--quiet", "--prune=now")
    return sum(path.stat().st_size for path in (folder / ".git/objects/pack").glob("*.pack"))


def _histories(quick: bool) -> list[Row]:
    count = 200 if quick else 1000
    texts = history(50_000, count)
    with tempfile.TemporaryDirectory(prefix="gemeengoed-bench-") as place:
        folder = Path(place)
        packed = git_size(texts, folder / "git")
        with running(folder / "data") as instance:
            before = _used(instance)
            pk, seconds = _fill(instance, texts)
            ours = _used(instance) - before
            rows = [
                Row(
                    f"{count:,} revisions of 50 KB on disk (SQLite)",
                    ours / 1e6,
                    "MB",
                    {"git, packed": packed / 1e6, "in full": sum(map(len, texts)) / 1e6},
                    ours / packed,
                    # Of few revisions the newest one, in full, is the most.
                    "" if quick else "within 3 times git",
                    None if quick else ours <= 3 * packed,
                ),
                Row("saving one of them", seconds / count * 1000, "ms"),
                *_pages(instance, pk, count, seconds=1.5 if quick else 5),
            ]
    return rows


def _connect(instance: Running) -> None:
    os.environ["GEMEENGOED_DATA"] = str(instance.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    import django

    django.setup()


def _used(instance: Running) -> int:
    """Bytes of the pages that hold documents, with their indices and free space (sqlite.org/dbstat)."""
    _connect(instance)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%documents!_%' ESCAPE '!'")
        return int(cursor.fetchone()[0])


def _fill(instance: Running, texts: list[str]) -> tuple[int, float]:
    """The number of the text, and seconds; published at the first, so that readers come as well."""
    _connect(instance)
    from gemeengoed.capabilities.publications import services
    from gemeengoed.capabilities.publications.models import Kind
    from gemeengoed.core.commons.models import Commons
    from gemeengoed.core.documents.models import Document
    from gemeengoed.core.documents.services import Words
    from gemeengoed.core.people.models import Person

    commons = Commons.objects.get(actor__handle="werkplaats")
    writers = [Person.objects.get(username=name).actor for name in ("steward", "editor")]
    publication = services.create_publication(commons, Kind.ARTICLE, "lang")
    began = time.perf_counter()
    for number, text in enumerate(texts):
        words = Words("Een lange geschiedenis", SUMMARY, text, f"Wijziging {number}")
        services.write(publication, "nl", words, writers[number % 2], number)
    seconds = time.perf_counter() - began
    document = Document.objects.get(work=publication.work)
    services.publish(publication, document, writers[0])
    return document.pk, seconds


def _pages(instance: Running, pk: int, count: int, seconds: float) -> list[Row]:
    """One connection, with the session of an editor; beside a page with as much around it."""
    texts, cookie = f"/@werkplaats/texts/{pk}", _session()
    measure(instance.port, "/@werkplaats/log/", connections=1, seconds=2, cookie=cookie)
    log = measure(instance.port, "/@werkplaats/log/", connections=1, seconds=2, cookie=cookie)
    rows = []
    for name, path, goal in (
        ("difference page, newest change", f"compare/{count - 1}..{count}", 20),
        ("difference page, old, packed", f"compare/{count // 2 - 1}..{count // 2}", 20),
        (f"difference page, first to last ({count:,} edits)", f"compare/1..{count}", None),
        ("page of the history", "history", None),
        ("who wrote which passage", "authors", None),
    ):
        measure(instance.port, f"{texts}/{path}/", connections=1, seconds=3, cookie=cookie)
        ours = measure(
            instance.port, f"{texts}/{path}/", connections=1, seconds=seconds, cookie=cookie
        )
        rows.append(
            Row(
                f"{name} (p95 {ours.p95:.1f})",
                ours.p50,
                "ms",
                {"page of the log": log.p50},
                ours.p50 / log.p50,
                f"under {goal} ms" if goal else "",
                ours.p50 < goal if goal else None,
            )
        )
    return rows


def _session() -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from gemeengoed.core.people.models import Person

    person = Person.objects.get(username="editor")
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "gemeengoed.core.people.backend.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return f"session={session.session_key}"


PARTS: list[Callable[[bool], list[Row]]] = [_differences, _histories]
