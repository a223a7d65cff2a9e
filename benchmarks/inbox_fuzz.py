"""Nonsense at the inbox of a whole server: activities bent in a hundred ways, signed well, so that they get
as far as they can, and requests bent besides.

What may not happen: an answer of 500 or more, a server that stops, an activity that processing stumbles
over (not: one that waits for a host that does not exist), a page that breaks. The seed of each is printed;
once it is understood it stands for good in `core/federation/tests/test_found_by_fuzzing.py`.
"""

import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

from gemeengoed.core.federation.tests import pasture
from tests.running import Server, free_port

from . import federated
from .fediverse_people import AS, People, Somebody
from .rows import Row

Json = dict[str, Any]
ROOT = Path(__file__).parent.parent
LONGEST_ANSWER = 60
SETTLE = 180
ODD: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        1e308,
        2**70,
        "",
        " ",
        "\n",
        [],
        {},
        [[]],
        [None],
        [{}],
        {"id": None},
    ),
    *(
        "https://",
        "http://[::1",
        "javascript:alert(1)",
        "data:text/html,x",
        "//x",
        "x" * 5000,
        "é" * 600,
    ),
    *(
        "<script>alert(1)</script>",
        "<p>" * 500,
        "<a href='javascript:x'>y</a>",
        "&#x1F600;",
        "\u202e\u0000",
    ),
    *(
        "\U0001f600" * 50,
        "2026-13-45T99:99:99Z",
        "0000-00-00",
        "P1Y",
        "as:Public",
        f"{AS}#Public",
    ),
    *({"@value": "x", "@language": "nl"}, {"nl": "x", "": "y"}, {"@id": 5}, {"type": ["Note", 3]}),
]
TYPES = [
    *("Create", "Update", "Delete", "Follow", "Accept", "Reject", "Undo", "Like", "EmojiReact"),
    *(
        "Announce",
        "Flag",
        "Move",
        "Block",
        "Add",
        "Remove",
        "Listen",
        "Question",
        "Note",
        "Article",
    ),
    *(
        "Page",
        "Event",
        "Image",
        "Video",
        "Tombstone",
        "Person",
        "Group",
        "OrderedCollection",
        "Wonder",
    ),
]
FAILED = """
import django, json
django.setup()
from gemeengoed.core.federation.models import Received
from django.db.models import Count
states = dict(Received.objects.order_by().values_list("state").annotate(n=Count("pk")))
rows = Received.objects.exclude(last_error="").exclude(last_error__startswith="FetchError")
rows = rows.values_list("uri", "last_error")
print(json.dumps({"states": states, "errors": list(rows[:50]), "number": rows.count()}))
"""


def run(*, quick: bool) -> list[Row]:
    minutes = 2 if quick else int(os.environ.get("GEMEENGOED_FUZZ_MINUTES", "60"))
    people = People.made(actors=8, hosts=4)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="gemeengoed-fuzz-") as folder, people.served():
        settings = federated.settings(f"localhost:{port}")
        server = Server(Path(folder) / "data", port, ["--demo"], settings).start()
        try:
            return Fuzz(server, people, minutes).rows()
        finally:
            server.stop()


class Fuzz:
    """One run against a server that is there."""

    def __init__(self, server: Server, people: People, minutes: int) -> None:
        self.server, self.people, self.minutes = server, people, minutes
        self.statuses: Counter[int] = Counter()
        self.wrong: list[str] = []

    def rows(self) -> list[Row]:
        first = random.SystemRandom().randrange(10**9)
        print(f"seeds from {first}")
        until, seed = time.monotonic() + self.minutes * 60, first
        while time.monotonic() < until:
            self._one(seed)
            if (seed - first) % 500 == 0:
                self._look(seed)
            seed += 1
        self._look(seed)
        left = self._settled()
        print(dict(sorted(self.statuses.items())), left["states"])
        print(*self.wrong, *(f"{uri}: {error}" for uri, error in left["errors"]), sep="\n")
        return [
            Row("activities and requests", seed - first, "", {"minutes": self.minutes}),
            Row("accepted (202)", self.statuses[202], ""),
            Row(
                "answers of 500 and more, or none",
                len(self.wrong),
                "",
                {},
                None,
                "0",
                not self.wrong,
            ),
            Row(
                "stumbled over in processing", left["number"], "", {}, None, "0", not left["number"]
            ),
        ]

    def _one(self, seed: int) -> None:
        chance = random.Random(seed)
        somebody = chance.choice(self.people.all)
        inbox = f"{self.inbox}{chance.choice(['/inbox', '/inbox', '/@werkplaats/inbox'])}"
        request = bent_request(
            chance, somebody, inbox, bent(chance, self._sound(chance, somebody, seed))
        )
        status = self._send(request)
        self.statuses[status] += 1
        if status >= 500 or status == 0:
            self.wrong.append(f"seed {seed}: {status}")

    @property
    def inbox(self) -> str:
        return f"http://localhost:{self.server.port}"

    def _sound(self, chance: random.Random, somebody: Somebody, seed: int) -> Json:
        """An activity as servers send it, about something that is here."""
        me = f"{self.inbox}/@werkplaats"
        pasture_ones = list(pasture.activities(somebody.uri, me))
        if chance.random() < 0.4:
            activity = chance.choice(pasture_ones)[1]
        else:
            note = somebody.note(seed, f"{me}/publications/", me)
            kind = chance.choice(TYPES)
            thing = chance.choice([note["object"], note["object"]["id"], me, somebody.uri, note])
            activity = note if kind == "Create" else {**note, "type": kind, "object": thing}
        return {**activity, "id": f"{somebody.uri}/fuzz/{seed}"}

    def _send(self, request: bytes) -> int:
        """The status, or 0 when there was no answer."""
        try:
            connection = http.client.HTTPConnection(
                "127.0.0.1", self.server.port, timeout=LONGEST_ANSWER
            )
            connection.connect()
            connection.sock.sendall(request)
            answer = http.client.HTTPResponse(connection.sock, method="POST")
            answer.begin()
            answer.read()
            connection.close()
        except (OSError, http.client.HTTPException):
            return 0
        return answer.status

    def _look(self, seed: int) -> None:
        """Pages answer as before."""
        for path in ("/@werkplaats/", "/@werkplaats/publications/", "/healthz"):
            answer = self.server.get(path, LONGEST_ANSWER, Host=f"localhost:{self.server.port}")
            if answer.status != 200:
                self.wrong.append(f"before seed {seed}: {path} answers {answer.status}")

    def _settled(self) -> Json:
        """What became of all of it, once nothing waits any more."""
        until = time.monotonic() + SETTLE
        while True:
            found = self._asked()
            waits = found["states"].get("verified", 0)
            if not waits or time.monotonic() > until:
                return found
            time.sleep(2)

    def _asked(self) -> Json:
        environment = {
            **os.environ,
            "GEMEENGOED_DATA": str(self.server.data),
            "DJANGO_SETTINGS_MODULE": "gemeengoed.project.settings",
            **self.server.settings,
        }
        done = subprocess.run(
            [sys.executable, "-c", FAILED],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        found: Json = json.loads(done.stdout)
        return found


def bent(chance: random.Random, activity: Json) -> Json:
    """The same with a few things wrong."""
    made: Json = deepcopy(activity)
    for _time in range(chance.choice([0, 1, 1, 2, 4])):
        holder, key = chance.choice(list(_places(made)))
        what = chance.randrange(6)
        if what == 0 and isinstance(holder, dict):
            holder.pop(key, None)
        elif what == 1:
            holder[key] = [holder[key], deepcopy(holder[key])]
        elif what == 2:
            holder[key] = {"id": holder[key], "type": chance.choice(TYPES)}
        elif what == 3 and key == "type":
            holder[key] = chance.choice(TYPES)
        elif what == 4:
            holder[key] = chance.choice([deepcopy(made.get("actor", "")), AS, "http://localhost/"])
        else:
            holder[key] = deepcopy(chance.choice(ODD))
        if not isinstance(made, dict) or not made:
            return activity
    return made


def _places(value: Any, deep: int = 8) -> "list[tuple[Any, Any]]":
    """Every place in it at which something stands."""
    found = []
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(entries):
        found.append((value, key))
        if deep and isinstance(inner, (dict, list)):
            found += _places(inner, deep - 1)
    return found


def bent_request(chance: random.Random, somebody: Somebody, inbox: str, activity: Json) -> bytes:
    """Mostly as it should be; now and then the bytes themselves are bent."""
    try:
        request = somebody.request(inbox, activity, chance.choice(["cavage", "rfc9421"]))
    except UnicodeEncodeError:
        request = somebody.request(inbox, {"type": "Like", "actor": somebody.uri}, "cavage")
    if chance.random() < 0.85:
        return request
    head, _gap, body = request.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    what = chance.randrange(4)
    if what == 0:
        line = chance.randrange(1, len(lines) - 1)  # not the last, which says how long the body is
        lines[line] = bytes(
            chance.randrange(32, 256) if chance.random() < 0.1 else c for c in lines[line]
        )
    elif what == 1:
        lines = [
            line
            for line in lines
            if chance.random() < 0.9 or line.startswith((b"POST", b"Content-L"))
        ]
    elif what == 2:
        body = bytes(chance.randrange(256) if chance.random() < 0.02 else c for c in body)
    else:
        lines.append(
            chance.choice([b"Digest: SHA-256=x", b"Content-Digest: :", b"Signature-Input: a=()"])
        )
    return b"\r\n".join(lines) + b"\r\n\r\n" + body
