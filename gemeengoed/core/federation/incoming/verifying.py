"""Proving what was accepted under a key that was not known then."""

from gemeengoed.core.jobs import job


@job
def verify() -> None:
    """Fetches keys and verifies what waits for them; what is not proven is dropped and counted."""


@job
def refetch(key_id: str) -> None:
    """Fetches a key again under which a signature was bad: it may have been replaced. Rate-limited."""
