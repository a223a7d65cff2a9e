"""The process that works: runs wake-ups from the queue, each minute what is due by the clock, and takes mail
when `GEMEENGOED_MAIL_IN` says where to listen."""

import logging
import threading

from django.conf import settings
from django.db import close_old_connections
from huey.consumer import Consumer

from gemeengoed.core.jobs import ending
from gemeengoed.core.jobs.schedule import run_due
from gemeengoed.core.jobs.work import prepare_consumer
from gemeengoed.core.mail import delivery

from . import lifeline, memory, open_files

logger = logging.getLogger(__name__)

MINUTE = 60.0
SECONDS_TO_END = 4
"""How long a job may go on after SIGTERM. What is cut off is found again by its sweep."""


class _Consumer(Consumer):
    """Tells long jobs that the process ends."""

    def stop(self, graceful: bool = False) -> None:
        ending.set()
        super().stop(graceful)


def run(threads: int) -> int:
    """Works until SIGTERM or SIGINT; returns the exit code."""
    lifeline.hold()
    open_files.allow_more()
    memory.give_back_when_idle()
    ended = threading.Event()
    clock = threading.Thread(target=tick, args=(ended,), name="clock", daemon=True)
    consumer = _Consumer(
        prepare_consumer(),
        workers=threads,
        periodic=False,
        max_delay=0.5,
        shutdown_timeout=SECONDS_TO_END,
        graceful_signal="TERM",
    )
    delivery.look()  # what a crash left goes on at once
    if settings.MAIL_IN:
        from gemeengoed.core.mail.incoming import listener  # noqa: PLC0415 - aiosmtpd, 2 MB

        listener.start(ended)
    clock.start()
    consumer.run()
    ended.set()
    return 0


def tick(ended: threading.Event, pause: float = MINUTE) -> None:
    """Runs what is due, at once and then each minute, until `ended` is set."""
    while True:
        close_old_connections()
        try:
            run_due()
        except Exception:  # the database may be away for a while; the clock goes on
            logger.exception("the clock could not run what is due")
        if ended.wait(pause):
            return
