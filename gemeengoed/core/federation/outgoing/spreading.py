"""From an activity to its deliveries: one for each inbox, a shared one once."""

from gemeengoed.core.jobs import job


@job
def spread() -> None:
    """Writes the deliveries of what is to go out, in batches; goes on where a crash left it."""
