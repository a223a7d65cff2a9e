"""A child notices when its supervisor was killed: the pipe between them closes.

No signal is sent to the children of a process that gets kill -9; the kernel does close its files.
"""

import ctypes
import os
import signal
import threading
import time

VARIABLE = "GEMEENGOED_LIFELINE"
GRACE = 5.0
"""Seconds between asking the process group to end and ending it."""
PR_SET_PDEATHSIG = 1


def is_there() -> bool:
    """Whether a supervisor started this process, and prepared everything for it."""
    return VARIABLE in os.environ


def end_with_parent() -> None:
    """In a process that granian started: it gets SIGTERM when that one dies (prctl(2)). Without a
    supervisor it would go on answering, beside the next version on the same port."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def hold() -> None:
    """In a child that the supervisor started: ends this process group when the supervisor is gone."""
    descriptor = os.environ.pop(VARIABLE, "")
    if descriptor:
        threading.Thread(target=_wait, args=(int(descriptor),), daemon=True).start()


def _wait(descriptor: int) -> None:
    os.read(descriptor, 1)  # nothing is ever written: this returns when the other end is closed
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os.killpg(0, signal.SIGKILL)
