"""What goes wrong between tabs and in crashes, on a whole server: nothing typed is lost, nothing is half.

Other bad input is tested where it is handled: handles (core/actors, core/people), pictures and SVG
(core/media), Markdown (core/text), licences and links (core/commons), two writers (publications).
"""

import json
import os
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import Server

pytestmark = [pytest.mark.browser, pytest.mark.processes]

DRAFT = "/@werkplaats/publications/welke-rol-past-de-overheid/nl/"


def log_in(page: Page, server: Server, base: str, name: str) -> None:
    words = json.loads((server.data / "demo-logins.json").read_text("utf-8"))
    page.goto(f"{base}/accounts/login/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(words[name])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login" not in url)


def test_what_was_typed_survives_a_log_out_in_another_tab(
    make_demonstration: Callable[..., Server], browser: Browser
) -> None:
    server = make_demonstration().start()
    base = f"http://localhost:{server.port}"
    context = browser.new_context(locale="nl-NL")
    writing, other = context.new_page(), context.new_page()
    log_in(writing, server, base, "editor")
    writing.goto(f"{base}{DRAFT}write/")
    writing.locator("[name=text]").fill("Een lang en kostbaar stuk tekst.\n")
    other.goto(f"{base}/")
    other.locator("details.menu summary").click()
    other.get_by_role("button", name="Uitloggen").click()
    writing.locator("button[name=save]").click()
    expect(writing.locator("main")).to_contain_text("Een lang en kostbaar stuk tekst.")
    log_in(other, server, base, "editor")
    for _once_more_after_the_token_changed in range(2):
        writing.locator("main form button[type=submit]").first.click()
        writing.wait_for_load_state()
        if writing.locator("button[name=publish]").count():
            break
    writing.goto(f"{base}{DRAFT}write/")
    expect(writing.locator("[name=text]")).to_have_value("Een lang en kostbaar stuk tekst.\n")
    context.close()


def test_kill_9_while_publishing_leaves_it_published_whole_or_still_a_draft(
    make_demonstration: Callable[..., Server], browser: Browser
) -> None:
    server = make_demonstration().start()
    base = f"http://localhost:{server.port}"
    context = browser.new_context(locale="nl-NL")
    page = context.new_page()
    log_in(page, server, base, "editor")
    chance = random.Random(7)
    for attempt in range(4):  # the pause before a restart grows
        page.goto(f"{base}{DRAFT}write/")
        page.locator("[name=text]").fill(f"## Poging {attempt}\n\nWoorden {attempt}.\n")
        page.locator("button[name=publish]").click()
        page.wait_for_url("**/publish/")
        killer = kill_web_after(server, chance.uniform(0, 0.06))
        with suppress(Exception):  # the connection may break under the click, which is the point
            page.locator("main form button[type=submit]").first.click(timeout=3_000)
        killer.join()
        server.wait_until(server.answers, seconds=60)
        assert_whole(server)
    context.close()
    checked = server.run("check", "log")
    assert checked.returncode == 0, checked.stdout


def kill_web_after(server: Server, seconds: float) -> threading.Thread:
    tree = [server.children()["web"], *server.children()["web"].children(recursive=True)]

    def kill() -> None:
        time.sleep(seconds)
        for process in tree:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def assert_whole(server: Server) -> None:
    """Published: newest revision shown, numbered, and told in the activity; or not published at all."""
    with sqlite3.connect(f"file:{server.data}/gemeengoed.sqlite3?mode=ro", uri=True) as database:
        state, shown, version, told = database.execute(
            """
            SELECT d.state, d.published_id IS NOT NULL, r.version,
                   (SELECT count(*) FROM activity_activity a
                    WHERE a.object = w.uri AND a.verb IN ('publish', 'revise'))
            FROM documents_document d JOIN documents_work w ON w.id = d.work_id
            LEFT JOIN documents_revision r ON r.id = d.published_id
            WHERE w.uri LIKE '%welke-rol%' AND d.language = 'nl'
            """
        ).fetchone()
    if state == "draft":
        assert not shown
        assert told == 0
    else:
        assert state == "published"
        assert version == told
    answer = server.get(DRAFT)
    assert answer.status == (404 if state == "draft" else 200)
