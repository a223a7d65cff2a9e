"""Doing what was said: verified activities in batches, each with its effect once."""

from gemeengoed.core.jobs import job

LINGER = 0.3
"""Seconds that an idle run waits for what came a moment after it was woken."""


@job
def process() -> None:
    """Handles what is verified, oldest first, until nothing is due."""
