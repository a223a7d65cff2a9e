"""Reading an address before anything is done with it."""

from yarl import URL

from .model import FetchError, Reason


def read(address: str) -> URL:
    """The address without its fragment. Raises FetchError for what is not for us to follow."""
    try:
        where = URL(address.strip()).with_fragment(None)
        port = where.port
    except ValueError as error:
        raise FetchError(Reason.ADDRESS, address) from error
    if where.scheme not in ("http", "https"):
        reason = Reason.SCHEME if where.scheme else Reason.ADDRESS
        raise FetchError(reason, address)
    if not where.host or where.user is not None or where.password is not None or not port:
        raise FetchError(Reason.ADDRESS, address)
    return where


def joined(where: URL, location: str) -> URL:
    """Where `location` leads from `where` (RFC 3986, section 5). Raises FetchError."""
    try:
        return read(str(where.join(URL(location))))
    except ValueError as error:
        raise FetchError(Reason.ADDRESS, location) from error
