"""How many requests each view answered with which status.

Each process counts in memory, and adds what it counted to the table every ten seconds, from a thread of its
own: no request waits for it, and several web processes add to the same figures. A crash loses the counts of
ten seconds, and nothing else.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from gemeengoed.core.registry import Figure, Kind, Sample

from .models import AnsweredRequests

logger = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]
EVERY = 10.0
"""Seconds between two writes of a process."""
MOST = 5_000
"""Pairs kept between two writes; views and statuses are ours, so that there are always fewer."""
EARLY = "answered early"
"""For what a middleware answers: kept pages, static files, inboxes, redirects."""

_lock = threading.Lock()
_counted: Counter[tuple[str, int]] = Counter()


def count_requests(get_response: Answer) -> Answer:
    """A middleware that stands outside of all that may answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        pair = (match.view_name or "unnamed" if match else EARLY, response.status_code)
        with _lock:
            if pair in _counted or len(_counted) < MOST:
                _counted[pair] += 1
        return response

    return middleware


def write() -> None:
    """Adds what this process counted to the table; what cannot be written now is counted again."""
    with _lock:
        counted = dict(_counted)
        _counted.clear()
    if not counted:
        return
    try:
        with transaction.atomic():
            for (view, status), number in sorted(counted.items()):
                _add(view[:120], status, number)
    except DatabaseError:
        with _lock:
            _counted.update(counted)
        raise


def _add(view: str, status: int, number: int) -> None:
    row = AnsweredRequests.objects.filter(view=view, status=status)
    if not row.update(number=F("number") + number):
        missing = AnsweredRequests(view=view, status=status)
        AnsweredRequests.objects.bulk_create([missing], ignore_conflicts=True)
        row.update(number=F("number") + number)


def write_regularly() -> None:
    """Starts the thread that writes; once for each web process."""
    threading.Thread(target=_write_for_ever, name="requests", daemon=True).start()


def _write_for_ever() -> None:
    pause = threading.Event()
    while not pause.wait(EVERY):
        if not _counted:
            continue
        try:
            write()
        except Exception as error:  # a locked or absent database is said where it matters
            logger.warning("requests could not be counted: %s", error)
        finally:
            connection.close()


def figures() -> Iterator[Figure]:
    rows = AnsweredRequests.objects.values_list("view", "status", "number")
    samples = [Sample(number, {"view": v, "status": str(s)}) for v, s, number in rows]
    yield Figure(
        "requests", Kind.COUNTER, "Requests answered, by the view and the HTTP status.", samples
    )
