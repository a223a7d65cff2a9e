"""How a command says what was not accepted."""

import sys

from django.core.exceptions import ValidationError


def explain(error: ValidationError) -> int:
    """Prints each message on standard error; returns the exit code."""
    for message in error.messages:
        print(message, file=sys.stderr)
    return 1
