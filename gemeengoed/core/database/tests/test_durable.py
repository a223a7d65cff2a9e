"""What is promised to be kept waits for the disk; all else does not."""

import pytest
from django.db import IntegrityError, connection, transaction

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.database import durable


def synchronous() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return int(cursor.fetchone()[0])


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL always waits for the disk")
@pytest.mark.django_db(transaction=True)
def test_one_commit_waits_for_the_disk_and_the_next_does_not() -> None:
    full, normal = 2, 1
    with durable.on_disk():
        assert synchronous() == full
    assert synchronous() == normal
    with pytest.raises(IntegrityError), durable.on_disk():
        Actor.objects.bulk_create([_actor(), _actor()])
    assert synchronous() == normal
    assert not Actor.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_inside_another_transaction_that_one_decides() -> None:
    with transaction.atomic(), durable.on_disk():
        _actor().save()
    assert Actor.objects.count() == 1


def _actor() -> Actor:
    return Actor(handle="x1", skeleton="x1", kind="person", name="x")
