"""Background work: a job is only a wake-up (huey delivers at most once).

What must not be lost is a row with state, lease, attempts and next time; a sweep each minute finds
what a crash left. So a job takes no payload worth keeping and may run twice or not at all.

    from gemeengoed.core.jobs import job, wake

    @job
    def send_letters() -> None: ...

    wake(send_letters)          # after the commit of the current transaction
"""

from .work import ending, job, queue, wake

__all__ = ["ending", "job", "queue", "wake"]
