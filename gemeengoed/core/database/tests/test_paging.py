"""Rows in pages: all of them, once, and nothing stands in the way of writing meanwhile."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from gemeengoed.core.database.paging import in_pages

pytestmark = pytest.mark.django_db(transaction=True)


def touch(key: str) -> None:
    with transaction.atomic():
        Session.objects.filter(pk=key).update(expire_date=timezone.now())


def elsewhere(key: str) -> None:
    try:
        touch(key)
    finally:
        connection.close()


def test_each_row_is_written_while_another_process_writes() -> None:
    keys = [f"{number:03}" for number in range(25)]
    Session.objects.bulk_create(Session(pk=key, expire_date=timezone.now()) for key in keys)
    seen = []
    with ThreadPoolExecutor(1) as other:
        for row in in_pages(Session.objects.all(), 10):
            other.submit(elsewhere, row.pk).result()
            touch(row.pk)
            seen.append(row.pk)
    assert seen == keys


def test_no_rows_are_no_pages() -> None:
    assert list(in_pages(Session.objects.all(), 10)) == []
