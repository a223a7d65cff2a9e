"""What the log says of what an operator knows already: one sentence instead of a page of program."""

import logging
import time

from .failures import explained

QUIET = 60.0
"""Seconds in which the same failure is not said again: a worker asks its queue several times a second."""


class InASentence(logging.Filter):
    """Replaces the traceback of a failure that `failures` explains, such as a queue that is away."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        words = explained(error) if error is not None else ""
        if not words:
            return True
        message = f"{record.getMessage()}: {words}"
        record.msg, record.args = message, ()
        record.exc_info = record.exc_text = None
        return self._is_news(f"{record.name} {message}")

    def _is_news(self, message: str) -> bool:
        now = time.monotonic()
        self._said = {text: at for text, at in self._said.items() if now - at < QUIET}
        return self._said.setdefault(message, now) == now
