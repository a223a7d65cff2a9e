"""Two and five people write one text at once, on a whole server that is restarted and killed meanwhile."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from tests.running import ROOT, Server, clean_environment

pytestmark = pytest.mark.processes

API = "/api/commons/v1/commons"
TEXT = f"{API}/werf/publications/samen/nl"
PARAGRAPHS = 40
LONGEST_WAIT = 90
ROUNDS = 7


@dataclass
class Writer:
    """Somebody with a token who goes on trying while the server is away."""

    server: Server
    name: str
    token: str
    base: int = 0
    text: str = ""
    conflicts: int = field(default=0)

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, dict]:
        until = time.monotonic() + LONGEST_WAIT
        while True:
            with suppress(OSError):  # refused, reset or cut off: the server is away
                status, found = self._once(method, path, body)
                if status != 503:  # for a few seconds it does not see that it is set up
                    return status, found
            assert time.monotonic() < until, "the server stayed away"
            time.sleep(0.1)

    def _once(self, method: str, path: str, body: object) -> tuple[int, dict]:
        request = urllib.request.Request(
            self.server.base + path,
            json.dumps(body).encode() if body is not None else None,
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"{}")

    def read(self) -> None:
        status, found = self.ask("GET", TEXT)
        assert status == 200, found
        self.base, self.text = found["number"], found["text"]

    def save(self, edit: Callable[[str], str]) -> None:
        """Saves `edit` on what was read before; where it touches what others did, on theirs."""
        self.text = edit(self.text)
        for _attempt in range(50):
            body = {"title": "Samen", "text": self.text, "base": self.base}
            status, found = self.ask("PUT", TEXT, body)
            if status == 200:
                return
            assert status == 409, found
            self.conflicts += 1
            self.text, self.base = edit(found["theirs"]["text"]), found["theirs"]["base"]
        raise AssertionError("never saved")


@pytest.fixture(params=["sqlite", "postgresql"])
def server(
    request: pytest.FixtureRequest,
    make_server: Callable[..., Server],
    make_ready_server: Callable[..., Server],
) -> Server:
    if request.param == "sqlite":
        return make_ready_server().start()
    return make_server(DATABASE_URL=request.getfixturevalue("ready_database")()).start()


PREPARE = """
import json, sys
import django
django.setup()
from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind
from gemeengoed.core.commons.services import create_commons
from gemeengoed.core.documents.services import Words
from gemeengoed.core.instance.services import mark_set_up
from gemeengoed.core.people.services import create_person
from gemeengoed.core.people.services.tokens import make_token
names, text = json.load(sys.stdin)
people = [create_person(n, n, f"{n}@example.org", None, is_steward=n == names[0]) for n in names]
mark_set_up()
werf = create_commons("werf", {"nl": "Werf"}, people[0])
for person in people[1:]:
    werf.memberships.create(person=person, role="editor")
samen = publications.begin(werf, Kind.ARTICLE, "nl", "Samen", people[0].actor)
publications.write(samen, "nl", Words("Samen", "", text), people[0].actor, 1)
print(json.dumps([make_token(person)[1] for person in people]))
"""


def writers(server: Server, names: list[str]) -> list[Writer]:
    """Editors of one commons with one text, made in one process beside the server."""
    text = "".join(f"Alinea {number} is van ons allen.\n\n" for number in range(PARAGRAPHS))
    settings = {"DJANGO_SETTINGS_MODULE": "gemeengoed.project.settings", **server.settings}
    done = subprocess.run(
        [sys.executable, "-c", PREPARE],
        env=clean_environment(server.data, **settings),
        input=json.dumps([names, text + "- Lijst\n"]),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    tokens = json.loads(done.stdout.splitlines()[-1])
    return [Writer(server, name, token) for name, token in zip(names, tokens, strict=True)]


def own_paragraphs(writer: Writer, place: int, of: int) -> None:
    """Edits paragraphs that nobody else edits, each time on a text that is long out of date."""
    writer.read()
    for turn in range(ROUNDS):
        number = place + of * (turn % (PARAGRAPHS // of))
        old, new = f"Alinea {number} is", f"Alinea {number} {writer.name}{turn} is"
        writer.save(lambda text, old=old, new=new: text.replace(old, new))
        if turn % 3 == 2:
            writer.read()
        time.sleep(0.05)


def same_list(writer: Writer, place: int, of: int) -> None:
    """Everybody adds to the end of one list: it touches, and nobody's item may go."""
    own_paragraphs(writer, place, of)
    writer.read()
    writer.save(lambda text: f"{text}- {writer.name} was hier\n")


def disturbed(server: Server, work: Callable[[], None]) -> None:
    """Restarts the server while `work` goes on, and kills its web part a moment later."""
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(work)
        time.sleep(0.8)
        server.interrupt()
        server.start()
        time.sleep(0.4)
        server.children()["web"].kill()
        done.result(LONGEST_WAIT * 2)


def all_at_once(made: list[Writer], act: Callable[[Writer, int, int], None]) -> Callable[[], None]:
    def work() -> None:
        with ThreadPoolExecutor(len(made)) as pool:
            turns = [pool.submit(act, one, place, len(made)) for place, one in enumerate(made)]
            for turn in turns:
                turn.result(LONGEST_WAIT * 2)

    return work


def assert_nothing_lost(made: list[Writer]) -> str:
    """Every mark of every writer stands in the text once, and every revision can be read."""
    reader = made[0]
    reader.read()
    for place, one in enumerate(made):
        for turn in range(ROUNDS):
            mark = f"{one.name}{turn} "
            assert reader.text.count(mark) == 1, (place, mark)
    history = f"{API}/werf/texts/1/history"
    total = reader.ask("GET", history)[1]["total"]
    assert total == reader.base
    for number in range(1, total + 1):
        status, found = reader.ask("GET", f"{history}/{number}")
        assert status == 200
        assert found["text"].count("Alinea") in (0, PARAGRAPHS)
    return reader.text


def test_two_who_write_in_their_own_paragraphs_never_meet(server: Server) -> None:
    made = writers(server, ["anna", "bea"])
    disturbed(server, all_at_once(made, own_paragraphs))
    assert_nothing_lost(made)
    assert sum(one.conflicts for one in made) == 0


def test_five_who_write_everywhere_lose_nothing(server: Server) -> None:
    made = writers(server, ["anna", "bea", "cas", "dirk", "els"])
    draft = f"{API}/werf/works/1/drafts/nl"
    kept = made[1].ask("PUT", draft, {"title": "Samen", "text": "Half af", "base": 2})[1]
    assert kept["kept"]
    disturbed(server, all_at_once(made, same_list))
    text = assert_nothing_lost(made)
    for one in made:
        assert text.count(f"- {one.name} was hier\n") == 1
    assert made[1].ask("GET", draft)[1]["text"] == "Half af"
