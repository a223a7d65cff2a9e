"""Letters as somebody with a screen reader or a keyboard meets them: reading, writing and following one."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility import here, opened
from tests.running import Server

pytestmark = [pytest.mark.browser, pytest.mark.processes]

LETTERS = "/@werkplaats/newsletters/"
DRAFT = f"{LETTERS}2024-04/"
PAGES = [
    LETTERS,
    f"{LETTERS}join/",
    f"{LETTERS}2024-03/",
    f"{LETTERS}list/",
    f"{LETTERS}list/1/",
    f"{LETTERS}list/1/erase/",
    f"{LETTERS}settings/",
    f"{DRAFT}write/nl/",
    f"{DRAFT}preview/nl/",
    f"{DRAFT}send/",
    f"{DRAFT}throw-away/",
    "/@werkplaats/inbox/?state=answered",
    "/@werkplaats/inbox/1/",
]


@pytest.fixture(scope="module")
def steward(demonstration: Server, browser: Browser) -> Iterator[Page]:
    page = opened(browser, demonstration, "nl-NL", steward=True)
    yield page
    page.context.close()


def by_key(page: Page, button: str) -> None:
    page.locator(f"button.button[name=do][value='{button}']").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_axe_finds_nothing_on_the_pages_of_letters(steward: Page, demonstration: Server) -> None:
    found: list[str] = []
    for path in PAGES:
        answer = steward.goto(demonstration.base + path)
        assert answer is not None
        assert answer.status == 200, path
        found += here(steward)
    assert not found, "\n".join(found)


def test_the_focus_follows_a_block_and_a_block_taken_out_is_put_back(
    steward: Page, demonstration: Server
) -> None:
    steward.goto(f"{demonstration.base}{DRAFT}write/nl/")
    first = steward.locator("[name=block-0-markdown]").input_value()
    by_key(steward, "down 0")
    assert focused(steward) == "block-1"
    by_key(steward, "remove 1")
    assert focused(steward) == "removed"
    assert first not in steward.locator("main textarea").evaluate_all(
        "all => all.map((one) => one.value)"
    )
    by_key(steward, "restore 1")
    assert focused(steward) == "block-1"
    assert steward.locator("[name=block-1-markdown]").input_value() == first
    by_key(steward, "up 1")
    steward.locator("[name=subject]").fill("")
    by_key(steward, "up 1")
    assert "error-summary" in steward.evaluate("document.activeElement.className")


def test_the_moment_of_sending_has_two_named_fields(steward: Page, demonstration: Server) -> None:
    steward.goto(f"{demonstration.base}{DRAFT}send/")
    group = steward.get_by_role("group", name="Wanneer?")
    assert group.get_by_label("Datum").get_attribute("type") == "date"
    assert group.get_by_label("Tijd").get_attribute("type") == "time"


def test_a_reader_consents_on_the_page_that_the_mail_leads_to(
    steward: Page, demonstration: Server, browser: Browser
) -> None:
    steward.goto(f"{demonstration.base}/@werkplaats/inbox/2/")
    with steward.expect_navigation():
        steward.get_by_role("button", name="Vragen of het gepubliceerd mag worden").click()
    steward.goto(f"{demonstration.base}/settings/server/mail/")
    steward.locator("main table a[href^='/settings/server/mail/']").first.click()
    path = re.search(r"/@werkplaats/exchanges/\w+/", steward.locator("main").inner_text())
    assert path
    reader = opened(browser, demonstration, "nl-NL", steward=False)
    reader.goto(demonstration.base + path[0])
    with reader.expect_navigation():
        reader.get_by_role("button", name="Opslaan").click()
    assert "error-summary" in reader.evaluate("document.activeElement.className")
    reader.get_by_label("Ja, zonder mijn naam").check()
    with reader.expect_navigation():
        reader.get_by_role("button", name="Opslaan").click()
    found = here(reader)
    assert reader.get_by_role("status").filter(has_text="Dank je wel.").count() == 1
    reader.context.close()
    assert not found, "\n".join(found)


def test_the_page_of_a_letter_tells_how_far_it_is_without_being_opened_again(
    steward: Page, demonstration: Server
) -> None:
    steward.clock.install()
    steward.goto(f"{demonstration.base}{DRAFT}write/nl/")
    steward.locator("[name=preview]").fill("Twee explainers")
    by_key(steward, "save")
    steward.goto(f"{demonstration.base}{DRAFT}send/")
    with steward.expect_navigation():
        steward.locator("form[action$='schedule/'] button").click()
    said = steward.get_by_role("status").filter(has_text="ingepland")
    assert said.count() == 1
    steward.evaluate("window.same = true")
    for _look in range(100):
        steward.clock.run_for(10_000)
        steward.wait_for_timeout(100)
        if "Klaar: 0 van de 6 lezers." in steward.locator("#said").inner_text():
            break
    assert "Klaar: 0 van de 6 lezers." in steward.locator("#said").inner_text()
    assert steward.evaluate("window.same")
    steward.get_by_role("link", name="Stop: de rest krijgt hem niet").click()
    assert steward.locator("h1").inner_text() == "Deze brief stoppen?"
    with steward.expect_navigation():
        steward.locator("main form button[type=submit]").click()
    assert steward.locator("#said").inner_text().strip() == "geannuleerd"
