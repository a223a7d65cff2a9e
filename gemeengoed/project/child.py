"""One process under the supervisor: in a process group of its own, started again when it dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from . import lifeline

PAUSES = (0.2, 1, 2, 5, 10, 30)
"""Seconds before each next start of what keeps dying."""
WELL_AFTER = 60.0
"""Seconds after which a process that dies counts as having been well."""


class Child:
    """`arguments` are those after `gemeengoed`. Only its main process gets signals; what is left of
    its group is ended with SIGKILL, so that a hanging worker never outlives it."""

    def __init__(self, arguments: Sequence[str], environment: dict[str, str]) -> None:
        self.arguments = list(arguments)
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self.start_again_at = 0.0
        self._started = 0.0

    @property
    def name(self) -> str:
        return self.arguments[0]

    def start(self) -> None:
        read_end, write_end = os.pipe()
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gemeengoed", *self.arguments],
                env={**self.environment, lifeline.VARIABLE: str(read_end)},
                stdin=subprocess.DEVNULL,
                pass_fds=[read_end],
                process_group=0,
            )
        finally:
            os.close(read_end)
        self._lifeline = write_end
        self._started = time.monotonic()

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> str:
        """Ends what is left of the group, plans the next start, and returns what is to be said."""
        code = self.process.returncode if self.process else 0
        lived = time.monotonic() - self._started
        self.deaths = 1 if lived > WELL_AFTER else self.deaths + 1
        pause = PAUSES[min(self.deaths, len(PAUSES)) - 1]
        self.end_group()
        self.start_again_at = time.monotonic() + pause
        return f"{self.name} ended by itself ({how(code)}); it starts again in {pause:g} s"

    def may_start_again(self) -> bool:
        return self.process is None and time.monotonic() >= self.start_again_at

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def end_group(self) -> None:
        """SIGKILL for whatever is left. Harmless when nothing is."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._lifeline)
        self.process = None


def how(code: int) -> str:
    """An exit code in words: 'code 1' or 'signal SIGKILL'."""
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"


def end_all(children: Sequence[Child], grace: float = lifeline.GRACE) -> None:
    """Asks all to end, waits `grace` seconds at most, and ends what is left."""
    for child in children:
        child.ask_to_end()
    until = time.monotonic() + grace
    while time.monotonic() < until and any(c.process and not c.has_died() for c in children):
        time.sleep(0.02)
    for child in children:
        child.end_group()
