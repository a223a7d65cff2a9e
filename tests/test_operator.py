"""What an operator does: upgrade, back up, restore, check; each against whole servers."""

import hashlib
import json
import re
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.postgresql import Cluster
from tests.running import ROOT, Server

pytestmark = pytest.mark.processes
MakeServer = Callable[..., Server]


class Load(threading.Thread):
    """Adds organisations through the API until told to stop; `made` are the handles that were taken."""

    def __init__(self, server: Server, token: str) -> None:
        super().__init__()
        self.server, self.token = server, token
        self.made: list[str] = []
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.is_set():
            handle = f"load-{len(self.made)}"
            add_organisation(self.server, self.token, handle)
            self.made.append(handle)

    def stop(self) -> None:
        self.ended.set()
        self.join(timeout=30)


def add_organisation(server: Server, token: str, handle: str) -> None:
    answer = server.post(
        "/api/commons/v1/organisations", {"handle": handle, "name": handle.title()}, token
    )
    assert answer.status == 201, answer.text


def fingerprint(server: Server, *paths: str) -> dict[str, str]:
    """Hash of each page, without what is new in every answer."""
    pages = {}
    for path in paths:
        answer = server.get(path)
        assert answer.status == 200, (path, answer.text)
        assert answer.url.endswith(path), f"{path} led to {answer.url}"
        steady = re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", answer.text)
        pages[path] = hashlib.sha256(steady.encode()).hexdigest()
    return pages


def rows(server: Server, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(server.data / "gemeengoed.sqlite3")) as database:
        return database.execute(query).fetchall()


PAGES = ("/healthz", "/@ada/", "/@waag/", "/accounts/login/")


def test_a_backup_under_load_brings_back_the_same_pages(running: Server, tmp_path: Path) -> None:
    token = running.token()
    add_organisation(running, token, "waag")
    before = fingerprint(running, *PAGES)
    load = Load(running, token)
    load.start()
    running.wait_until(lambda: len(load.made) >= 3)
    done = running.run("backup", str(tmp_path / "backup.tar.gz"))
    at_backup = len(load.made)
    running.wait_until(lambda: len(load.made) >= at_backup + 3)
    load.stop()
    assert done.returncode == 0, done.stderr

    running.interrupt()
    shutil.rmtree(running.data)
    restored = running.run("restore", str(tmp_path / "backup.tar.gz"))
    assert restored.returncode == 0, restored.stderr
    running.start()
    assert fingerprint(running, *PAGES) == before
    kept = rows(running, "SELECT handle FROM actors_actor WHERE handle LIKE 'load-%' ORDER BY id")
    assert [handle for (handle,) in kept] == load.made[: len(kept)]
    assert 3 <= len(kept) <= at_backup + 1


def test_a_restore_into_a_running_server_pauses_it(running: Server, tmp_path: Path) -> None:
    token = running.token()
    add_organisation(running, token, "waag")
    before = fingerprint(running, *PAGES)
    assert running.run("backup", "--without-files", str(tmp_path / "b.tar.gz")).returncode == 0
    add_organisation(running, token, "too-late")
    (running.data / "media").mkdir(exist_ok=True)
    (running.data / "media" / "brought").touch()
    assert running.get("/@too-late/").status == 200
    restored = running.run("restore", "--replace", str(tmp_path / "b.tar.gz"))
    assert restored.returncode == 0, restored.stderr
    assert "No mail goes out" in restored.stdout
    running.wait_until(lambda: "Going on." in running.output)
    assert "WRONG No mail goes out" in running.run("check", "mail").stdout
    assert fingerprint(running, *PAGES) == before
    assert running.get("/@too-late/").status == 404
    assert (running.data / "media" / "brought").exists(), "a backup without files touches none"
    assert not (running.data / ".restore").exists()
    assert running.interrupt() == 0


def test_a_restore_tells_when_it_cannot_hold_mail(
    make_ready_server: MakeServer, tmp_path: Path
) -> None:
    server = make_ready_server()
    with closing(sqlite3.connect(server.data / "gemeengoed.sqlite3")) as database:
        database.execute("ALTER TABLE mail_relaystate DROP COLUMN held")
    assert server.run("backup", str(tmp_path / "b.tar.gz")).returncode == 0
    restored = server.run("restore", "--replace", str(tmp_path / "b.tar.gz"))
    assert restored.returncode == 0, restored.stderr
    assert "could not hold mail" in restored.stdout


@pytest.mark.parametrize("damage", ["cut", "changed", "alien"])
def test_a_damaged_backup_touches_nothing(
    make_ready_server: MakeServer, tmp_path: Path, damage: str
) -> None:
    server, file = make_ready_server(), tmp_path / "b.tar.gz"
    assert server.run("backup", str(file)).returncode == 0
    {"cut": _cut, "changed": _change, "alien": _make_alien}[damage](file)
    before = (server.data / "gemeengoed.sqlite3").read_bytes()
    done = server.run("restore", "--replace", str(file))
    assert done.returncode == 1
    assert "backup" in done.stderr
    assert "Traceback" not in done.stderr
    assert (server.data / "gemeengoed.sqlite3").read_bytes() == before


def _cut(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def _repack(file: Path, change: Callable[[Path], None]) -> None:
    folder = file.with_suffix(".folder")
    with tarfile.open(file) as tar:
        tar.extractall(folder, filter="data")
    change(folder)
    with tarfile.open(file, "w:gz") as tar:
        for path in sorted(folder.rglob("*")):
            tar.add(path, path.relative_to(folder), recursive=False)


def _change(file: Path) -> None:
    _repack(file, lambda folder: (folder / "secret.key").write_text("another", "ascii") and None)


def _make_alien(file: Path) -> None:
    _repack(file, lambda folder: (folder / "evil.sh").write_text("echo", "ascii") and None)


def test_an_interrupted_restore_is_undone_at_the_next_start(make_ready_server: MakeServer) -> None:
    server = make_ready_server()
    place = server.data / ".restore"
    (place / "old").mkdir(parents=True)
    (place / "swapping").write_text(json.dumps(["gemeengoed.sqlite3", "secret.key"]), "utf-8")
    for name in ("gemeengoed.sqlite3", "secret.key"):
        (server.data / name).rename(place / "old" / name)
    (server.data / "gemeengoed.sqlite3").write_bytes(b"half")
    (server.data / "media").mkdir(exist_ok=True)
    server.start()
    assert server.get("/@ada/").status == 200
    assert not place.exists()


def test_postgresql_is_backed_up_and_brought_back(
    make_server: MakeServer, ready_database: Callable[[], str], tmp_path: Path
) -> None:
    first = make_server(DATABASE_URL=ready_database()).start()
    token = first.token()
    add_organisation(first, token, "waag")
    before = fingerprint(first, *PAGES)
    load = Load(first, token)
    load.start()
    first.wait_until(lambda: len(load.made) >= 3)
    done = first.run("backup", str(tmp_path / "b.tar.gz"))
    load.stop()
    assert done.returncode == 0, done.stderr
    first.interrupt()

    # What stands there goes only when that is said; also tables that the backup knows nothing of.
    second = make_server(DATABASE_URL=ready_database())
    refused = second.run("restore", str(tmp_path / "b.tar.gz"))
    assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
    restored = second.run("restore", "--replace", str(tmp_path / "b.tar.gz"))
    assert restored.returncode == 0, restored.stderr
    second.start()
    assert fingerprint(second, *PAGES) == before
    assert "WRONG No mail goes out" in second.run("check", "mail").stdout
    trusted = second.run("restore", "--replace", "--let-mail-go", str(tmp_path / "b.tar.gz"))
    assert trusted.returncode == 0, trusted.stderr
    assert "No mail goes out" not in second.run("check", "mail").stdout


def test_everything_moves_to_postgresql(make_ready_server: MakeServer, cluster: Cluster) -> None:
    server = make_ready_server().start()
    token = server.token()
    add_organisation(server, token, "waag")
    before = fingerprint(server, *PAGES)
    url = cluster.create_database("moved")
    while_it_runs = server.run("move", url)
    assert "stop the server first" in while_it_runs.stderr
    server.interrupt()
    moved = server.run("move", url)
    assert moved.returncode == 0, moved.stderr
    server.settings["DATABASE_URL"] = url
    server.start()
    assert fingerprint(server, *PAGES) == before
    add_organisation(server, token, "after-the-move")
    assert server.run("check", "log").returncode == 0
    again = server.run("move", url)
    assert again.returncode == 1


LATER_SETTINGS = """
from gemeengoed.project.settings import *
MIGRATION_MODULES = {"actors": "later_actors"}
"""
WORKS = """
from django.db import migrations, models

def fill(apps, schema_editor):
    Actor = apps.get_model("actors", "Actor")
    Actor.objects.update(nickname="kept")

class Migration(migrations.Migration):
    dependencies = [("actors", "0001_initial")]
    operations = [
        migrations.AddField("actor", "nickname", models.CharField(max_length=10, default="")),
        # SQLite makes the table anew for this, with foreign keys of other tables pointing at it.
        migrations.AlterField("actor", "name", models.CharField(max_length=200, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
"""
FAILS = WORKS.replace(
    'update(nickname="kept")', 'update(nickname="kept")\n    raise RuntimeError("no luck")'
)


def later_version(server: Server, tmp_path: Path, migration: str) -> None:
    """From now on `server` runs a version with one more migration."""
    folder = tmp_path / "later" / "later_actors"
    shutil.copytree(ROOT / "gemeengoed/core/actors/migrations", folder)
    (folder / "0099_later.py").write_text(migration, "utf-8")
    last = sorted(path.stem for path in folder.glob("0*.py"))[-2]
    text = migration.replace("0001_initial", last)
    (folder / "0099_later.py").write_text(text, "utf-8")
    (folder.parent / "later_settings.py").write_text(LATER_SETTINGS, "utf-8")
    server.settings.update(
        PYTHONPATH=f"{ROOT}:{folder.parent}", DJANGO_SETTINGS_MODULE="later_settings"
    )


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_failing_migration_leaves_the_old_version_running(
    make_ready_server: MakeServer,
    make_server: MakeServer,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    engine: str,
) -> None:
    if engine == "sqlite":
        server = make_ready_server().start()
    else:
        server = make_server(DATABASE_URL=request.getfixturevalue("ready_database")()).start()
    before = fingerprint(server, "/healthz", "/@ada/")
    later_version(server, tmp_path, FAILS)
    failed = server.run("migrate")
    assert failed.returncode == 1
    assert "migration actors.0099_later failed: no luck" in failed.stderr
    assert "Nothing was changed" in failed.stderr
    assert fingerprint(server, "/healthz", "/@ada/") == before
    add_organisation(server, server.token(), "waag")
    server.interrupt()
    refused = server.run("serve", "--port", str(server.port))
    assert refused.returncode == 1
    assert "actors.0099_later" in refused.stderr
    server.settings.pop("DJANGO_SETTINGS_MODULE")
    server.start()
    assert fingerprint(server, "/healthz", "/@ada/") == before


def test_an_old_database_is_brought_up_to_date(
    make_ready_server: MakeServer, tmp_path: Path
) -> None:
    server = make_ready_server()
    later_version(server, tmp_path, WORKS)
    server.start()
    assert server.get("/@ada/").status == 200
    kept = rows(server, "SELECT nickname FROM actors_actor WHERE handle = 'ada'")
    assert kept == [("kept",)]
    assert rows(server, "PRAGMA foreign_key_check") == []
    server.interrupt()

    del server.settings["DJANGO_SETTINGS_MODULE"]
    older = server.run("migrate")
    assert older.returncode == 1
    assert "made by a newer version" in older.stderr


def test_check_explains_settings_and_hides_secrets(make_ready_server: MakeServer) -> None:
    server = make_ready_server(GEMEENGOED_EMAIL_URL="smtp://me:hush@127.0.0.1:9")
    done = server.run("check", "settings")
    assert done.returncode == 0, done.stdout
    assert "hush" not in done.stdout
    assert re.search(r"GEMEENGOED_EMAIL_URL = \(secret\)  \[environment\]", done.stdout)
    assert re.search(r"GEMEENGOED_DOMAIN = localhost  \[default\]", done.stdout)
    wrong = server.run("check", "settings", GEMEENGOED_DOMAINE="example.org")
    assert wrong.returncode == 1
    assert "GEMEENGOED_DOMAINE is no setting" in wrong.stdout
    relay = server.run("check", "mail")
    assert relay.returncode == 1
    assert "The mail relay cannot be used" in relay.stdout


def test_check_finds_a_log_entry_that_was_changed(running: Server) -> None:
    running.wait_until(lambda: {"web", "work"} <= running.children().keys())
    add_organisation(running, running.token(), "waag")
    assert running.run("check", "log").returncode == 0
    with closing(sqlite3.connect(running.data / "gemeengoed.sqlite3")) as database:
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'log_logentry'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        changed = database.execute(
            "UPDATE log_logentry SET act = 'forged' WHERE id = (SELECT min(id) FROM log_logentry)"
        )
        assert changed.rowcount == 1
        database.commit()
    done = running.run("check", "log")
    assert done.returncode == 1
    assert re.search(r"WRONG.*@\w+.* 1\b", done.stdout), done.stdout


def test_a_token_opens_the_api_and_a_wrong_one_does_not(running: Server) -> None:
    token = running.token()
    good = running.get("/api/commons/v1/me", Authorization=f"Bearer {token}")
    assert json.loads(good.text)["handle"] == "ada"
    assert running.get("/api/commons/v1/me", Authorization="Bearer gg_no").status == 401
    nobody = running.run("token", "nobody")
    assert nobody.returncode == 1
    assert "no active account" in nobody.stderr


def test_a_weak_password_is_refused(make_ready_server: MakeServer) -> None:
    server = make_ready_server()
    done = server.run(
        "person", "add", "bo", "--email", "bo@example.org", "--password-stdin", said="12345678"
    )
    assert done.returncode == 1
    assert "password" in done.stderr.lower()
    assert rows(server, "SELECT 1 FROM actors_actor WHERE handle = 'bo'") == []
