"""Each form of the demonstration's explainer, cold and handed out, beside typst alone on the same pages.

'typst alone' is typst in a process of its own on the same files with the same fonts: no database, no
Markdown, no limits. 'from the store' is the whole request, through Django's handlers.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .rows import Row

HANDLE = "werkplaats"
SLUG = "wat-zijn-digitale-gemeenschapsgoederen"
GOAL = 150.0
FONTS = Path(__file__).parent.parent / "gemeengoed" / "core" / "renditions" / "fonts"
_ALONE = """
import sys, typst
fonts = typst.Fonts(include_system_fonts=False, font_paths=[sys.argv[2]])
main = sys.argv[1] + "/main.typ"
typst.compile(main, root=sys.argv[1], font_paths=fonts, pdf_standards=["ua-1"], output=main + ".pdf")
"""


def run(*, quick: bool) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="gemeengoed-bench-") as folder:
        _prepare(Path(folder))
        return _rows(5 if quick else 25)


def _prepare(data: Path) -> None:
    """A data folder with the demonstration, in this process."""
    os.environ["GEMEENGOED_DATA"] = str(data)
    os.environ["GEMEENGOED_QUEUE_URL"] = "immediate://"
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from gemeengoed.core.demonstration.services import build

    build()


def _rows(times: int) -> list[Row]:
    from gemeengoed.core.documents.models import Document
    from gemeengoed.core.renditions import making, manuscript
    from gemeengoed.core.text.writers import typst

    document = Document.objects.select_related("published").get(
        work__uri__endswith=f"/{SLUG}/", language="nl"
    )
    revision = document.published
    assert revision is not None
    pages = making.make(revision, "pdf", "a4").pages
    files = typst.write(manuscript.of_revision(revision))
    ours, alone = _beside(times, lambda: making.make(revision, "pdf", "a4"), lambda: _alone(files))
    rows = [
        Row(
            f"PDF of the explainer, {pages} pages, in the background",
            ours,
            "ms",
            {"typst alone": alone},
            ours / alone,
            "under 150 ms",
            ours < GOAL,
        )
    ]
    for form in ("epub", "docx", "odt", "md"):
        taken = _median(max(3, times // 5), lambda form=form: making.make(revision, form))
        rows.append(Row(f"{form} of the explainer, made", taken, "ms"))
    return rows + _handed_out(times)


def _handed_out(times: int) -> list[Row]:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    rows = []
    for form in ("pdf", "epub"):
        address = f"/@{HANDLE}/publications/{SLUG}/nl.{form}"

        def ask(address: str = address) -> None:
            answer = client.get(address)
            assert answer.status_code == 200
            b"".join(answer.streaming_content)

        ask()
        rows.append(Row(f"{form} of the explainer, from the store", _median(times, ask), "ms"))
    return rows


def _alone(files: dict[str, bytes]) -> None:
    """In a process of its own as ours is: in this one typst would remember its work of the time before."""
    with tempfile.TemporaryDirectory() as name:
        for file, data in files.items():
            (Path(name) / file).write_bytes(data)
        subprocess.run([sys.executable, "-I", "-c", _ALONE, name, str(FONTS)], check=True)


def _beside(
    times: int, one: Callable[[], object], two: Callable[[], object]
) -> tuple[float, float]:
    """Medians of both, taken in turn, since machines are noisy."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _time in range(times):
        for held, call in zip(taken, (one, two), strict=True):
            held.append(_once(call))
    return statistics.median(taken[0]), statistics.median(taken[1])


def _median(times: int, call: Callable[[], object]) -> float:
    return statistics.median(_once(call) for _time in range(times))


def _once(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000
