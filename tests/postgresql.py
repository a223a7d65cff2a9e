"""A private PostgreSQL cluster: a folder, a Unix socket in it, no port, gone at the end."""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

NEEDED = 15
USER = "gemeengoed"
# What would make a crash harmless makes tests slow; a test cluster need survive nothing.
# Statistics that are taken while a table is empty make plans that read the whole of it for each key.
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_wal_size=2GB",
    "autovacuum=off",
)


def programs() -> Path | None:
    """The folder with initdb and pg_ctl of the newest PostgreSQL that is new enough, or None."""
    found = [
        (int(path.parent.parent.name), path.parent)
        for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")
        if path.parent.parent.name.isdigit()
    ]
    new_enough = [pair for pair in found if pair[0] >= NEEDED]
    return max(new_enough)[1] if new_enough else None


class Cluster:
    """`folder` is made; the socket stands in a short path of its own (a socket's path has a limit)."""

    def __init__(self, folder: Path) -> None:
        bin_folder = programs()
        if bin_folder is None:
            raise RuntimeError(
                f"PostgreSQL {NEEDED} or newer is not installed: apt install postgresql"
            )
        self.bin, self.folder = bin_folder, folder
        self.process: subprocess.Popen[bytes] | None = None
        self.socket = Path(tempfile.mkdtemp(prefix="gg-pg-", dir="/tmp"))

    @classmethod
    def started(cls, folder: Path) -> "Cluster":
        cluster = cls(folder)
        atexit.register(cluster.stop)
        cluster.start()
        return cluster

    def start(self) -> None:
        self.folder.mkdir(parents=True)
        if os.geteuid() == 0:  # initdb refuses root
            self._give_to_postgres()
        options = ["--auth=trust", "--encoding=UTF8", "--no-sync", "--username=postgres"]
        self._run("initdb", "--pgdata", self.data, *options)
        self._start_server()
        # A user without special rights, as an operator would make; a test database is made by it.
        self._psql(f"CREATE ROLE {USER} LOGIN CREATEDB")
        self._psql(f"CREATE DATABASE {USER} OWNER {USER}")

    def _start_server(self) -> None:
        """As a child that gets SIGQUIT when this process dies, however it dies."""
        settings = [f"--{setting}" for setting in (*FAST, "listen_addresses=")]
        place = ["-D", str(self.data), "-k", str(self.socket)]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *_as_postgres(),
                    "--pdeathsig",
                    "QUIT",
                    str(self.bin / "postgres"),
                    *place,
                    *settings,
                ],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        for _attempt in range(600):
            if (
                subprocess.run(
                    [self.bin / "pg_isready", "-q", "-h", self.socket], check=False
                ).returncode
                == 0
            ):
                return
            if self.process is not None and self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text('utf-8')}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=30)
            self.process = None
        shutil.rmtree(self.socket, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str = USER) -> str:
        return f"postgres://{USER}@/{name}?host={self.socket}"

    def create_database(self, name: str, copied_from: str = "template1") -> str:
        """Makes a database, empty or a copy of one that nobody uses, and returns its DATABASE_URL."""
        self._psql(f"CREATE DATABASE {name} OWNER {USER} TEMPLATE {copied_from}")
        return self.url(name)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def _psql(self, statement: str) -> None:
        place = ["-h", self.socket, "-U", "postgres", "-d", "postgres"]
        self._run("psql", "--quiet", "--no-psqlrc", *place, "-c", statement)

    def _give_to_postgres(self) -> None:
        owner = pwd.getpwnam("postgres")
        for folder in (self.folder, self.socket):
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        # The folders above are this user's alone; let postgres pass through them.
        for parent in self.folder.parents:
            if parent.stat().st_uid == os.geteuid() and parent not in (Path("/"), Path("/tmp")):  # noqa: S108
                parent.chmod(parent.stat().st_mode | 0o011)

    def _run(self, program: str, *arguments: object) -> None:
        command = [*_as_postgres(), str(self.bin / program), *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd="/", stdin=subprocess.DEVNULL
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}")


def _as_postgres() -> list[str]:
    """How to run a program as the user that Debian made for PostgreSQL, when this one is root."""
    if os.geteuid() != 0:
        return ["setpriv"]
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
