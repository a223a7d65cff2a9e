"""What a server holds in memory: only what it uses, and what it let go it gives back."""

import subprocess
import sys
from pathlib import Path

import pytest

from gemeengoed.project import memory
from tests.running import ROOT, clean_environment

WITHOUT_NEED = (
    *("aiohttp", "aiosmtpd", "cryptography", "css_inline", "dkim", "dns", "docx", "PIL"),
    *("psycopg", "redis", "requests"),
)
"""Of a process that works, on SQLite, of which nobody has asked anything yet: 50 MB."""
LOADED = f"""
import django, sys
django.setup()
import gemeengoed.project.work
print(*(name for name in {WITHOUT_NEED} if name in sys.modules))
"""
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


def test_a_process_that_works_loads_no_client_that_nobody_asked_for(tmp_path: Path) -> None:
    assert said(LOADED, tmp_path) == []


@pytest.mark.skipif(not memory.STATM.exists(), reason="only Linux tells and takes")
def test_what_a_process_let_go_is_given_back_when_it_rests(tmp_path: Path) -> None:
    grown, left = map(int, said(LETS_GO, tmp_path))
    assert grown > 30_000_000
    assert left < grown / 2
