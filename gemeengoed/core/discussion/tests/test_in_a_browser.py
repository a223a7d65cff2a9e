"""Commenting as people do it: with the keyboard, without JavaScript, on a small screen."""

import json

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility import findings
from tests.running import Server

pytestmark = [pytest.mark.browser, pytest.mark.processes]
DISCUSSION = "/@werkplaats/texts/1/discussion/"


def opened(browser: Browser, server: Server, who: str, **more: object) -> Page:
    page = browser.new_context(locale="nl-NL", reduced_motion="reduce", **more).new_page()
    page.set_default_timeout(15_000)
    logins = json.loads((server.data / "demo-logins.json").read_text("utf-8"))
    page.goto(f"{server.base}/accounts/login/")
    page.locator("[name=login]").fill(who)
    page.locator("[name=password]").fill(logins[who])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(server.base + DISCUSSION)
    return page


def tab_to(page: Page, where: str, name: str) -> None:
    """Presses Tab until the focus is on a `name` within `where`."""
    here = f"document.activeElement.matches('{where} {name}')"
    for _press in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(here):
            return
    pytest.fail(f"the keyboard does not reach {where} {name}")


def test_a_member_comments_at_the_third_passage_by_keyboard(
    demonstration: Server, browser: Browser
) -> None:
    page = opened(browser, demonstration, "member")
    tab_to(page, "#b3", "summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Klopt dit getal nog?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "#c" in url)
    assert "Klopt dit getal nog?" in page.locator("#b3").inner_text()
    page.context.close()


def test_it_works_without_javascript_and_shows_what_was_refused(
    demonstration: Server, browser: Browser
) -> None:
    page = opened(browser, demonstration, "member", java_script_enabled=False)
    page.locator("#b2 summary").last.click()
    page.locator("#b2_text").fill("a" * 5001)
    page.locator("#b2 form[action$='/discussion/'] button").click()
    assert page.locator("#b2_text").input_value() == "a" * 5001
    assert page.locator("#b2_error").is_visible()
    page.context.close()


def test_everything_opened_fits_in_320_pixels_and_axe_finds_nothing(
    demonstration: Server, browser: Browser
) -> None:
    page = opened(browser, demonstration, "editor", viewport={"width": 320, "height": 800})
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += findings(page)
    page.context.close()
    assert found == []
