"""kill -9 of the process that works, again and again while a letter goes out: who is skipped, who gets two?

A whole `gemeengoed work` on a data folder of its own (SQLite, or DATABASE_URL), and a relay that thinks 10 ms
about each message, so that most connections are between DATA and the answer when the blow falls. Nothing
helps it: leases end by themselves. `gemeengoed serve` would start the process again; here this script does.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from . import sink
from .rows import Row

ROOT = Path(__file__).parent.parent
CONNECTIONS = 4
THINKING = 0.01
LONGEST = 900.0
BEGIN = """
import django, sys
django.setup()
from gemeengoed.core.mail.compose import Mail
from gemeengoed.core.mail.mailings import services
mail = Mail(subject="Brief aan ⟦naam⟧", text="Dag ⟦naam⟧.\\n" + "Dit is de brief. " * 500)
services.begin("kills", mail, (
    services.Recipient(str(n), f"lezer{n}@example.org", {"naam": f"lezer {n}"})
    for n in range(int(sys.argv[1]))
))
"""
REPORT = """
import django, json
django.setup()
from gemeengoed.core.mail.mailings import queries
from gemeengoed.core.mail.models import Mailing
mailing = Mailing.objects.get()
doubled = [copy.recipient for copy in queries.doubled(mailing)]
print(json.dumps({"state": mailing.state, "named": doubled, **vars(queries.tally(mailing))}))
"""


def run(*, quick: bool) -> list[Row]:
    recipients, kills = (1000, 3) if quick else (10_000, 10)
    folder = tempfile.TemporaryDirectory(prefix="gemeengoed-kills-")
    with folder as data, sink.running(THINKING) as relay:
        return _rows(*_killed(Path(data), relay, recipients, kills), recipients, kills)


def _killed(
    data: Path, relay: sink.Running, recipients: int, kills: int
) -> tuple[dict, dict[str, int], list[float]]:
    """What the server says of it, what the relay accepted by recipient, and when the blows fell."""
    environment = _environment(data, relay.port)
    _python(environment, "-m", "gemeengoed", "migrate")
    _python(environment, "-c", BEGIN, str(recipients))
    chosen = random.Random()
    moments = sorted(chosen.uniform(0.02, 0.95) * recipients for _ in range(kills))
    for moment in moments:
        worker = _worker(environment, data)
        _wait(lambda: relay.number() >= moment, worker)  # noqa: B023 - called at once
        time.sleep(chosen.uniform(0, THINKING))
        worker.kill()
        worker.wait()
    worker = _worker(environment, data)
    try:
        _wait(lambda: len(relay.accepted()) >= recipients, worker)
        _wait(lambda: _report(environment)["state"] == "done", worker, pause=2)
    finally:
        worker.terminate()
        worker.wait()
    return _report(environment), relay.accepted(), moments


def _environment(data: Path, port: int) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GEMEENGOED_")}
    return {
        **kept,
        "GEMEENGOED_DATA": str(data / "data"),
        "GEMEENGOED_EMAIL_URL": f"smtp://127.0.0.1:{port}?connections={CONNECTIONS}",
        "DJANGO_SETTINGS_MODULE": "gemeengoed.project.settings",
    }


def _python(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def _report(environment: dict[str, str]) -> dict:
    return json.loads(_python(environment, "-c", REPORT))


def _worker(environment: dict[str, str], data: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gemeengoed", "work"]
    with (data / "work.log").open("ab") as log:
        return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)


def _wait(holds: Callable[[], bool], worker: subprocess.Popen[bytes], pause: float = 0.005) -> None:
    until = time.monotonic() + LONGEST
    while not holds():
        if worker.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the work process ended by itself, or does not go on")
        time.sleep(pause)


def _rows(
    report: dict, accepted: dict[str, int], moments: list[float], recipients: int, kills: int
) -> list[Row]:
    twice = {address for address, number in accepted.items() if number > 1}
    lost = recipients - len(accepted)
    most = kills * CONNECTIONS
    unnamed = twice - set(report["named"])
    print("killed after", ", ".join(f"{moment:,.0f}" for moment in moments), "messages")
    print("twice:", ", ".join(sorted(twice)) or "nobody")
    return [
        Row(f"recipients, {kills} times kill -9", recipients, "", {"sent": report["sent"]}),
        Row("lost", lost, "", {}, None, "0", lost == 0 and report["sent"] == recipients),
        Row("got it twice", len(twice), "", {"named": float(len(report["named"]))}, None,
            f"at most {most} (open connections)", len(twice) <= most),
        Row("of those not named", len(unnamed), "", {}, None, "0", not unnamed),
    ]  # fmt: skip
