"""What the README promises: a clone, one command, and there it is. It fetches every package, which takes a
minute or more, so that it runs only when asked for: GEMEENGOED_TEST_CLEAN_CLONE=1."""

import os
import re
import signal
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from tests.running import ROOT, clean_environment, free_port

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(
        os.environ.get("GEMEENGOED_TEST_CLEAN_CLONE") != "1",
        reason="only when asked for, with GEMEENGOED_TEST_CLEAN_CLONE=1",
    ),
]
LONGEST = 900
"""Seconds until it must say where it runs."""


def _environment(clone: Path) -> dict[str, str]:
    """That of somebody who just logged in: of this test run and its Python nothing is left."""
    made = clean_environment(clone)
    for name in ("GEMEENGOED_DATA", "GEMEENGOED_WRITES_PER_MINUTE", "PYTHONPATH", "VIRTUAL_ENV"):
        made.pop(name, None)
    return made


def _served(clone: Path, port: int, log: Path) -> str:
    """All that `./dev serve` says until Ctrl-C, sent once it runs and its pages were looked at."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["./dev", "serve", "--port", str(port)],
            cwd=clone,
            env=_environment(clone),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, log)
        for page in ("", "@werkplaats/"):
            with urllib.request.urlopen(f"http://localhost:{port}/{page}", timeout=60) as answer:
                assert answer.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
    return log.read_text("utf-8")


def _wait(process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + LONGEST
    while "Stop it with Ctrl-C" not in log.read_text("utf-8"):
        assert process.poll() is None, log.read_text("utf-8")
        assert time.monotonic() < until, log.read_text("utf-8")
        time.sleep(0.2)


def test_a_clean_clone_serves_its_demonstration_with_one_command(tmp_path: Path) -> None:
    clone, port = tmp_path / "clone", free_port()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    first = _served(clone, port, tmp_path / "first.log")
    assert "Making the environment" in first
    assert f"Gemeengoed runs at http://localhost:{port}/" in first
    logins = re.findall(r"^  (steward|editor|member) +(\S+)$", first, re.MULTILINE)
    assert [name for name, _password in logins] == ["steward", "editor", "member"]
    assert "Traceback" not in first
    again = _served(clone, port, tmp_path / "again.log")
    assert "Making the environment" not in again
    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert changed.stdout == "", "what it makes is not for the repository"
