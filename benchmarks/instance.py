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


@dataclass(frozen=True)
class Running:
    port: int
    data: Path
    process: subprocess.Popen[bytes]

    def pss(self) -> float:
        """Proportional set size of the whole process tree, in megabytes."""
        tree = psutil.Process(self.process.pid)
        return sum(p.memory_full_info().pss for p in [tree, *tree.children(recursive=True)]) / 1e6


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
