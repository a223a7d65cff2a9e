"""Journey 'from another server' between two servers of ours: somebody on the second follows the commons on
the first, gets what it publishes, replies, is answered, and deletes the reply."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Browser

from tests.fediverse import LONGEST_START, LOOPBACK, within
from tests.running import ROOT, Server, clean_environment
from tests.test_journey_from_another_server import (
    REPLY,
    SECONDS,
    TEXT,
    answer_back,
    it_is_gone,
    opened_by_editor,
    publish,
    shown_with_one_click,
    the_answer_waits,
)

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def said(server: Server, what: str, *values: str) -> str:
    """By the member there, through the services (`said_elsewhere.py`); what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.said_elsewhere", what, "member", *values],
        env=clean_environment(
            server.data,
            DJANGO_SETTINGS_MODULE="gemeengoed.project.settings",
            GEMEENGOED_DOMAIN=f"localhost:{server.port}",
            **server.settings,
        ),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def rows(server: Server, asked: str, *values: str) -> list[tuple[str, ...]]:
    where = f"file:{server.data}/gemeengoed.sqlite3?mode=ro"
    with closing(sqlite3.connect(where, uri=True)) as database:
        return database.execute(asked, values).fetchall()


def has_heard(server: Server, kind: str, actor: str) -> bool:
    """Whether an activity of `actor` came in, was proven and was processed; what concerns nothing of its own
    a server lets go."""
    asked = (
        "SELECT 1 FROM federation_received WHERE type = ? AND actor = ?"
        " AND (state = 'done' OR outcome IN ('not-ours', 'not-taken'))"
    )
    return bool(rows(server, asked, kind, actor))


def test_two_servers_of_ours_understand_each_other(
    make_demonstration: Callable[..., Server], browser: Browser
) -> None:
    here = make_demonstration(GEMEENGOED_ALLOWED_NETWORKS=LOOPBACK).start()
    there = make_demonstration(GEMEENGOED_ALLOWED_NETWORKS=LOOPBACK).start()
    commons = f"http://localhost:{here.port}/@werkplaats"
    said(there, "follow", commons)
    followed = "SELECT 1 FROM federation_following WHERE state = 'accepted'"
    within(LONGEST_START, "the follow is accepted", lambda: rows(there, followed))
    editor = opened_by_editor(browser, here)
    publish(editor)
    within(SECONDS, "the publication is there", lambda: has_heard(there, "Announce", commons))
    reply = said(there, "reply", f"http://localhost:{here.port}{TEXT}", REPLY)
    the_answer_waits(here, editor)
    shown_with_one_click(here, editor, f"@member@localhost:{there.port}")
    answer_back(editor)
    within(SECONDS, "the answer is there", lambda: has_heard(there, "Create", commons))
    said(there, "delete", reply, f"http://localhost:{here.port}/@editor")
    it_is_gone(here)
