"""`./dev test`: looks what the machine has, then all tests on SQLite and, beside it, the database's on
PostgreSQL."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable

from tests import npm
from tests.browser import CHROMIUM
from tests.postgresql import NEEDED, programs

NOTHING_RUN = 5


def missing() -> dict[str, str]:
    """What is not here, by the Debian package that brings it."""
    wanted = {
        "postgresql": (programs() is None, f"PostgreSQL {NEEDED} or newer"),
        "postgresql-client": (shutil.which("pg_dump") is None, "pg_dump"),
        "redis-server": (shutil.which("redis-server") is None, "Redis"),
        "chromium": (not CHROMIUM.exists(), "Chromium"),
        "poppler-utils": (shutil.which("pdftotext") is None, "pdftotext"),
        "default-jre-headless": (shutil.which("java") is None, "Java (for epubcheck)"),
        "nodejs": (shutil.which("node") is None, "Node"),
        "npm": (shutil.which("npm") is None, "npm"),
    }
    return {package: name for package, (lacks, name) in wanted.items() if lacks}


def main(arguments: list[str]) -> int:
    lacking = missing()
    if lacking:
        print(f"Missing: {', '.join(lacking.values())}. On Debian: apt install {' '.join(lacking)}")
        if os.environ.get("CI") == "true":
            return 1
        print("The tests that need it are skipped.", flush=True)
    if not {"nodejs", "npm"} & set(lacking) and (said := npm.bring()):
        print(f"What tests need from npm did not come: {said}", flush=True)
        if os.environ.get("CI") == "true":
            return 1
    on_postgresql = None if "postgresql" in lacking else beside(arguments)
    codes = [run(arguments)]
    if on_postgresql:
        print("Once more, what touches the database, on PostgreSQL.", flush=True)
        codes.append(on_postgresql())
    return verdict(codes)


def verdict(codes: list[int]) -> int:
    """The first failure; pytest's 5 (nothing to run) only when that holds for every run."""
    failures = [code for code in codes if code not in (0, NOTHING_RUN)]
    return failures[0] if failures else min(codes)


def run(arguments: list[str]) -> int:
    return subprocess.run(_command(arguments), check=False).returncode


def beside(arguments: list[str]) -> Callable[[], int]:
    """Starts the run on PostgreSQL on the other core. What it returns waits for the end, prints what
    was said and returns the code."""
    said = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been printed
    environment = {**os.environ, "GEMEENGOED_TEST_DATABASE": "postgresql"}
    started = subprocess.Popen(
        _command(arguments), env=environment, stdout=said, stderr=subprocess.STDOUT
    )

    def end() -> int:
        code = started.wait()
        said.seek(0)
        sys.stdout.flush()
        shutil.copyfileobj(said, sys.stdout.buffer)
        said.close()
        return code

    return end


def _command(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
