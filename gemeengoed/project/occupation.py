"""One supervisor per data folder, and how another command asks it to pause.

`serve.lock` is locked (flock) for as long as the supervisor lives; the kernel lets go when it dies. It
holds the number of its process and, on a second line, which program it started.
`pause` holds the number of the process that wants the server to stand still; the supervisor answers
with `paused`, and goes on when `pause` is gone or its writer is dead.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST_PAUSE_TO_BEGIN = 30.0
"""Seconds that a supervisor may take to stand still."""


class Occupied(ValueError):
    """Another supervisor uses the data folder."""


def occupy(data: Path, program: str) -> int:
    """Takes the folder; returns the descriptor that holds it. Raises Occupied."""
    try:
        descriptor = occupy_quietly(data)
    except BlockingIOError:
        raise Occupied(
            f"{data} is in use by a server that runs already (process {_written(data)[0]}).\n"
            "Stop that one first, or choose another folder with --data."
        ) from None
    os.truncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n{program}\n".encode(), 0)
    for name in ("pause", "paused"):
        (data / name).unlink(missing_ok=True)
    return descriptor


def is_occupied(data: Path) -> bool:
    """Whether a supervisor runs on this folder."""
    if not (data / "serve.lock").exists():
        return False
    try:
        os.close(occupy_quietly(data))
    except BlockingIOError:
        return True
    return False


def program(data: Path) -> str:
    """Which program the supervisor on this folder started (`prepared.program`)."""
    return _written(data)[1]


def _written(data: Path) -> tuple[str, str]:
    lines = (data / "serve.lock").read_text("ascii", "replace").split("\n")
    return lines[0], lines[1] if len(lines) > 1 else ""


def occupy_quietly(data: Path) -> int:
    """Takes the lock without writing in it. Raises BlockingIOError when it is taken."""
    descriptor = os.open(data / "serve.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    return descriptor


def pause_is_asked(data: Path) -> bool:
    """For the supervisor: whether somebody who is still alive wants it to stand still."""
    path = data / "pause"
    try:
        number = int(path.read_text("ascii"))
        os.kill(number, 0)
    except FileNotFoundError:
        return False
    except (ValueError, ProcessLookupError):
        path.unlink(missing_ok=True)
        return False
    except PermissionError:  # alive, of another user
        return True
    return True


@contextmanager
def standing_still(data: Path) -> Iterator[None]:
    """Within it nothing runs on this folder: neither a supervisor's processes nor a new supervisor.

    Raises TimeoutError when the supervisor does not pause.
    """
    data.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = occupy_quietly(data)
    except BlockingIOError:
        with _paused(data):
            yield
        return
    try:
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _paused(data: Path) -> Iterator[None]:
    asked, answered = data / "pause", data / "paused"
    answered.unlink(missing_ok=True)
    temporary = data / "pause.new"
    temporary.write_text(f"{os.getpid()}\n", "ascii")
    temporary.replace(asked)
    try:
        _wait_for(answered)
        yield
    finally:
        asked.unlink(missing_ok=True)


def _wait_for(path: Path) -> None:
    until = time.monotonic() + LONGEST_PAUSE_TO_BEGIN
    while not path.exists():
        if time.monotonic() > until:
            raise TimeoutError("the running server did not pause; stop it and try again")
        time.sleep(0.05)
