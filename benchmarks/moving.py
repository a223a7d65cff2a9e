"""A commons leaves and arrives: 1,000 texts of ten revisions (--quick: 50), beside only writing the rows
as compressed JSON and only reading them back."""

import gzip
import io
import json
import os
import random
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

from .rows import Row

REVISIONS = 10


def run(*, quick: bool) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="gemeengoed-bench-") as folder:
        return _measured(Path(folder), 50 if quick else 1000)


def _measured(folder: Path, texts: int) -> list[Row]:
    _begin(folder)
    from gemeengoed.core.people.models import Person
    from gemeengoed.core.transfer import arriving, leaving

    commons, steward = _commons(texts), Person.objects.get(username="ada")
    path = folder / "commons.zip"
    began = time.perf_counter()
    with path.open("wb") as file:
        leaving.write(commons, file)
    out = time.perf_counter() - began
    alone_out, alone_in = _alone(path)
    began = time.perf_counter()
    arriving.arrive(path, steward, into="aangekomen")
    into = time.perf_counter() - began
    what = f"{texts:,} texts of {REVISIONS} revisions"
    return [
        Row(f"{what} go out", out, "s", {"JSON and gzip alone": alone_out}, out / alone_out),
        Row(f"{what} come in", into, "s", {"reading them alone": alone_in}, into / alone_in),
        Row("size of the file", path.stat().st_size / 1e6, "MB"),
    ]


def _begin(folder: Path) -> None:
    os.environ["GEMEENGOED_DATA"] = str(folder)
    os.environ["GEMEENGOED_QUEUE_URL"] = "immediate://"
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    import django

    django.setup()
    from gemeengoed.project.migrating import migrate

    migrate()


def _commons(texts: int) -> Any:
    from gemeengoed.core.commons.services import create_commons
    from gemeengoed.core.documents.models import Document, Revision
    from gemeengoed.core.people.services import create_person

    from .corpus import fill, sentence, vocabulary

    ada = create_person("ada", "Ada", "ada@example.org", None, is_steward=True)
    commons = create_commons("vertrek", {"nl": "Vertrek"}, ada)
    fill(commons, texts)
    chance = random.Random(7)
    words = vocabulary(chance)
    for document in Document.objects.filter(work__commons=commons).select_related("head"):
        head = document.head
        later = [
            Revision(
                document=document,
                number=number,
                title=head.title,
                text=f"{head.text}\n\n{sentence(chance, words, 20 * number)}",
                author=ada.actor,
            )
            for number in range(2, REVISIONS + 1)
        ]
        made = Revision.objects.bulk_create(later)
        Document.objects.filter(pk=document.pk).update(head=made[-1])
    return commons


def _alone(path: Path) -> tuple[float, float]:
    with zipfile.ZipFile(path) as file:
        lines = [line for name in file.namelist() if "data/" in name for line in file.open(name)]
    rows = [json.loads(line) for line in lines]
    began = time.perf_counter()
    packed = io.BytesIO()
    with gzip.open(packed, "wb", compresslevel=6) as target:
        for row in rows:
            target.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    out = time.perf_counter() - began
    began = time.perf_counter()
    packed.seek(0)
    with gzip.open(packed) as source:
        for line in source:
            json.loads(line)
    return out, time.perf_counter() - began
