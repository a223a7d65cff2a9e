"""The inbox of a Fedify server, with all in memory, in a process of its own (tests/fedify/inbox.mjs)."""

import json
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests import npm
from tests.fediverse import NODE, SCRIPTS
from tests.running import free_port


@dataclass(frozen=True)
class Peer:
    port: int
    counts: int

    @property
    def inbox(self) -> str:
        return f"http://127.0.0.1:{self.port}/inbox"

    @property
    def actor(self) -> str:
        """Its only actor."""
        return f"http://127.0.0.1:{self.port}/users/commons"

    def processed(self) -> int:
        """Notes that it verified, took and keeps."""
        return int(self._counts()["processed"])

    def refused(self) -> dict[str, int]:
        """How many it did not believe, by Fedify's word for why."""
        found: dict[str, int] = self._counts()["refused"]
        return found

    def _counts(self) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.counts}/") as answer:
            return json.load(answer)


@contextmanager
def running(*, queued: bool = False) -> Iterator[Peer]:
    """`queued`: what is verified waits in Fedify's queue, as its manual advises, before it is taken. Raises
    RuntimeError when npm is not there."""
    if said := npm.bring():
        raise RuntimeError(said)
    peer = Peer(free_port(), free_port())
    script = [str(SCRIPTS / "inbox.mjs"), str(peer.port), str(peer.counts)]
    command = [*NODE, *script, *(["queue"] if queued else [])]
    with subprocess.Popen(command, cwd=npm.FOLDER, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            if process.stdout.readline() != "ready\n":
                raise RuntimeError("Fedify did not start")
            yield peer
        finally:
            process.terminate()
