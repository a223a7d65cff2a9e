"""What an operator can do about a failure of the machine, in a sentence; no Django."""

import errno
import getpass
import os
import sqlite3
from pathlib import Path

from . import configuration

_NOT_OURS = {errno.EACCES, errno.EPERM, errno.EROFS}
_DAMAGED = ("malformed", "not a database", "disk i/o error")
_READ_ONLY = ("readonly database", "unable to open database file")
_FULL = ("database or disk is full",)
_BUSY = ("database is locked",)


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
    if is_full(error):
        return full(getattr(error, "filename", None) or configuration.data_folder())
    if isinstance(error, sqlite3.DatabaseError):
        return _of_sqlite(error)
    if _is_of_postgresql(error):
        return f"PostgreSQL cannot be used (DATABASE_URL): {' '.join(str(error).split())}"
    if type(error).__module__.startswith("redis.") and type(error).__name__.endswith("Error"):
        return f"Redis does not answer (GEMEENGOED_QUEUE_URL, GEMEENGOED_CACHE_URL): {error}"
    return ""


def unprepared(error: BaseException) -> str:
    """A sentence for a command on a database that lacks a table, such as in a folder that is new."""
    cause = error.__cause__ or error
    lacks = _says(cause, ("no such table",)) or type(cause).__name__ == "UndefinedTable"
    if not lacks:
        return ""
    why, folder = str(cause).splitlines()[0], configuration.data_folder()
    return (
        f"the database has not been made ready ({why}). Is {folder} the folder that you mean (--data)? "
        "Otherwise: `gemeengoed migrate`"
    )


def _of_sqlite(error: sqlite3.DatabaseError) -> str:
    if _says(error, _DAMAGED):
        return damaged(error)
    if _says(error, _READ_ONLY):
        return not_ours(configuration.data_folder())
    return "the database is busy: another process holds it for long" if _says(error, _BUSY) else ""


def _is_of_postgresql(error: BaseException) -> bool:
    """Whether the server is away, lets nobody in, or broke off; by name, for most have no psycopg."""
    return any(
        kind.__name__ in ("OperationalError", "InterfaceError")
        and kind.__module__.startswith("psycopg")
        for kind in type(error).__mro__
    )


def is_full(error: BaseException) -> bool:
    """Whether a disk has no room left."""
    of_sqlite = isinstance(error, sqlite3.DatabaseError) and _says(error, _FULL)
    return of_sqlite or (isinstance(error, OSError) and error.errno == errno.ENOSPC)


def full(place: object) -> str:
    return f"there is no room left on the disk of {place}"


def damaged(error: object) -> str:
    return (
        f"the database is damaged ({error}): restore the last backup with "
        "`gemeengoed restore --replace FILE`"
    )


def not_ours(place: object) -> str:
    """`place` cannot be written or read by whoever runs this; whose it is, where that can be seen."""
    path = Path(str(place))
    folder = path if path.is_dir() else path.parent
    if _is_read_only(folder):
        return (
            f"the disk of {folder} is read-only: it was mounted so, or the machine made it so after an "
            "error of the disk (`sudo dmesg` tells)"
        )
    try:
        owner = f"it belongs to {folder.owner()}"
    except (OSError, KeyError):
        owner = "whose it is cannot be seen"
    return (
        f"{_user()} may not write in {folder}, or read what is there ({owner}): run this as that user, "
        "such as with `sudo -u gemeengoed`, or choose another folder"
    )


def _is_read_only(folder: Path) -> bool:
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def _user() -> str:
    try:
        return f"the user {getpass.getuser()}"
    except (OSError, KeyError):
        return "this user"


def _says(error: BaseException, words: tuple[str, ...]) -> bool:
    said = str(error).lower()
    return any(word in said for word in words)
