"""`gemeengoed serve`: prepares, starts web and work, restarts what dies, and ends cleanly. No Django.

Each child has a process group of its own, so that Ctrl-C reaches only this process, which then asks
each child's main process to end and after five seconds ends its group (see child.py).
"""

import errno
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path

from . import configuration, occupation, prepared, readiness, restoring, sensible
from .child import Child, end_all, how

TICK = 0.1
"""Seconds between looks at the children."""
PATIENCE = 30.0
"""Seconds that the web process may take to answer before that is said."""
LOCAL = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "::")  # noqa: S104 - compared with, not bound to


class CannotServe(ValueError):
    """Says why nothing was started and what to do."""


class Supervisor:
    def __init__(self, host: str, port: int, *, demo: bool) -> None:
        self.host, self.port, self.demo = host, port, demo
        self.values = configuration.read()
        sensible.require(self.values)
        self.data = Path(self.values["GEMEENGOED_DATA"])
        self.environment = self._environment()
        place = ["--host", host, "--port", str(port)]
        self.web = Child(["web", *place], self.environment)
        self.work = Child(["work"], self.environment)
        self.stopping = False

    def run(self) -> int:
        """Serves until SIGINT, SIGTERM or SIGHUP; returns the exit code."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.program = prepared.program()
        occupied = occupation.occupy(self.data, self.program)
        check_port(self.host, self.port)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        for words in sensible.doubtful(self.values | self._told()):
            say(f"WRONG {words}")
        try:
            restoring.undo_half_done(self.data)
            if self._prepare():
                self._begin()
                self._announce()
                self._watch()
        finally:
            end_all([self.web, self.work])
            os.close(occupied)
        if self.stopping:
            say("Stopped.")
        return 0 if self.stopping else 1

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _environment(self) -> dict[str, str]:
        """The children's: on this machine alone, the port is part of every address."""
        environment = {**os.environ, "GEMEENGOED_DATA": str(self.data)}
        told = "GEMEENGOED_DOMAIN" in os.environ or "domain" in configuration.from_file(self.data)
        if not told and self.host in LOCAL:
            environment["GEMEENGOED_DOMAIN"] = f"localhost:{self.port}"
        return environment

    def _told(self) -> dict[str, str]:
        return {"GEMEENGOED_DOMAIN": self._domain()}

    def _prepare(self) -> bool:
        """Database, static files and demonstration; a quick look when nothing changed."""
        if prepared.fits(self.values, demo=self.demo):
            return True
        say("Preparing database and files …")
        child = Child(["migrate", *(["--demo"] if self.demo else [])], self.environment)
        child.start()
        while not child.has_died() and not self.stopping:
            time.sleep(0.02)
        if self.stopping:
            end_all([child])
            return False
        code = child.process.returncode if child.process else 1
        child.end_group()
        if code < 0:
            say(f"Preparing ended by {how(code)}.")
        return code == 0

    def _begin(self) -> None:
        """Web first: on a small machine work would make the first page wait."""
        self.web.start()
        until = time.monotonic() + PATIENCE
        while not (self.stopping or self.web.has_died() or self._answers()):
            if time.monotonic() > until:
                say("The web process does not answer yet; it is left to go on.")
                break
            time.sleep(0.03)
        if self.web.has_died() and not self.stopping:
            raise CannotServe("the web process could not start; what it said stands above")
        if not self.stopping:
            self.work.start()

    def _answers(self) -> bool:
        # By hand, since Python's client brings TLS and mail along: 5 MB for as long as this process lives.
        asked = f"GET /healthz HTTP/1.1\r\nHost: {self._domain()}\r\nConnection: close\r\n\r\n"
        try:
            with socket.create_connection((reachable(self.host), self.port), timeout=5) as web:
                web.sendall(asked.encode("ascii"))
                return web.recv(64).startswith(b"HTTP/1.1 200 ")
        except OSError:
            return False

    def _domain(self) -> str:
        return self.environment.get("GEMEENGOED_DOMAIN", self.values["GEMEENGOED_DOMAIN"])

    def _announce(self) -> None:
        if self.stopping:
            return
        say(f"\nGemeengoed runs at {self.values['GEMEENGOED_SCHEME']}://{self._domain()}/")
        for line in log_ins(self.data) if self.demo else []:
            say(line)
        say("Stop it with Ctrl-C.\n")
        readiness.tell()

    def _watch(self) -> None:
        while not self.stopping:
            for child in (self.web, self.work):
                if child.has_died():
                    say(child.bury())
                    self._look_at_the_program()
                elif child.may_start_again():
                    child.start()
            if occupation.pause_is_asked(self.data):
                self._pause()
            time.sleep(TICK)

    def _look_at_the_program(self) -> None:
        """Says that what starts now is another version than what still runs."""
        if prepared.program() != self.program:
            say(f"WRONG {prepared.CHANGED}")

    def _pause(self) -> None:
        """Stands still while a backup is brought back, then prepares what came and goes on."""
        say("Pausing …")
        end_all([self.web, self.work])
        (self.data / "paused").touch()
        while occupation.pause_is_asked(self.data) and not self.stopping:
            time.sleep(TICK)
        (self.data / "paused").unlink(missing_ok=True)
        if self.stopping:
            return
        restoring.undo_half_done(self.data)
        if not self._prepare():
            raise CannotServe("what was brought back could not be prepared; see above")
        self._begin()
        say("Going on.")


def check_port(host: str, port: int) -> None:
    """Raises CannotServe when nothing can listen there, with the reason."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotServe(_why_not(error, host, port)) from error


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} is in use by another program; choose another, such as --port {port + 1}"
        )
    if error.errno == errno.EACCES:
        return f"port {port} is only for root; choose one above 1023 and put a proxy before it"
    return f"cannot listen on {host}:{port}: {error.strerror or error}"


def reachable(host: str) -> str:
    """Where this machine reaches a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def log_ins(data: Path) -> list[str]:
    """Lines with the demonstration's names and passwords, from `demo-logins.json`."""
    try:
        made = json.loads((data / "demo-logins.json").read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return ["Log in as:", *(f"  {name:10} {password}" for name, password in made.items())]


def say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:  # whoever read along has gone; the server goes on
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
