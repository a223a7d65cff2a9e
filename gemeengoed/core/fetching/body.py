"""Reading what comes, a piece at a time, and unpacking it within the bound.

Unpacked here and not by aiohttp, since a piece of 64 KB can hold 64 MB: here no more is unpacked than
the caller takes.
"""

import zlib
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from aiohttp import ClientResponse
from yarl import URL

from .model import Answer, FetchError, Reason

_GZIP = 16 + zlib.MAX_WBITS


async def answer(response: ClientResponse, where: URL, accept: Sequence[str], limit: int) -> Answer:
    """The whole answer. Raises FetchError for a status that is no success, another type, too much."""
    address = str(where)
    if not 200 <= response.status < 300:
        after = response.headers.get("Retry-After", "")
        raise FetchError(Reason.STATUS, address, status=response.status, after=after)
    kind = response.content_type.lower()
    if "*" not in accept and not any(fnmatchcase(kind, one) for one in accept):
        raise FetchError(Reason.TYPE, address, detail=kind)
    if "Content-Encoding" not in response.headers and (response.content_length or 0) > limit:
        raise FetchError(Reason.TOO_LARGE, address, status=response.status)
    return Answer(
        address=address,
        status=response.status,
        content_type=kind,
        charset=response.charset or "",
        body=await _read(response, address, limit),
        headers={name.lower(): value for name, value in response.headers.items()},
    )


async def _read(response: ClientResponse, address: str, limit: int) -> bytes:
    if response.content.at_eof() and response.content_length == 0:
        return b""
    unpacked = _unpacker(response.headers.get("Content-Encoding", ""), address)
    whole = bytearray()
    async for piece in response.content.iter_chunked(65_536):
        for part in unpacked.feed(piece, limit + 1 - len(whole)):
            whole += part
            if len(whole) > limit:
                raise FetchError(Reason.TOO_LARGE, address, status=response.status)
    if not unpacked.whole:
        raise FetchError(Reason.GARBLED, address, status=response.status)
    return bytes(whole)


def _unpacker(coding: str, address: str) -> "_Plain | _Gzip":
    name = coding.strip().lower()
    if name in ("", "identity"):
        return _Plain()
    if name in ("gzip", "x-gzip"):
        return _Gzip(address)
    raise FetchError(Reason.GARBLED, address, detail=name)


class _Plain:
    whole = True

    def feed(self, piece: bytes, most: int) -> Iterator[bytes]:
        yield piece


class _Gzip:
    """RFC 1952, of one or more members; `whole` when the last has ended."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._member = zlib.decompressobj(_GZIP)
        self._begun = False

    @property
    def whole(self) -> bool:
        return self._member.eof or not self._begun

    def feed(self, piece: bytes, most: int) -> Iterator[bytes]:
        while piece and most > 0:
            if self._member.eof:
                self._member = zlib.decompressobj(_GZIP)
            self._begun = True
            try:
                part = self._member.decompress(piece, most)
            except zlib.error as error:
                raise FetchError(Reason.GARBLED, self._address) from error
            most -= len(part)
            piece = self._member.unused_data or self._member.unconsumed_tail
            yield part
