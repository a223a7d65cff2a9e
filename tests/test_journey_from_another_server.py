"""Journey 'from another server': on a server of Fedify, which is not ours, somebody finds the commons,
follows it, gets what it publishes and answers; an editor lets that be read and answers back; then it is
deleted."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility import log_in, logins
from tests.fediverse import LONGEST_START, Fedify, within
from tests.running import Server

pytestmark = [pytest.mark.browser, pytest.mark.processes]
SECONDS = 10
TITLE = "Een ladder voor de hele straat"
TEXT = "/@werkplaats/publications/een-ladder-voor-de-hele-straat/"
REPLY = "Wanneer kan ik hem lenen?"
ANSWER = "Op donderdag, na vieren."
NAME = "Transitiewerkplaats Digitale Gemeenschapsgoederen"


def it_is_found_by_its_handle(fedify: Fedify, host: str) -> None:
    """With name, picture and text."""
    found = fedify.ask("find", who=f"@werkplaats@{host}")
    assert (found["type"], found["name"]) == ("Group", NAME)
    assert "We zoeken samen uit" in found["summary"]
    assert found["url"] == f"http://{host}/@werkplaats/"
    assert found["icon"]["status"] == 200
    assert found["icon"]["type"] in ("image/png", "image/jpeg", "image/webp")


def what_it_published_can_be_read(fedify: Fedify, host: str) -> None:
    """In the outbox, and at its own address."""
    outbox = fedify.ask("outbox", who=f"@werkplaats@{host}")
    assert outbox["total"] >= len(outbox["items"]) > 0
    for item in outbox["items"]:
        assert item["type"] in ("Create", "Announce")
        text = fedify.ask("show", address=item["object"]["id"])
        assert text["type"] == "Article"
        assert text["name"]
        assert text["summary"]
        assert "<p>" in text["content"]
        assert text["author"] in (f"http://{host}/@werkplaats", f"http://{host}/@editor")


def it_follows(fedify: Fedify, host: str) -> None:
    """The work process may still be starting."""
    fedify.ask("follow", who=f"@werkplaats@{host}")
    within(LONGEST_START, "the follow is accepted", lambda: fedify.ask("accepted"))
    assert fedify.ask("find", who=f"@werkplaats@{host}")["followers"] == 1


def publish(editor: Page) -> None:
    editor.goto("/@werkplaats/publications/new/")
    editor.get_by_label("Werktitel").fill(TITLE)
    editor.get_by_label("Nederlands").check()
    editor.get_by_label("Explainer").check()
    editor.get_by_role("button", name="Beginnen met schrijven").click()
    editor.locator("textarea[name=text]").fill("Samen doe je met **een** ladder.")
    editor.locator("button[name=save]").click()
    editor.goto(f"{TEXT}nl/publish/")
    editor.get_by_role("button", name="Publiceren", exact=True).click()
    expect(editor.locator("h1")).to_have_text(TITLE)


def about(activity: dict[str, Any]) -> str:
    """The id of what an activity is about."""
    thing = activity["object"]
    return str(thing["id"] if isinstance(thing, dict) else thing)


def it_has_what_was_published(fedify: Fedify, address: str) -> None:
    """What Fedify lists as received had a signature that it verified. The commons announces what one of its
    people wrote, so what it shows is read at its own address."""
    within(
        SECONDS,
        "the publication is there",
        lambda: address in [about(one) for one in fedify.received()],
    )
    shown = fedify.ask("show", address=address)
    assert (shown["type"], shown["name"]) == ("Article", TITLE)
    assert "<strong>een</strong> ladder" in shown["content"]


def the_answer_waits(server: Server, editor: Page) -> None:
    """For an editor; nobody else reads it."""

    def in_inbox() -> bool:
        editor.goto("/@werkplaats/inbox/")
        return editor.get_by_role("link", name=TITLE).count() > 0

    within(SECONDS, "the answer is in the inbox", in_inbox)
    editor.get_by_role("link", name=TITLE).click()
    expect(editor.locator("main")).to_contain_text(REPLY)
    assert REPLY not in server.get(TEXT).text


def shown_with_one_click(server: Server, editor: Page, author: str) -> None:
    """`author` as `@name@host`."""
    editor.get_by_role("button", name="Onder de publicatie laten zien").click()
    page = server.get(TEXT).text
    assert REPLY in page
    assert author in page


def answer_back(editor: Page) -> None:
    editor.get_by_label("Je antwoord").fill(ANSWER)
    editor.get_by_role("button", name="Antwoord versturen").click()


def the_answer_arrives(fedify: Fedify, reply: str) -> None:
    def arrived() -> dict[str, Any] | None:
        things = [one["object"] for one in fedify.received("Create")]
        return next((one for one in things if one.get("inReplyTo") == reply), None)

    answer = within(SECONDS, "the answer of the editor is there", arrived)
    shown = fedify.ask("show", address=answer["id"])
    assert ANSWER in shown["content"]
    assert (shown["type"], shown["answers"]) == ("Note", reply)


def it_is_gone(server: Server) -> None:
    within(SECONDS, "the reply is gone", lambda: REPLY not in server.get(TEXT).text)


def opened_by_editor(browser: Browser, server: Server) -> Page:
    page = browser.new_page(locale="nl-NL", base_url=server.base)
    page.set_default_timeout(15_000)
    log_in(page, server, "editor", logins(server)["editor"])
    return page


def test_found_followed_published_answered_and_deleted(
    fedify: Fedify, federated: Server, browser: Browser
) -> None:
    host = f"localhost:{federated.port}"
    it_is_found_by_its_handle(fedify, host)
    what_it_published_can_be_read(fedify, host)
    it_follows(fedify, host)
    editor = opened_by_editor(browser, federated)
    publish(editor)
    address = f"http://{host}{TEXT}"
    it_has_what_was_published(fedify, address)
    reply = fedify.ask("reply", to=address, text=f"<p>{REPLY}</p>")["id"]
    the_answer_waits(federated, editor)
    shown_with_one_click(federated, editor, f"@noor@localhost:{fedify.port}")
    answer_back(editor)
    the_answer_arrives(fedify, reply)
    fedify.ask("delete", id=reply)
    it_is_gone(federated)
    assert fedify.ask("refused") == []
