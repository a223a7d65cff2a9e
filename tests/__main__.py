"""`./dev test`: looks what the machine has, then all tests on SQLite, then the database's on PostgreSQL."""

import os
import shutil
import subprocess
import sys

from tests.browser import CHROMIUM
from tests.postgresql import NEEDED, programs

NOTHING_RUN = 5


def missing() -> dict[str, str]:
    """What is not here, by the Debian package that brings it."""
    wanted = {
        "postgresql": (programs() is None, f"PostgreSQL {NEEDED} or newer"),
        "postgresql-client": (shutil.which("pg_dump") is None, "pg_dump"),
        "chromium": (not CHROMIUM.exists(), "Chromium"),
        "poppler-utils": (shutil.which("pdftotext") is None, "pdftotext"),
        "default-jre-headless": (shutil.which("java") is None, "Java (for epubcheck)"),
    }
    return {package: name for package, (lacks, name) in wanted.items() if lacks}


def main(arguments: list[str]) -> int:
    lacking = missing()
    if lacking:
        print(f"Missing: {', '.join(lacking.values())}. On Debian: apt install {' '.join(lacking)}")
        if os.environ.get("CI") == "true":
            return 1
        print("The tests that need it are skipped.", flush=True)
    codes = [run(arguments)]
    if "postgresql" not in lacking:
        print("Once more, what touches the database, on PostgreSQL.", flush=True)
        codes.append(run(arguments, GEMEENGOED_TEST_DATABASE="postgresql"))
    return verdict(codes)


def verdict(codes: list[int]) -> int:
    """The first failure; pytest's 5 (nothing to run) only when that holds for every run."""
    failures = [code for code in codes if code not in (0, NOTHING_RUN)]
    return failures[0] if failures else min(codes)


def run(arguments: list[str], **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
