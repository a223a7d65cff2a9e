"""kill -9 while a mailing goes out: nobody is skipped, and who may have got it twice is named.

A process of its own runs the job and is killed at a random moment; `./dev bench kills` does the same with a
whole `gemeengoed work` and 10,000 recipients.
"""

import random
import signal
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from gemeengoed.core.mail import delivery
from gemeengoed.core.mail.mailings import queries
from gemeengoed.core.mail.models import Copy, Mailing, MailingState

from . import work_process
from .smtp_server import Received
from .test_mailings import begun

RECIPIENTS, KILLS, CONNECTIONS = 300, 3, 4


@pytest.mark.django_db(transaction=True)
def test_killed_at_random_moments_nobody_is_skipped_and_doubles_are_named(
    server: Received, settings
) -> None:
    url, settings.EMAIL_URL = settings.EMAIL_URL, ""
    mailing = begun(RECIPIENTS)
    settings.EMAIL_URL = f"{url}?connections={CONNECTIONS}"
    server.thinking = 0.004
    for part in range(1, KILLS + 1):
        _kill_after(server, RECIPIENTS * part // (KILLS + 1) + random.randrange(20))
        # The time of the lease passes.
        Copy.objects.filter(lease_until__isnull=False).update(
            lease_until=timezone.now() - timedelta(seconds=1)
        )
    delivery.deliver()
    accepted = server.delivered()
    twice = {address for address in accepted if accepted.count(address) > 1}
    named = {copy.recipient for copy in queries.doubled(mailing)}
    assert len(set(accepted)) == RECIPIENTS
    assert twice <= named
    assert len(named) <= KILLS * CONNECTIONS
    tally = queries.tally(mailing)
    assert (tally.sent, tally.total) == (RECIPIENTS, RECIPIENTS)
    assert Mailing.objects.get().state == MailingState.DONE


def _kill_after(server: Received, messages: int) -> None:
    """Runs the job in a process that is killed once the relay has so many messages."""
    child = work_process.started()
    latest = time.monotonic() + work_process.PATIENCE
    while len(server.messages) < messages and child.poll() is None and time.monotonic() < latest:
        time.sleep(0.001)
    child.kill()
    assert child.wait() == -signal.SIGKILL
