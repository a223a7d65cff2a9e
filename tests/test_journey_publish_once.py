"""Journey 'publish once': from a pasted page to paper, e-book, feed and search, by two who work on it."""

import json
import re
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import Server
from tests.test_writing import FIXTURES, drop, put_in_clipboard, text

pytestmark = [pytest.mark.browser, pytest.mark.processes]
TITLE = "Gereedschap delen in de wijk"
TEXT = "/@werkplaats/publications/gereedschap-delen-in-de-wijk/"
WORD = "dijkgraafproef"
"""Stands nowhere else, so that the search shows when it knows this text."""
SECONDS = 10


@pytest.fixture
def opened(browser: Browser, demonstration: Server) -> Iterator[Callable[[str], Page]]:
    contexts = []

    def open_as(who: str) -> Page:
        context = browser.new_context(
            locale="nl-NL",
            base_url=demonstration.base,
            permissions=["clipboard-read", "clipboard-write"],
            viewport={"width": 1280, "height": 900},
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        logins = json.loads((demonstration.data / "demo-logins.json").read_text("utf-8"))
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(who)
        page.locator("[name=password]").fill(logins[who])
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(lambda url: "login" not in url)
        return page

    yield open_as
    for context in contexts:
        context.close()


def want_a_second_editor(steward: Page) -> None:
    """And a third who may write, since who suggested a wording does not approve it."""
    steward.goto("/@werkplaats/settings/members/member/")
    steward.locator("[name=role][value=editor]").check()
    steward.locator("main form button[type=submit]").first.click()
    steward.goto("/@werkplaats/settings/discussion/")
    steward.locator("[name=second_editor]").check()
    steward.locator("main form button[type=submit]").first.click()


def write_by_pasting(editor: Page) -> None:
    editor.goto("/@werkplaats/publications/new/")
    editor.get_by_label("Werktitel").fill(TITLE)
    editor.get_by_label("Nederlands").check()
    editor.get_by_label("Explainer").check()
    editor.get_by_role("button", name="Beginnen met schrijven").click()
    html = (FIXTURES / "libreoffice-long.htm").read_text()
    html = re.sub(r"<img[^>]*>", "", html)
    text(editor).fill(f"Over de {WORD}.\n\n")
    text(editor).focus()
    editor.keyboard.press("Control+End")
    put_in_clipboard(editor, html, "platte tekst")
    editor.keyboard.press("Control+v")
    expect(editor.get_by_text("Overgenomen.")).to_be_visible()
    assert len(text(editor).input_value().split()) > 1200


def add_a_picture(editor: Page) -> None:
    """Refused without words for it, and the text stays; then with them."""
    before = text(editor).input_value()
    drop(editor, "gereedschap.png", "image/png")
    dialog = editor.get_by_role("dialog", name="Afbeelding toevoegen")
    dialog.get_by_role("button", name="Toevoegen", exact=True).click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    assert text(editor).input_value() == before
    dialog.get_by_label("Wat er op de afbeelding staat").fill("Een schuur met gereedschap")
    dialog.get_by_role("button", name="Toevoegen", exact=True).click()
    expect(text(editor)).to_have_value(re.compile("Een schuur met gereedschap"))
    editor.locator("button[name=save]").click()
    expect(editor.get_by_text("Opgeslagen als concept")).to_be_visible()


def discussion_of(page: Page) -> str:
    page.goto(f"{TEXT}nl/history/")
    found = re.search(r"/@werkplaats/texts/\d+/", page.url)
    assert found
    return found[0]


def comment_and_suggest(colleague: Page, place: str) -> None:
    colleague.goto(f"{place}discussion/")
    block = colleague.locator("#b3")
    block.locator("summary").last.click()
    block.locator("textarea").fill("Klopt dit nog?")
    block.get_by_role("button", name="Plaatsen").click()
    expect(colleague.locator("#b3")).to_contain_text("Klopt dit nog?")
    colleague.locator("#b1 summary").last.click()
    colleague.locator("#b1").get_by_role("link", name="andere").click()
    colleague.locator("[name=proposed]").fill(f"Over de {WORD} van onze wijk.")
    colleague.locator("[name=text]").fill("Dan weet je waar het is.")
    colleague.locator("main form button[type=submit]").first.click()


def accept_and_resolve(editor: Page, place: str) -> None:
    editor.goto(f"{place}discussion/")
    editor.locator("form[action$='/accept/'] button").first.click()
    editor.goto(f"{place}discussion/")
    expect(editor.locator("#b1 .prose, #b1.prose").first).to_contain_text("van onze wijk")
    editor.locator("#b3 form[action$='/resolve/'] button").first.click()


def review_and_publish(editor: Page, third: Page, place: str) -> None:
    editor.goto(f"{TEXT}nl/publish/")
    editor.get_by_role("button", name="Publiceren", exact=True).click()
    assert editor.locator(".error-summary, .message").count(), "refused without an approval"
    editor.goto(f"{place}review/")
    editor.locator("form[action$='/review/'] button[type=submit]").click()
    third.goto(f"{place}review/")
    third.locator("[name=approve]").first.check()
    third.locator("form[action$='/answer/'] button[type=submit]").click()
    editor.goto(f"{TEXT}nl/publish/")
    editor.get_by_role("button", name="Publiceren", exact=True).click()
    expect(editor.locator("h1")).to_have_text(TITLE)


def within_ten_seconds(what: str, holds: Callable[[], bool], until: float) -> None:
    while not holds():
        assert time.monotonic() < until, f"{what} does not have it within {SECONDS} seconds"
        time.sleep(0.2)


def everywhere(server: Server) -> None:
    """Page, paper, e-book, feed and search."""
    until = time.monotonic() + SECONDS
    dutch = {"Accept-Language": "nl"}
    checks = {
        "the page": lambda: WORD in server.get(f"{TEXT}nl/", **dutch).text,
        "the feed": lambda: (
            TITLE in server.get("/@werkplaats/publications/feed.atom", **dutch).text
        ),
        "the search": lambda: TEXT in server.get(f"/search/?q={WORD}", **dutch).text,
        "the PDF": lambda: server.get(f"{TEXT.rstrip('/')}/nl.pdf").content[:5] == b"%PDF-",
        "the EPUB": lambda: server.get(f"{TEXT.rstrip('/')}/nl.epub").content[:2] == b"PK",
    }
    for what, holds in checks.items():
        within_ten_seconds(what, holds, until)
    with ZipFile(BytesIO(server.get(f"{TEXT.rstrip('/')}/nl.epub").content)) as book:
        said = b"".join(book.read(name) for name in book.namelist() if name.endswith("html"))
    assert WORD.encode() in said


def the_translation_falls_behind(editor: Page) -> None:
    """The English text is written from the Dutch one; then the Dutch one goes on."""
    editor.goto(f"{TEXT}en/write/")
    editor.locator("[name=title]").fill("Sharing tools")
    text(editor).fill("Sharing tools.")
    editor.locator("button[name=save]").click()
    editor.goto(f"{TEXT}nl/write/")
    text(editor).fill(f"{text(editor).input_value()}\n\nEn nog een zin.\n")
    editor.locator("button[name=save]").click()
    editor.goto(f"{TEXT}en/write/")
    expect(editor.locator("main")).to_contain_text(re.compile("is 1 wijziging verder"))
    expect(editor.locator("main")).to_contain_text("En nog een zin.")


def test_a_text_is_written_discussed_approved_and_published_once(
    demonstration: Server, opened: Callable[[str], Page]
) -> None:
    editor, colleague = opened("editor"), opened("steward")
    want_a_second_editor(colleague)
    write_by_pasting(editor)
    add_a_picture(editor)
    place = discussion_of(editor)
    comment_and_suggest(colleague, place)
    accept_and_resolve(editor, place)
    review_and_publish(editor, opened("member"), place)
    everywhere(demonstration)
    the_translation_falls_behind(editor)
