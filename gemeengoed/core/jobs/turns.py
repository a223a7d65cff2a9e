"""One run at a time in each process, for a job that looks for all that is due."""

import threading
from collections.abc import Callable


class Turns:
    """Whoever comes while a run goes lets it look again, so that nothing is left that came meanwhile."""

    def __init__(self) -> None:
        self._going = threading.Lock()
        self._asked = threading.Event()

    def take(self, run: Callable[[], bool]) -> bool:
        """Calls `run` until nobody asked meanwhile; at once False when another thread is at it. True when
        `run` says that there is more to do than one run may: then the job is to be woken again."""
        self._asked.set()
        while self._asked.is_set() and self._going.acquire(blocking=False):
            try:
                self._asked.clear()
                if run():
                    return True
            finally:
                self._going.release()
        return False

    def was_asked(self) -> bool:
        """Within a run: whether somebody came since this was asked last."""
        found = self._asked.is_set()
        self._asked.clear()
        return found
