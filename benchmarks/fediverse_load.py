"""Other servers that all say something at once, in a process of its own: signed notes, posted to an inbox.

    python -m benchmarks.fediverse_load

Each line of JSON on its standard input is a command, answered with a line of JSON; see `Running`. Everything
is signed before the clock starts. Actors with their keys are served here, on several addresses of the
loopback network, so that whoever is measured can fetch the keys and sees several servers.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from subprocess import PIPE, Popen
from typing import Any

from .fediverse_people import People
from .fediverse_post import post


@dataclass(frozen=True)
class Load:
    """`latencies` in milliseconds by percentile: '50', '95', '99', '100'; with a rate they count from the
    moment at which a request was due. `statuses`: how often each was answered."""

    seconds: float
    statuses: dict[str, int]
    latencies: dict[str, float]

    @property
    def accepted(self) -> int:
        return sum(number for status, number in self.statuses.items() if status.startswith("2"))

    @property
    def per_second(self) -> float:
        """Accepted ones."""
        return self.accepted / self.seconds


class Running:
    """A load generator in its own process."""

    def __init__(self, process: Popen[str]) -> None:
        self._process = process

    def prepare(
        self, inbox: str, number: int, *, answers: str, to: str, dialect: str = "cavage"
    ) -> None:
        """Signs `number` notes that answer the object at `answers` and are addressed to the actor `to`, for
        the inbox at this address, whose host is an address and a port. Each is said by another actor than the
        one before it."""
        self._ask(do="prepare", inbox=inbox, number=number, answers=answers, to=to, dialect=dialect)

    def warm(self) -> Load:
        """Posts one note of each actor, one after another, so that its key is asked for before it counts."""
        return Load(**self._ask(do="warm"))

    def send(self, *, rate: float = 0, connections: int = 16, most: int = 0) -> Load:
        """Posts what is prepared and was not sent: all of it, or `most`; `rate` a second or, when that is 0,
        as fast as answers come, over kept connections."""
        return Load(**self._ask(do="send", rate=rate, connections=connections, most=most))

    def _ask(self, **command: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(command)}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the load generator ended")
        return json.loads(line)


@contextmanager
def running(actors: int = 50, hosts: int = 10) -> Iterator[Running]:
    """`actors` spread over `hosts`, each with an RSA key of 2048 bits."""
    command = [sys.executable, "-m", "benchmarks.fediverse_load", str(actors), str(hosts)]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        try:
            yield Running(process)
        finally:
            process.terminate()


def main(actors: int, hosts: int) -> None:
    people = People.made(actors, hosts)
    with people.served():
        obey(people)


def obey(people: People) -> None:
    actors = len(people.all)
    prepared: list[bytes] = []
    inbox = ""
    for line in sys.stdin:
        command = json.loads(line)
        found: dict[str, Any] = {}
        match command.pop("do"):
            case "prepare":
                inbox = command["inbox"]
                prepared = people.prepare(**command)
            case "warm":
                found = post(inbox, prepared[:actors], rate=0, connections=1)
                prepared = prepared[actors:]
            case "send":
                most = command.pop("most") or len(prepared)
                found = post(inbox, prepared[:most], **command)
                prepared = prepared[most:]
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
