"""One request, followed through its redirects, within a bound of time and bytes."""

import asyncio
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from django.conf import settings
from yarl import URL

from gemeengoed import __version__

from . import addresses, body, failures, networks
from .dialling import CONNECTIONS, IDLE, PER_HOST, connector
from .model import JSON, JSON_LIMIT, SECONDS, Answer, FetchError, Reason

REDIRECTS = 3
AGAIN = (301, 302, 303, 307, 308)


class Client:
    """For many requests in one event loop; connections are kept and used again.

    async with Client() as client:
        answer = await client.get(address)

    No cookies, no proxy from the environment, no password from ~/.netrc. `resolver` looks up names;
    `connections` may be in use at once, `per_host` of them to one host; one that is idle for `idle` seconds
    is closed.
    """

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        resolver: AbstractResolver | None = None,
        connections: int = CONNECTIONS,
        per_host: int = PER_HOST,
        idle: float = IDLE,
    ) -> None:
        self._seconds = seconds
        self._resolver = resolver
        self._connections, self._per_host, self._idle = connections, per_host, idle

    async def __aenter__(self) -> Self:
        self._session = self._opened(self._idle)
        # Not a header: the library would send the next request over what the other side is closing.
        self._single = self._opened(0)
        return self

    def _opened(self, idle: float) -> aiohttp.ClientSession:
        allowed = networks.parse(settings.ALLOWED_NETWORKS)
        return aiohttp.ClientSession(
            connector=connector(allowed, self._resolver, self._connections, self._per_host, idle),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            headers={"User-Agent": user_agent(), "Accept-Encoding": "gzip"},
            trust_env=False,
            auto_decompress=False,  # see `body`
        )

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()
        await self._single.close()

    async def get(
        self,
        address: str,
        *,
        accept: Sequence[str] = JSON,
        limit: int = JSON_LIMIT,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """What stands at `address`, of a media type in `accept` (`*` matches anything), `limit` bytes
        at most after unpacking. `headers` go to the host that was asked and to no other.
        Raises FetchError."""
        given = {"Accept": _accept(accept), **(headers or {})}
        where = addresses.read(address)
        try:
            async with asyncio.timeout(self._seconds):
                return await self._follow(where, accept, limit, given)
        except TimeoutError as error:
            raise FetchError(Reason.TIMEOUT, str(where)) from error

    async def post(
        self,
        address: str,
        data: bytes,
        *,
        accept: Sequence[str] = ("*",),
        limit: int = JSON_LIMIT,
        headers: Mapping[str, str] | None = None,
        keeps: bool = True,
    ) -> Answer:
        """As `get`, with `data` as its body. A redirect is not followed: what was signed or meant for
        one host is not handed to another. Without `keeps` its connection is closed afterwards."""
        where = addresses.read(address)
        try:
            async with asyncio.timeout(self._seconds):
                session = self._session if keeps else self._single
                given = dict(headers or {})
                found = await self._once("POST", where, accept, limit, given, data, session)
        except TimeoutError as error:
            raise FetchError(Reason.TIMEOUT, str(where)) from error
        if isinstance(found, URL):
            raise FetchError(Reason.REDIRECTS, str(where))
        return found

    async def _follow(
        self, where: URL, accept: Sequence[str], limit: int, headers: dict[str, str]
    ) -> Answer:
        for _try in range(REDIRECTS + 1):
            found = await self._once("GET", where, accept, limit, headers)
            if isinstance(found, Answer):
                return found
            if found.origin() != where.origin():
                headers = {"Accept": headers["Accept"]}
            where = found
        raise FetchError(Reason.REDIRECTS, str(where))

    async def _once(
        self,
        method: str,
        where: URL,
        accept: Sequence[str],
        limit: int,
        headers: dict[str, str],
        data: bytes | None = None,
        session: aiohttp.ClientSession | None = None,
    ) -> Answer | URL:
        """The answer, or the address it sends on to."""
        try:
            async with (session or self._session).request(
                method, where, headers=headers, data=data, allow_redirects=False
            ) as response:
                if response.status in AGAIN and "Location" in response.headers:
                    return addresses.joined(where, response.headers["Location"])
                return await body.answer(response, where, accept, limit)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ClientError):
                raise
            raise failures.of(error, str(where)) from error


def user_agent() -> str:
    """Who asks, and where to complain (RFC 9110, 10.1.5)."""
    return f"Gemeengoed/{__version__} (+{settings.BASE_URL}/)"


def _accept(types: Sequence[str]) -> str:
    plain = [one for one in types if "*" not in one or one == "*/*"]
    return ", ".join(plain) or "*/*"
