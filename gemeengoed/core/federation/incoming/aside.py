"""What must be fetched from other servers before an activity can be handled, fetched in threads."""

import logging
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Self

from django.db import connection
from django.utils import timezone

from gemeengoed.core.fetching import FetchError

from ..models import RemoteActor
from ..remote.asking import RemoteError
from . import claiming, handling
from .handlers import fetching
from .handling import Item

logger = logging.getLogger(__name__)

THREADS = 8
MOST = 64
"""Activities put aside at a time."""
MOST_OF_HOST = 16


class Aside:
    """`put` one, `take` those that are ready. They keep their lease; a crash lets it end."""

    def __init__(self) -> None:
        self._waiting: dict[Future[bool], Item] = {}
        self._pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """What is not ready is given back; what is being asked ends by itself, within its bounds."""
        claiming.give_back([item.row for item in self._waiting.values()], timezone.now())
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def is_busy(self) -> bool:
        return bool(self._waiting)

    def put(self, item: Item) -> bool:
        """False when there are too many, in all or of its server."""
        of_host = sum(item.row.host == other.row.host for other in self._waiting.values())
        if len(self._waiting) >= MOST or of_host >= MOST_OF_HOST:
            return False
        self._pool = self._pool or ThreadPoolExecutor(THREADS, thread_name_prefix="incoming")
        self._waiting[self._pool.submit(_fetch, item)] = item
        return True

    def wait(self, seconds: float) -> None:
        wait(self._waiting, timeout=max(seconds, 0.05), return_when=FIRST_COMPLETED)

    def take(self) -> list[Item]:
        """Those that have what they need, or will never have it."""
        done = [future for future in self._waiting if future.done()]
        ended = [(future, self._waiting.pop(future)) for future in done]
        return [item for future, item in ended if future.result()]


def _fetch(item: Item) -> bool:
    """Whether it can be handled now; if not it is tried later."""
    try:
        _fetch_all(item)
    except FetchError as error:
        if error.retry:
            claiming.try_later(item.row, error, timezone.now())
            return False
        item.failed = "unreachable"
    except RemoteError as error:
        item.failed = error.reason[:30]
    except Exception as error:  # noted with the row; the others go on
        logger.exception("what %s needs could not be fetched", item.row.uri)
        claiming.try_later(item.row, error, timezone.now())
        return False
    finally:
        connection.close()
    return True


def _fetch_all(item: Item) -> None:
    """Also what turns out to be needed when its author is known."""
    for need in item.needs:
        fetching.fetch(need)
    if item.author is None:
        found = RemoteActor.objects.select_related("host")
        item.author = found.filter(uri=item.row.actor).first()
        if item.author is not None:
            for need in handling.needs(item.row, item.activity, item.author):
                fetching.fetch(need)
