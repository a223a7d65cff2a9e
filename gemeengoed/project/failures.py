"""What an operator can do about a failure of the machine, in a sentence; no Django."""

import errno
import getpass
import sqlite3
from pathlib import Path

from . import configuration

_NOT_OURS = {errno.EACCES, errno.EPERM, errno.EROFS}
_DAMAGED = ("malformed", "not a database", "disk i/o error")
_READ_ONLY = ("readonly database", "unable to open database file")


def explained(error: BaseException) -> str:
    """A sentence for what is known, an empty string for the rest. Looks at what caused it as well."""
    seen: BaseException | None = error
    while seen is not None:
        words = _one(seen)
        if words:
            return words
        seen = seen.__cause__ or seen.__context__
    return ""


def _one(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno in _NOT_OURS:
        return not_ours(error.filename or configuration.data_folder())
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return (
            f"there is no room left on the disk of {error.filename or configuration.data_folder()}"
        )
    if isinstance(error, sqlite3.DatabaseError) and _says(error, _DAMAGED):
        return damaged(error)
    if isinstance(error, sqlite3.DatabaseError) and _says(error, _READ_ONLY):
        return not_ours(configuration.data_folder())
    if type(error).__module__.startswith("redis.") and type(error).__name__.endswith("Error"):
        return f"Redis does not answer (GEMEENGOED_QUEUE_URL, GEMEENGOED_CACHE_URL): {error}"
    return ""


def damaged(error: object) -> str:
    return (
        f"the database is damaged ({error}): restore the last backup with `gemeengoed restore FILE`"
    )


def not_ours(place: object) -> str:
    """`place` cannot be written or read by whoever runs this; whose it is, where that can be seen."""
    path = Path(str(place))
    folder = path if path.is_dir() else path.parent
    try:
        owner = f"it belongs to {folder.owner()}"
    except (OSError, KeyError):
        owner = "whose it is cannot be seen"
    return (
        f"{_user()} may not write in {folder}, or read what is there ({owner}): run this as that user, "
        "such as with `sudo -u gemeengoed`, or choose another folder"
    )


def _user() -> str:
    try:
        return f"the user {getpass.getuser()}"
    except (OSError, KeyError):
        return "this user"


def _says(error: BaseException, words: tuple[str, ...]) -> bool:
    said = str(error).lower()
    return any(word in said for word in words)
