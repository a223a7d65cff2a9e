"""What the log says of what an operator knows already: one sentence instead of a page of program."""

import logging

from .failures import explained


class InASentence(logging.Filter):
    """Replaces the traceback of a failure that `failures` explains, such as a queue that is away."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        words = explained(error) if error is not None else ""
        if words:
            record.msg, record.args = f"{record.getMessage()}: {words}", ()
            record.exc_info = record.exc_text = None
        return True
