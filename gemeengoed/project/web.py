"""The process that answers: granian with one worker and a few threads.

One process with threads answers as much as several on SQLite, and what is kept in memory is kept once.
"""

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from . import configuration, lifeline

LONGEST_HEADER = 10_000
"""Milliseconds that a client may take to send its headers."""
LONGEST_IDLE = 600
"""Seconds after which a thread ends; the most that granian takes."""


def run(host: str, port: int) -> int:
    """Answers on host:port until SIGTERM or SIGINT; returns the exit code."""
    lifeline.hold()
    threads = int(configuration.read()["GEMEENGOED_WEB_THREADS"])
    Granian(
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
        workers_kill_timeout=4,
    ).serve()
    return 0
