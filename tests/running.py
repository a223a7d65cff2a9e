"""Whole servers: `gemeengoed serve` as an operator starts it, on a data folder of its own."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psutil
import pytest

from tests.postgresql import Cluster, programs

ROOT = Path(__file__).parent.parent
LONGEST_START = 120
PASSWORD = "a long enough password"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(data: Path, **more: str) -> dict[str, str]:
    """The environment without this test run's own settings."""
    ours = ("GEMEENGOED_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    ours_too = {"GEMEENGOED_DATA": str(data), "GEMEENGOED_WRITES_PER_MINUTE": "0"}
    return {**kept, **ours_too, "PYTHONPATH": str(ROOT), **more}


@dataclass
class Answer:
    status: int
    text: str
    url: str
    content: bytes = b""


def _answer(status: int, content: bytes, url: str) -> Answer:
    return Answer(status, content.decode("utf-8", "replace"), url, content)


@dataclass
class Server:
    """One `gemeengoed serve`. `output` is all it said so far."""

    data: Path
    port: int
    arguments: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        return self.log.read_text("utf-8") if self.log.exists() else ""

    @property
    def log(self) -> Path:
        return self.data.parent / f"{self.data.name}.log"

    def begin(self) -> "Server":
        """Starts without waiting."""
        command = [
            sys.executable,
            "-m",
            "gemeengoed",
            "serve",
            "--port",
            str(self.port),
            *self.arguments,
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=clean_environment(self.data, **self.settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd=ROOT,
            )
        return self

    def start(self) -> "Server":
        """Starts and waits until it says where it runs."""
        said = self.output.count("Gemeengoed runs at")
        self.begin()
        self.wait_until(lambda: self.output.count("Gemeengoed runs at") > said)
        return self

    def wait_until(self, holds: Callable[[], bool], seconds: float = LONGEST_START) -> None:
        until = time.monotonic() + seconds
        while not holds():
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"the server ended:\n{self.output}")
            if time.monotonic() > until:
                raise AssertionError(f"not within {seconds} s:\n{self.output}")
            time.sleep(0.05)

    def get(self, path: str, timeout: float = 10, **headers: str) -> Answer:
        return self._ask(urllib.request.Request(self.base + path, headers=headers), timeout)

    def post(self, path: str, values: object, token: str) -> Answer:
        """Sends `values` as JSON, with a bearer token."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        data = json.dumps(values).encode()
        return self._ask(urllib.request.Request(self.base + path, data, headers), 30)

    def _ask(self, request: urllib.request.Request, timeout: float) -> Answer:
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return _answer(answer.status, answer.read(), answer.url)
        except urllib.error.HTTPError as error:
            return _answer(error.code, error.read(), error.url)

    def answers(self) -> bool:
        try:
            return self.get("/healthz", timeout=5).status == 200
        except OSError:
            return False

    def children(self) -> dict[str, psutil.Process]:
        """'web' and 'work' to their main processes."""
        assert self.process is not None
        found = {}
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):
                line = child.cmdline()
                found.update({name: child for name in ("web", "work", "migrate") if name in line})
        return found

    def tree(self) -> list[psutil.Process]:
        """The supervisor and all below it."""
        assert self.process is not None
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]

    def add_person(self, name: str, *options: str) -> subprocess.CompletedProcess[str]:
        """`gemeengoed person add`, with the password PASSWORD."""
        mail = f"{name}@example.org"
        return self.run(
            "person", "add", name, "--email", mail, "--password-stdin", *options, said=PASSWORD
        )

    def run(self, *arguments: str, said: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """Another command on the same data folder; `said` is its standard input."""
        return subprocess.run(
            [sys.executable, "-m", "gemeengoed", *arguments],
            env=clean_environment(self.data, **{**self.settings, **more}),
            capture_output=True,
            text=True,
            check=False,
            input=said,
            cwd=ROOT,
            timeout=180,
        )

    def interrupt(self, number: int = signal.SIGINT) -> int:
        """Ctrl-C; returns the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(timeout=20)
        self.process = None
        return code

    def stop(self) -> None:
        """Ends it and everything below it, whatever state it is in."""
        if self.process is None:
            return
        left = self.tree() if self.process.poll() is None else []
        self.process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=10)
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait(timeout=5)
        self.process = None

    def token(self, name: str = "ada") -> str:
        """A bearer token, as `gemeengoed token` prints it."""
        done = self.run("token", name)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def setup_link(self) -> str:
        links = re.findall(r"/setup/[\w-]+/", self.output)
        assert links, self.output
        return str(links[-1])


@pytest.fixture(scope="session")
def prepared_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with everything applied and the operator `ada`: made once, copied for each test."""
    server = Server(tmp_path_factory.mktemp("prepared") / "data", free_port())
    _prepare(server)
    return server.data


def _prepare(server: Server) -> None:
    made = server.run("migrate")
    assert made.returncode == 0, made.stderr
    added = server.add_person("ada", "--steward")
    assert added.returncode == 0, added.stderr


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A PostgreSQL for servers, without anything in it."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed: apt install postgresql")
    made = Cluster(tmp_path_factory.mktemp("cluster") / "postgresql")
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def ready_database(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Makes databases with what `prepared_data` has, and returns the DATABASE_URL of each."""
    url = cluster.create_database("prepared")
    data = tmp_path_factory.mktemp("for_postgresql") / "data"
    _prepare(Server(data, free_port(), settings={"DATABASE_URL": url}))
    numbers = count(1)
    return lambda: cluster.create_database(f"ready_{next(numbers)}", copied_from="prepared")


@pytest.fixture(scope="session")
def prepared_demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration, made once by a server that was started with `--demo`."""
    data = tmp_path_factory.mktemp("demonstration") / "data"
    server = Server(data, free_port(), ["--demo"])
    try:
        server.start().wait_until(lambda: _all_seen(data))
        server.interrupt()
    finally:
        server.stop()
    return data


def _all_seen(data: Path) -> bool:
    """Whether the search and others have seen all that happened, for which a copy would wait a minute."""
    with closing(sqlite3.connect(f"file:{data}/gemeengoed.sqlite3?mode=ro", uri=True)) as database:
        asked = "SELECT count(*) FROM activity_activity WHERE handled IS NULL"
        return bool(database.execute(asked).fetchone()[0] == 0)


@pytest.fixture
def make_demonstration(
    make_server: Callable[..., Server], prepared_demonstration: Path
) -> Callable[..., Server]:
    """As `make_server("--demo")`, on a copy of a folder in which the demonstration stands already."""

    def make(**settings: str) -> Server:
        server = make_server("--demo", **settings)
        shutil.copytree(prepared_demonstration, server.data)
        return server

    return make


@pytest.fixture
def make_ready_server(
    make_server: Callable[..., Server], prepared_data: Path
) -> Callable[..., Server]:
    """As `make_server`, on a copy of a prepared folder."""

    def make(*arguments: str, **settings: str) -> Server:
        server = make_server(*arguments, **settings)
        shutil.copytree(prepared_data, server.data)
        return server

    return make


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """`make_server("--demo", DATABASE_URL=…)`: a server that is not started yet, ended afterwards."""
    made: list[Server] = []

    def make(*arguments: str, **settings: str) -> Server:
        data = tmp_path / f"data-{len(made)}"
        server = Server(data, free_port(), list(arguments), settings)
        made.append(server)
        return server

    yield make
    for server in made:
        server.stop()


@pytest.fixture
def running(make_ready_server: Callable[..., Server]) -> Server:
    """A server that runs, set up by the operator `ada`, without demonstration."""
    return make_ready_server().start()
