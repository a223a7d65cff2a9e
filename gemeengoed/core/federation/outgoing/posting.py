"""Requests on their way: signed in threads, sent by the loop of this process, answers gathered.

The thread that keeps the ledger hands parcels in and takes answers out; it never waits for a host, and the
loop never waits for the database.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from time import sleep
from typing import Self

from django.utils import timezone

from gemeengoed.core.fetching import FetchError
from gemeengoed.core.fetching.client import Client
from gemeengoed.core.fetching.waiting import loop

from ..activitystreams import writing
from ..signatures import signing
from ..signatures.model import CAVAGE, RFC9421
from . import outcomes
from .envelopes import Envelope
from .outcomes import Answer, Came, Parcel

GATHERED = 0.02
"""Seconds in which answers gather, so that many are written at once."""
_IDLE = 1.0
"""Seconds that a connection stays open for the next delivery: there are many hosts, and few files."""
_SIGNERS = 2
_CHUNK = 8
_ANSWER = 65_536
_OTHER = {RFC9421: CAVAGE, CAVAGE: RFC9421}
_BAD_SIGNATURE = (400, 401)
_SIGN: dict[str, Callable[..., dict[str, str]]] = {
    RFC9421: signing.rfc9421,
    CAVAGE: signing.cavage,
}
_TYPE = {"Content-Type": writing.MEDIA_TYPE, "Accept": "application/json"}


@dataclass(frozen=True)
class Going:
    """A parcel with what goes in the request. `dialect` is the one its host took last, or empty; `keeps`:
    the connection stays open for another."""

    parcel: Parcel
    envelope: Envelope
    dialect: str
    keeps: bool

    def signed(self, dialect: str) -> dict[str, str]:
        headers = _SIGN[dialect](
            "POST",
            self.parcel.inbox,
            key_id=self.envelope.key_id,
            key=self.envelope.key,
            now=timezone.now(),
            digests=self.envelope.digests,
        )
        return {**headers, **_TYPE}


class Line:
    def __init__(self, connections: int, per_host: int) -> None:
        self._client = Client(connections=connections, per_host=per_host, idle=_IDLE)
        self._loop = loop()
        self._signers = ThreadPoolExecutor(_SIGNERS, "signing")
        self._came: SimpleQueue[Came] = SimpleQueue()
        self._tasks: set[asyncio.Task[Answer]] = set()

    def open(self) -> Self:
        asyncio.run_coroutine_threadsafe(self._client.__aenter__(), self._loop).result()
        return self

    def begin(self, going: Sequence[Going]) -> None:
        for start in range(0, len(going), _CHUNK):
            self._signers.submit(self._sign, going[start : start + _CHUNK])

    def answers(self, seconds: float) -> list[Came]:
        """What came, and what comes in a moment; empty when nothing came in so many seconds."""
        try:
            first = self._came.get(timeout=seconds)
        except Empty:
            return []
        sleep(GATHERED)
        return [first, *self._left()]

    def stop(self) -> list[Came]:
        """Breaks off what is on its way, and says so of each."""
        self._signers.shutdown()
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        return list(self._left())

    def _left(self) -> Iterator[Came]:
        while True:
            try:
                yield self._came.get_nowait()
            except Empty:
                return

    def _sign(self, going: Sequence[Going]) -> None:
        """In a thread: the library lets go of the lock of the interpreter meanwhile."""
        signed = []
        for one in going:
            try:
                signed.append((one, one.signed(one.dialect or RFC9421)))
            except Exception as error:  # an address that cannot be read, say
                self._came.put(Came(one.parcel, _broken(error)))
        self._loop.call_soon_threadsafe(self._start, signed)

    def _start(self, signed: Sequence[tuple[Going, dict[str, str]]]) -> None:
        for going, headers in signed:
            task = self._loop.create_task(self._delivered(going, headers))
            self._tasks.add(task)
            task.add_done_callback(partial(self._ended, going.parcel))

    def _ended(self, parcel: Parcel, task: asyncio.Task[Answer]) -> None:
        """Whatever came of it, it is handed out, so that it is written."""
        self._tasks.discard(task)
        if task.cancelled():
            answer = Answer(detail=outcomes.UNKNOWN, in_doubt=True)
        else:
            error = task.exception()
            answer = task.result() if error is None else _broken(error)
        self._came.put(Came(parcel, answer))

    async def _delivered(self, going: Going, headers: dict[str, str]) -> Answer:
        """In the dialect the host took last, then in the other (RFC 9421 has no way to ask which)."""
        dialect = going.dialect or RFC9421
        answer = await self._post(going, headers, dialect)
        if answer.status not in _BAD_SIGNATURE:
            return answer
        other = _OTHER[dialect]
        headers = await self._loop.run_in_executor(self._signers, going.signed, other)
        second = await self._post(going, headers, other)
        # A connection that broke says nothing about the signature: then it is tried again later.
        return answer if second.status in _BAD_SIGNATURE else second

    async def _post(self, going: Going, headers: dict[str, str], dialect: str) -> Answer:
        try:
            answer = await self._client.post(
                going.parcel.inbox,
                going.envelope.body,
                headers=headers,
                limit=_ANSWER,
                keeps=going.keeps,
            )
        except FetchError as error:
            return outcomes.failed(error, dialect)
        return Answer(answer.status, dialect=dialect)

    async def _stop(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._client.__aexit__(None, None, None)


def _broken(error: BaseException) -> Answer:
    return Answer(detail=f"{type(error).__name__}: {error}"[:200], in_doubt=True)
