"""Gives back to the machine what a process no longer uses.

After a large text, the first e-books or a busy hour some tens of megabytes lie in a process that nothing may
ever ask for again: cycles, which Python collects only when there are many more of them, and what glibc keeps
of what was let go, until `malloc_trim(3)`. Linux only; with another C library (musl) only the cycles go.
"""

import ctypes
import gc
import os
import threading
import time
from pathlib import Path

LOOK = 2.0
"""Seconds between looks at whether this process works."""
STILL = 0.05
"""Seconds of processor time between two looks that count as resting."""
WORTH = 8_000_000
"""Bytes above the least it ever held, from which on a process gives back."""
WORK = 1.0
"""Seconds of processor time that it must have worked since the last time: collecting takes a tenth of one."""
STATM = Path("/proc/self/statm")


def give_back_when_idle(pause: float = LOOK, work: float = WORK) -> None:
    """Starts a thread that gives back what is free each time this process has worked and now rests."""
    if STATM.exists():
        given = (pause, work, resident())
        threading.Thread(target=_watch, args=given, name="memory", daemon=True).start()


def _watch(pause: float, work: float, least: int) -> None:
    """`least` is what the process held when this began, before anything could be asked of it."""
    before = last = 0.0
    while True:
        time.sleep(pause)
        now = time.process_time()
        rests, worked = now - before < STILL, now - last >= work
        if rests and worked and resident() - least > WORTH:
            give_back()
            least, last = min(least, resident()), time.process_time()
        before = now


def resident() -> int:
    """Bytes of memory that this process holds now (proc_pid_statm(5), the second figure)."""
    return int(STATM.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def give_back() -> None:
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
