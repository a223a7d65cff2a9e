"""The process that answers: granian's worker and a few threads, in this process.

One process with threads answers as much as several on SQLite, and what is kept in memory is kept once. What
granian has beside its worker, to watch it and to start it again, the supervisor does for all.
"""

import logging
import os
import sys

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mt import MTServer

from . import configuration, lifeline

LONGEST_HEADER = 10_000
"""Milliseconds that a client may take to send its headers."""
LONGEST_IDLE = 600
"""Seconds after which a thread ends; the most that granian takes."""
SECONDS_TO_END = 4
"""How long a request may go on after SIGTERM."""


class _InThisProcess(MTServer):
    """Granian's server whose worker is a thread, which it keeps for a Python without a lock around it. With
    one worker nothing in it asks for that, and its other server costs a process of 18 MB that waits."""

    def _check_gil(self) -> None:
        pass


def run(host: str, port: int) -> int:
    """Answers on host:port until SIGTERM or SIGINT, and then ends this process."""
    lifeline.hold()
    threads = int(configuration.read()["GEMEENGOED_WEB_THREADS"])
    _InThisProcess(
        "gemeengoed.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        # Threads keep their database connection; one that ends would leave it open.
        blocking_threads_idle_timeout=LONGEST_IDLE,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=LONGEST_HEADER),
        log_level=LogLevels.error,
        workers_kill_timeout=SECONDS_TO_END,
    ).serve()
    logging.shutdown()
    sys.stdout.flush()
    # Python would wait for the threads that still answer.
    os._exit(0)
