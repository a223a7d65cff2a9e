"""Answer requests, without a supervisor: for many machines behind one proxy."""

import argparse
import subprocess
import sys

from gemeengoed.project import lifeline, web


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000)


def run(options: argparse.Namespace) -> int:
    return _refused() or web.run(options.host, options.port)


def _refused() -> int:
    """The exit code when this version must not run on that database. Asked in a process of its own: this
    one does without Django for as long as it lives."""
    if lifeline.is_there():
        return 0
    command = [sys.executable, "-m", "gemeengoed", "migrate", "--check"]
    return subprocess.run(command, check=False).returncode
