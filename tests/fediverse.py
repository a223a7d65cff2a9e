"""Servers that are not ours: one of Fedify (npm), with all it has in memory."""

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import npm
from tests.running import Server, free_port

SCRIPTS = Path(__file__).parent / "fedify"
LONGEST_START, LONGEST_ANSWER = 60, 30
LOOPBACK = "127.0.0.0/8 ::1/128"
NODE = ("node", "--dns-result-order=ipv4first", "--no-warnings")
"""Node 18 goes to the first address of a name only, and servers here listen on 127.0.0.1."""


@dataclass
class Fedify:
    """One that runs. `@noor@localhost:<port>` is on it; what she does is said with `ask`."""

    port: int
    controls: int
    log: Path

    @property
    def who(self) -> str:
        """Her id."""
        return f"http://localhost:{self.port}/users/noor"

    def ask(self, what: str, **values: object) -> Any:
        """One of the controls of `fedify/server.mjs`, whose answer is JSON."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.controls}/{what}",
            json.dumps(values).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=LONGEST_ANSWER) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{what}: {error.read().decode()}") from error

    def received(self, kind: str = "") -> list[dict[str, Any]]:
        """Activities that came and whose signature Fedify verified; only of one type when it is given."""
        came = [one["activity"] for one in self.ask("inbox")]
        return [one for one in came if not kind or one["type"] == kind]


def within(seconds: float, what: str, holds: Callable[[], object]) -> Any:
    """Waits until `holds()` gives something, and gives that."""
    until = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < until, f"not within {seconds} seconds: {what}"
        time.sleep(0.1)
    return found


@pytest.fixture
def fedify(tmp_path: Path) -> Iterator[Fedify]:
    """A Fedify server on a free port."""
    if not npm.is_there():
        pytest.skip(npm.REASON)
    made = Fedify(free_port(), free_port(), tmp_path / "fedify.log")
    command = [*NODE, str(SCRIPTS / "server.mjs"), str(made.port), str(made.controls)]
    with made.log.open("wb") as log:
        process = subprocess.Popen(command, cwd=npm.FOLDER, stdout=log, stderr=subprocess.STDOUT)
    try:
        within(LONGEST_START, "Fedify starts", lambda: _is_ready(process, made.log))
        yield made
    finally:
        process.terminate()
        process.wait(timeout=10)


def _is_ready(process: "subprocess.Popen[bytes]", log: Path) -> bool:
    assert process.poll() is None, log.read_text("utf-8")
    return "ready" in log.read_text("utf-8").split()


@pytest.fixture
def federated(make_demonstration: Callable[..., Server]) -> Server:
    """The demonstration at `localhost:<port>`, which may speak with servers on this machine."""
    return make_demonstration(GEMEENGOED_ALLOWED_NETWORKS=LOOPBACK).start()
