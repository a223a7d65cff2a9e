"""Many writers in one chain at the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import create_actor
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.log.services import append, verify

THREADS, EACH = 4, 50


def _write(owner: Actor, actor: Actor) -> None:
    try:
        for number in range(EACH):
            with transaction.atomic():
                append(owner, "test.done", actor, details={"number": number})
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_numbers_run_on_without_gap() -> None:
    owner = create_actor("drukte", ActorKind.COMMONS, "Drukte")
    actor = create_actor("ada", ActorKind.PERSON, "Ada")
    with ThreadPoolExecutor(THREADS) as threads:
        for done in [threads.submit(_write, owner, actor) for _ in range(THREADS)]:
            done.result()
    numbers = list(LogEntry.objects.filter(owner=owner).values_list("number", flat=True))
    assert numbers == list(range(1, THREADS * EACH + 1))
    assert verify() == []
