"""What an operator got wrong, or the machine did, is said in a sentence that names it."""

import getpass
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gemeengoed.core.jobs import schedule
from gemeengoed.core.jobs.models import ScheduledRun
from gemeengoed.core.people.services import make_token
from gemeengoed.project import configuration, health_checks, leftovers, secret_key, sensible
from tests.running import ROOT, Server, clean_environment, free_port

WRONG = {
    "GEMEENGOED_MEDIA_MAX_MB": "twenty",
    "GEMEENGOED_WEB_THREADS": "0",
    "GEMEENGOED_WORK_THREADS": "-1",
    "GEMEENGOED_TRUSTED_PROXIES": "10.0.0.0/8 foo",
    "GEMEENGOED_OPENID_CONNECT": '[{"name": "x"}]',
    "GEMEENGOED_DOMAIN": "https://commons.example.org",
    "GEMEENGOED_SCHEME": "htps",
    "GEMEENGOED_EMAIL_URL": "foo",
    "GEMEENGOED_MAIL_IN": "pop3://user:password@host",
    "GEMEENGOED_MAIL_DOMAIN": "werf@commons.example",
    "GEMEENGOED_DNS": "dns.example.org",
    "GEMEENGOED_QUEUE_URL": "redis:/localhost:port",
    "GEMEENGOED_CACHE_URL": "memcached://localhost",
    "GEMEENGOED_SECRET_KEY": "short",
    "DATABASE_URL": "mysql://localhost/x",
}


@pytest.fixture
def values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    for name in [name for name in os.environ if name.startswith("GEMEENGOED_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("GEMEENGOED_DATA", str(tmp_path))
    return configuration.read()


@pytest.mark.parametrize("name", WRONG)
def test_a_bad_value_names_its_setting(values: dict[str, str], name: str) -> None:
    sensible.require(values)
    with pytest.raises(ValueError, match=name):
        sensible.require(values | {name: WRONG[name]})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgres:///gemeengoed?host=/run/postgresql"),
        ("GEMEENGOED_QUEUE_URL", "redis://localhost/0"),
        ("GEMEENGOED_CACHE_URL", "valkey://localhost:6379/1"),
        ("GEMEENGOED_EMAIL_URL", "smtp://u%40x:p%2F@mail.example.org:587"),
        ("GEMEENGOED_MAIL_IN", "lmtp://127.0.0.1:8024?trust=mx.example.org"),
        ("GEMEENGOED_MAIL_IN", "imaps://u%40x:p%2F@mail.example.org/INBOX?move=Done"),
        ("GEMEENGOED_MAIL_DOMAIN", "commons.example.org"),
        ("GEMEENGOED_DNS", "9.9.9.9 [::1]:5353 10.0.0.1:53"),
        ("GEMEENGOED_DOMAIN", "localhost:8000"),
        ("GEMEENGOED_DOMAIN", "[::1]:8000"),
    ],
)
def test_a_good_value_is_taken(values: dict[str, str], name: str, value: str) -> None:
    sensible.require(values | {name: value})


@pytest.mark.parametrize("content", [b"", b"abc\n", b"\xff" * 50])
def test_a_key_that_protects_nothing_is_refused(values: dict[str, str], content: bytes) -> None:
    (Path(values["GEMEENGOED_DATA"]) / "secret.key").write_bytes(content)
    with pytest.raises(ValueError, match=r"secret\.key"):
        sensible.require(values)


def test_a_key_is_made_whole_and_once(tmp_path: Path) -> None:
    made = secret_key.kept(tmp_path)
    assert len(made) >= 64
    assert secret_key.kept(tmp_path) == made
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_doubtful_settings_are_named(values: dict[str, str], monkeypatch: Any) -> None:
    monkeypatch.setenv("GEMEENGOED_DOMEIN", "x")
    public = values | {"GEMEENGOED_DOMAIN": "commons.example.org", "GEMEENGOED_DEBUG": "1"}
    said = " ".join(sensible.doubtful(public))
    for name in ("GEMEENGOED_DOMEIN", "GEMEENGOED_SCHEME", "GEMEENGOED_DEBUG"):
        assert name in said
    monkeypatch.delenv("GEMEENGOED_DOMEIN")
    assert not list(sensible.doubtful(values))


@pytest.mark.django_db
def test_check_finds_a_cache_that_is_away(settings: Any) -> None:
    settings.CACHE_URL = "redis://127.0.0.1:1/0"
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": settings.CACHE_URL,
        },
    }
    ((level, words),) = health_checks.cache_answers()
    assert level == "error"
    assert "GEMEENGOED_CACHE_URL" in words


@pytest.mark.django_db
def test_a_clock_that_was_set_back_is_found_and_stops_nothing() -> None:
    job = schedule.declared()[0]
    ahead = timezone.now() + timedelta(days=300)
    ScheduledRun.objects.update_or_create(name=job.name, defaults={"last_begun": ahead})
    found = [level for level, words in health_checks.clock_ticks() if "set back" in words]
    assert found == ["error"]
    assert job.name in schedule.run_due()
    assert ScheduledRun.objects.get(name=job.name).last_begun < ahead


@pytest.mark.django_db
def test_check_notes_that_no_server_runs() -> None:
    assert [level for level, _words in health_checks.supervisor_runs()] == ["warning"]


def test_what_a_killed_backup_left_goes_and_a_running_one_stays(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    dead = tmp_path / f".gemeengoed-backup-{ended}-x"
    dead.mkdir()
    (dead / "database.sqlite3").touch()
    (tmp_path / f".gemeengoed-backup-{ended}-b.tar.gz.part").touch()
    (tmp_path / f"{leftovers.prefix()}mine").touch()
    (tmp_path / "good.tar.gz").touch()
    leftovers.remove(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"{leftovers.prefix()}mine",
        "good.tar.gz",
    ]


@pytest.mark.django_db
def test_health_answers_whatever_name_is_asked(set_up: None) -> None:
    assert Client().get("/healthz", headers={"host": "10.1.2.3:8000"}).content == b"ok\n"


@pytest.mark.django_db
def test_an_unknown_name_gets_a_sentence_and_leaves_one(set_up: None, caplog: Any) -> None:
    answer = Client().get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert answer.content
    assert [record.exc_info for record in caplog.records if "evil.example" in record.message] == [
        None
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("multipart", [True, False])
def test_a_form_that_is_too_large_says_so(set_up: None, settings: Any, multipart: bool) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
    more = {} if multipart else {"content_type": "application/x-www-form-urlencoded"}
    data: Any = {"text": "x" * 1_100_000} if multipart else "text=" + "x" * 1_100_000
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "nl"})
    client.get("/accounts/login/")
    answer = client.post("/accounts/login/", data, **more)
    assert answer.status_code == 413
    assert "groter dan 1 MB" in answer.content.decode()


@pytest.mark.django_db
def test_the_api_says_that_too_much_came(make_person: Any, settings: Any) -> None:

    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    headers = {"authorization": f"Bearer {make_token(make_person())[1]}"}
    answer = Client(headers=headers).patch(
        "/api/commons/v1/me", json.dumps({"summary": "x" * 2000}), content_type="application/json"
    )
    assert answer.status_code == 413
    assert answer.json()["detail"]


# With these root writes everywhere; without them it may do no more than others. setpriv: util-linux.
POWERLESS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")


def said(data: Path, *arguments: str, before: Sequence[str] = (), **more: str) -> str:
    """What a command that must fail says; never a traceback."""
    done = subprocess.run(
        [*before, sys.executable, "-m", "gemeengoed", *arguments],
        env=clean_environment(data, PYTHONDONTWRITEBYTECODE="1", **more),
        capture_output=True,
        text=True,
        check=False,
        input="",
        cwd=ROOT,
        timeout=120,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


@pytest.mark.processes
def test_data_may_stand_anywhere(prepared_data: Path, tmp_path: Path) -> None:
    server = Server(tmp_path / "other", free_port())
    for arguments in (
        ("person", "add", "bo", "--email", "b@example.org", "--password-stdin", "--data", "{}"),
        ("--data", "{}", "token", "ada"),
        ("person", "--data={}", "add", "cem", "--email", "c@example.org", "--password-stdin"),
    ):
        given = [one.format(prepared_data) for one in arguments]
        done = server.run(*given, said="a long enough password")
        assert done.returncode == 0, done.stderr
    assert not server.data.exists()


@pytest.mark.processes
def test_commands_say_what_is_missing(prepared_data: Path, tmp_path: Path) -> None:
    assert "is not there" in said(prepared_data, "backup", str(tmp_path / "no" / "b.tar.gz"))
    without = said(prepared_data, "person", "add", "dee", "--email", "d@example.org")
    assert "--password-stdin" in without
    for name in ("GEMEENGOED_MEDIA_MAX_MB", "GEMEENGOED_SCHEME"):
        assert name in said(prepared_data, "serve", **{name: WRONG[name]})
    (tmp_path / "gemeengoed.toml").write_text("domain = commons.example.org\n")
    assert 'domain = "commons.example.org"' in said(tmp_path, "serve")


@pytest.mark.processes
def test_a_damaged_database_says_to_restore_a_backup(prepared_data: Path, tmp_path: Path) -> None:
    (tmp_path / "gemeengoed.sqlite3").write_bytes(b"no database at all " * 1000)
    (tmp_path / "secret.key").write_bytes((prepared_data / "secret.key").read_bytes())
    for arguments in (("migrate",), ("backup", str(tmp_path / "b.tar.gz")), ("token", "ada")):
        assert "restore the last backup" in said(tmp_path, *arguments)
    assert "restore the last backup" in said(tmp_path, "check", "database")


NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
# This Python may stand in root's own folder.
READING = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")


@cache
def nobody() -> tuple[str, ...]:
    """How root runs this Python as an ordinary user; () where that cannot be."""
    for before in (NOBODY, (*NOBODY, *READING)):
        command = [*before, sys.executable, "-c", "import gemeengoed"]
        if subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0:
            return before
    return ()


@pytest.mark.processes
@pytest.mark.parametrize("command", ["serve", "backup", "restore"])
def test_a_folder_of_somebody_else_is_named(tmp_path: Path, command: str) -> None:
    """As an ordinary user; where this runs as root also as root without its power."""
    file = tmp_path / "x.tar.gz"
    file.touch()
    arguments = (command,) if command == "serve" else (command, str(file))
    before = nobody() if os.geteuid() == 0 else ()
    user = "nobody" if before else getpass.getuser()
    if before or os.geteuid() != 0:
        words = said(Path("/usr/lib"), *arguments, before=before, LOGNAME=user)
        assert f"the user {user} may not write in /usr/lib" in words
        assert "it belongs to root" in words
    if os.geteuid() == 0:
        theirs = tmp_path / "theirs"
        theirs.mkdir()
        os.chown(theirs, 65534, 65534)
        words = said(theirs, *arguments, before=POWERLESS)
        assert f"the user {getpass.getuser()} may not write in {theirs}" in words
        assert "it belongs to nobody" in words
