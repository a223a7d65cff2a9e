"""What a failing machine means for who reads, who writes and who runs the server."""

import errno
import logging
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from gemeengoed.project import failures, restoring
from gemeengoed.project.logs import InASentence
from gemeengoed.project.middleware import heard_out
from tests.running import free_port


def ask_a_database_that_is_away(request: HttpRequest, address: str) -> HttpResponse:
    psycopg.connect(f"postgres://ada:secret@127.0.0.1:{free_port()}/gemeengoed", connect_timeout=5)
    return HttpResponse()


@pytest.fixture
def away(settings: Any, set_up: None) -> Client:
    """A server at which every address needs a database that does not answer."""
    settings.ROOT_URLCONF = ModuleType("away")
    settings.ROOT_URLCONF.urlpatterns = [path("<path:address>", ask_a_database_that_is_away)]
    settings.ROOT_URLCONF.handler500 = "gemeengoed.project.errors.server_error"
    return Client(raise_request_exception=False, headers={"accept-language": "nl"})


@pytest.mark.django_db
def test_a_database_that_is_away_is_said_in_the_readers_language(away: Client) -> None:
    answer = away.get("/@werf/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Zo weer terug" in answer.content.decode()
    assert "niet bewaard" not in answer.content.decode()
    assert (
        "not been saved" in away.post("/@werf/", headers={"accept-language": "en"}).content.decode()
    )
    assert away.get("/api/commons/v1/me").json()["detail"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (sqlite3.OperationalError("database or disk is full"), "no room left on the disk"),
        (OSError(errno.ENOSPC, "No space left", "/x/y"), "no room left on the disk of /x/y"),
        (sqlite3.OperationalError("database is locked"), "busy"),
        (sqlite3.DatabaseError("file is not a database"), "restore --replace"),
        (psycopg.OperationalError("FATAL: role does not\nexist"), "(DATABASE_URL): FATAL: role"),
        (sqlite3.OperationalError("no such table: x"), ""),
        (ValueError("a bug"), ""),
    ],
)
def test_a_failure_of_the_machine_is_told_from_one_of_the_program(
    error: Exception, words: str
) -> None:
    said = failures.explained(error)
    assert (words in said) if words else not said


def test_a_failure_is_logged_once_a_minute() -> None:
    once = InASentence()
    for error, is_news in (("away", True), ("away", False), ("full", True)):
        failure = psycopg.OperationalError(error)
        record = logging.LogRecord(
            "jobs", logging.ERROR, "", 0, "no work", (), (type(failure), failure, None)
        )
        assert once.filter(record) is is_news
        assert record.exc_info is None


def test_what_a_view_left_of_a_body_is_read() -> None:
    """Who is still sending when the answer comes sees a broken connection instead of it."""
    request = RequestFactory().post("/", {"text": "x" * 200_000})
    answer = heard_out(lambda request: HttpResponse(status=413))(request)
    assert answer.status_code == 413
    assert request.read() == b""


def test_a_restore_leaves_a_folder_of_files_that_machines_share(tmp_path: Path) -> None:
    data, shared = tmp_path / "data", tmp_path / "shared"
    data.mkdir()
    shared.mkdir()
    (data / "media").symlink_to(shared)
    (data / "secret.key").write_text("of before", "ascii")
    new = restoring.workplace(data) / "new"
    (new / "media").mkdir()
    (new / "secret.key").write_text("of the backup", "ascii")

    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        restoring.swap(data, fail, stays=["media"])
    assert (data / "secret.key").read_text("ascii") == "of before"
    assert (data / "media").readlink() == shared
    new = restoring.workplace(data) / "new"
    (new / "media").mkdir()
    (new / "secret.key").write_text("of the backup", "ascii")
    restoring.swap(data, lambda: None, stays=["media"])
    assert (data / "secret.key").read_text("ascii") == "of the backup"
    assert (data / "media").readlink() == shared
