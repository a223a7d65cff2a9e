"""Two and five people write one text at once, on a whole server that is restarted and killed meanwhile."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.postgresql import Cluster, programs
from tests.running import Server

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
            try:
                return self._once(method, path, body)
            except OSError:  # refused, reset or cut off: the server is away
                if time.monotonic() > until:
                    raise
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
        _status, found = self.ask("GET", TEXT)
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
    request: pytest.FixtureRequest, make_server: Callable[..., Server], tmp_path: Path
) -> Iterator[Server]:
    cluster = None
    if request.param == "postgresql":
        if programs() is None:
            pytest.skip("PostgreSQL is not installed")
        cluster = Cluster.started(tmp_path / "postgresql")
    made = make_server(**({"DATABASE_URL": cluster.create_database("samen")} if cluster else {}))
    assert made.run("migrate").returncode == 0
    assert made.add_person("ada", "--steward").returncode == 0
    yield made.start()
    made.stop()
    if cluster:
        cluster.stop()


def writers(server: Server, names: list[str]) -> list[Writer]:
    """The first makes the commons and the text; the others become editors of it."""
    for name in names[1:]:
        assert server.add_person(name).returncode == 0
    made = [Writer(server, name, server.token(name)) for name in names]
    first = made[0]
    assert (
        first.ask("POST", API, {"handle": "werf", "names": {"nl": "Werf"}, "joining": "open"})[0]
        == 201
    )
    for one in made[1:]:
        assert one.ask("POST", f"{API}/werf/join", {})[0] == 200
        assert first.ask("PATCH", f"{API}/werf/members/{one.name}", {"role": "editor"})[0] == 200
    begun = {"title": "Samen", "language": "nl"}
    assert first.ask("POST", f"{API}/werf/publications", begun)[0] == 201
    text = "".join(f"Alinea {number} is van ons allen.\n\n" for number in range(PARAGRAPHS))
    first.read()
    first.save(lambda _text: text + "- Lijst\n")
    return made


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
    made = writers(server, ["ada", "bea"])
    disturbed(server, all_at_once(made, own_paragraphs))
    assert_nothing_lost(made)
    assert sum(one.conflicts for one in made) == 0


def test_five_who_write_everywhere_lose_nothing(server: Server) -> None:
    made = writers(server, ["ada", "bea", "cas", "dirk", "els"])
    draft = f"{API}/werf/works/1/drafts/nl"
    kept = made[1].ask("PUT", draft, {"title": "Samen", "text": "Half af", "base": 2})[1]
    assert kept["kept"]
    disturbed(server, all_at_once(made, same_list))
    text = assert_nothing_lost(made)
    for one in made:
        assert text.count(f"- {one.name} was hier\n") == 1
    assert made[1].ask("GET", draft)[1]["text"] == "Half af"
