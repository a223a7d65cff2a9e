"""A whole instance in a process tree of its own, on a data folder of its own, for a benchmark."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

LOOK = 5.0
"""Seconds over which the tree is watched for rest; a process gives memory back within them."""
RESTING = 0.02
"""Part of one processor that a tree takes at rest."""


@dataclass(frozen=True)
class Running:
    port: int
    data: Path
    process: subprocess.Popen[bytes]

    def pss(self) -> float:
        """Proportional set size of the whole process tree, in megabytes."""
        return sum(process.memory_full_info().pss for process in self._tree()) / 1e6

    def settle(self) -> None:
        """Waits until the tree has rested: whatever a start or a load asked for has been made."""
        for _attempt in range(60):
            before = self._worked()
            time.sleep(LOOK)
            if self._worked() - before < RESTING * LOOK:
                return
        raise TimeoutError("the instance does not come to rest")

    def ask(self, path: str) -> None:
        url = f"http://127.0.0.1:{self.port}{path}"
        headers = {"Host": "localhost", "Accept-Language": "nl"}
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            answer.read()

    def _worked(self) -> float:
        """Seconds of processor time of all that live."""
        return sum(sum(process.cpu_times()[:2]) for process in self._tree())

    def _tree(self) -> list[psutil.Process]:
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]


def environment(data: Path) -> dict[str, str]:
    return {
        **os.environ,
        "GEMEENGOED_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
    }


@contextmanager
def running(data: Path) -> Iterator[Running]:
    """`gemeengoed serve --demo` on a free port; ended with its group afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gemeengoed", "serve", "--demo", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--data", str(data)],
        env=environment(data),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(port, process)
        yield Running(port, data, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(600):
        if process.poll() is not None:
            raise RuntimeError("the instance ended before it answered")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the instance does not answer")
