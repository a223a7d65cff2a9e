"""What a server holds in memory: only what it uses, and what it let go it gives back."""

import subprocess
import sys
from pathlib import Path

import pytest

from gemeengoed.project import memory, page_cache
from gemeengoed.project.page_cache import PageCache
from tests.running import ROOT, clean_environment

EVERYWHERE = {
    *(
        "allauth",
        "annotated_types",
        "asgiref",
        "boolean",
        "django",
        "fast_diff_match_patch",
        "http_sf",
        "huey",
    ),
    *("license_expression", "lxml", "markdown_it", "mdit_py_plugins", "mdurl", "nh3", "ninja"),
    *("pydantic", "pydantic_core", "snowballstemmer", "sqlparse", "typing_extensions"),
    *("typing_inspection", "zstandard"),
}
"""Packages of others in a process with Django, on SQLite, of which nobody has asked anything yet. What a page
or a job needs that many servers never see is imported there, with its price: all that was loaded without need
came to 50 MB in each process."""
IN_WEB = {"_brotli", "_cffi_backend", "brotli", "cryptography", "fido2", "granian", "whitenoise"}
MAY_BE_LOADED = {
    "work": ("import django; django.setup(); import gemeengoed.project.work", EVERYWHERE),
    "web": (
        "import gemeengoed.project.web, gemeengoed.project.wsgi, gemeengoed.project.urls",
        EVERYWHERE | IN_WEB,
    ),
    "serve": ("import gemeengoed.commands.serve", set()),
}
OF_OTHERS = """
import sys
files = {name.partition(".")[0]: getattr(m, "__file__", None) for name, m in list(sys.modules.items())}
print(*(name for name, file in files.items() if file and "site-packages" in file))
"""
HEAVY = ("asyncio", "email", "http", "sqlite3", "ssl", "tarfile", "unittest")
"""Of Python itself, in the process that only looks after others."""
LETS_GO = """
import gc, time
from gemeengoed.project import memory

gc.disable()  # as if there were many more objects, so that Python itself would wait
memory.give_back_when_idle(pause=0.05, work=0.01)
before = memory.resident()
held = [[] for _ in range(200_000)]
for one in held:
    one.append([one] * 8)
grown = memory.resident() - before
del held, one
until = time.monotonic() + 20
while memory.resident() - before > grown / 2 and time.monotonic() < until:
    time.sleep(0.05)
print(grown, memory.resident() - before)
"""


def said(code: str, data: Path) -> list[str]:
    environment = {
        **clean_environment(data),
        "DJANGO_SETTINGS_MODULE": "gemeengoed.project.settings",
    }
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode().split()


@pytest.mark.parametrize("process", MAY_BE_LOADED)
def test_a_process_starts_with_no_package_that_nobody_asked_for(
    process: str, tmp_path: Path
) -> None:
    starts, may = MAY_BE_LOADED[process]
    loaded = set(said(f"{starts}\n{OF_OTHERS}", tmp_path)) - {"_distutils_hack"}
    assert not loaded - may, "import it where it is used, or say here that every server needs it"


def test_the_supervisor_loads_no_heavy_part_of_python(tmp_path: Path) -> None:
    asked = f"print(*(name for name in {HEAVY} if name in sys.modules))"
    assert said(f"import sys, gemeengoed.commands.serve\n{asked}", tmp_path) == []


def test_pages_are_kept_up_to_so_many_bytes_and_the_latest_stay() -> None:
    pages = PageCache("test", {"OPTIONS": {"MAX_ENTRIES": 400}})
    for number in range(100):
        pages.set(f"page-{number}", b"x" * 200_000, 60)
        pages.get("page-0")
    held = [number for number in range(100) if pages.get(f"page-{number}")]
    assert held[0] == 0  # asked for all the time
    assert held[1:] == list(range(100 - len(held) + 1, 100))
    assert len(held) * 200_000 <= page_cache.MOST < (len(held) + 1) * 201_000


@pytest.mark.skipif(not memory.STATM.exists(), reason="only Linux tells and takes")
def test_what_a_process_let_go_is_given_back_when_it_rests(tmp_path: Path) -> None:
    grown, left = map(int, said(LETS_GO, tmp_path))
    assert grown > 30_000_000
    assert left < grown / 2
