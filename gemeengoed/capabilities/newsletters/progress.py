"""How far a letter is, for the page that follows it."""

from dataclasses import dataclass

from gemeengoed.core.mail.mailings.queries import Tally

from .models import LetterState

GOES_ON = (LetterState.SCHEDULED, LetterState.SENDING)


@dataclass(frozen=True)
class Progress:
    """`done` copies of `total` went or will not go; `goes_on` while that changes by itself."""

    done: int
    total: int
    step: str
    """Changes with each tenth part, each state and each refusal: what is worth saying aloud."""
    mark: str
    """Changes with everything the page shows of it."""
    goes_on: bool


def progress_of(state: str, tally: Tally, refusals: int) -> Progress:
    done = tally.total - tally.waiting - tally.sending
    tenth = 10 * done // max(tally.total, 1)
    return Progress(
        done=done,
        total=tally.total,
        step=f"{state} {tenth} {refusals}",
        mark=f"{state} {tally} {refusals}",
        goes_on=state in GOES_ON,
    )
