"""Of a copy that is over, or whose recipient is erased, the tally stays and nothing else."""

from django.db.models import Case, F, QuerySet, Value, When

from ..models import Copy, CopyState


def forget(copies: QuerySet[Copy]) -> int:
    """Empties address, values and what a mail server said of them, which may name them; not our own reason
    why it was not sent. Returns how many rows that were."""
    own = When(state=CopyState.SKIPPED, then=F("answer"))
    answer = Case(own, default=Value(""))
    return copies.exclude(recipient="", values={}).update(recipient="", values={}, answer=answer)
