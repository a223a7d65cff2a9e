"""How far a clock may be away."""

from datetime import datetime, timedelta

from .model import SignatureError

APART = timedelta(hours=1)


def near(moment: datetime, now: datetime) -> None:
    """Raises SignatureError('clock') when the two are more than an hour apart."""
    if abs(now - moment) > APART:
        raise SignatureError("clock", moment.isoformat())
