"""From what the library raises to a reason."""

import socket

import aiohttp

from .dialling import NotDialled
from .model import FetchError, Reason

_KINDS: tuple[tuple[type[BaseException], Reason], ...] = (
    (aiohttp.ClientConnectorCertificateError, Reason.CERTIFICATE),
    (aiohttp.ClientSSLError, Reason.CERTIFICATE),
    (aiohttp.ClientConnectorDNSError, Reason.NAME),
    (socket.gaierror, Reason.NAME),
    (aiohttp.InvalidURL, Reason.ADDRESS),
    (aiohttp.ServerTimeoutError, Reason.TIMEOUT),
    (aiohttp.ClientResponseError, Reason.GARBLED),
    (aiohttp.ClientPayloadError, Reason.UNREACHABLE),
    (aiohttp.ClientConnectionError, Reason.UNREACHABLE),
    (OSError, Reason.UNREACHABLE),
)


def of(error: BaseException, address: str) -> FetchError:
    """Why the request failed."""
    refused = _not_dialled(error)
    if refused is not None:
        return FetchError(refused.reason, address)
    reason = next((reason for kind, reason in _KINDS if isinstance(error, kind)), Reason.GARBLED)
    return FetchError(reason, address, detail=f"{type(error).__name__}: {error}"[:200])


def _not_dialled(error: BaseException | None) -> NotDialled | None:
    """The refusal that an error was raised from, however deep."""
    while error is not None and not isinstance(error, NotDialled):
        error = error.__cause__ or error.__context__
    return error
