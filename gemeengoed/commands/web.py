"""Answer requests, without a supervisor: for many machines behind one proxy."""

import argparse
import subprocess
import sys

from gemeengoed.project import lifeline, web
from gemeengoed.project.supervisor import check_port


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000)


def run(options: argparse.Namespace) -> int:
    if not lifeline.is_there():
        check_port(options.host, options.port)
        refused = _check_version()
        if refused:
            return refused
    return web.run(options.host, options.port)


def _check_version() -> int:
    """An exit code: 0 when this version fits the database. Asked in a process of its own: this one does
    without Django for as long as it lives."""
    command = [sys.executable, "-m", "gemeengoed", "migrate", "--check"]
    return subprocess.run(command, check=False).returncode
