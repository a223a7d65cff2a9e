"""The header in a real browser: the menu of a person, and the choice of a language without a script."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from gemeengoed.core.people.models import Person

# Playwright's synchronous interface keeps an event loop in this thread, which Django takes for ours.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def base(live_server: object, make_person: Callable[..., Person]) -> str:
    make_person("ada", language="nl")
    return str(live_server.url)


@pytest.fixture
def of_ada(
    browser: Browser, base: str, client_for: Callable[..., Client]
) -> Iterator[Callable[..., Page]]:
    """`of_ada(java_script_enabled=False)`: a page in a browser in which Ada is logged in."""
    session = client_for(Person.objects.get()).cookies["session"].value
    made = []

    def make(**options: object) -> Page:
        context = browser.new_context(base_url=base, locale="nl-NL", **options)
        context.add_cookies([{"name": "session", "value": session, "url": base}])
        made.append(context)
        page = context.new_page()
        page.goto("/privacy/")
        return page

    yield make
    for context in made:
        context.close()


def test_the_menu_closes_by_escape_by_a_press_beside_it_and_when_the_focus_goes_on(
    of_ada: Callable[..., Page], base: str
) -> None:
    page = of_ada()
    menu = page.locator("details.menu")
    summary, last = menu.locator("summary"), menu.get_by_role("button", name="Uitloggen")
    summary.click()
    expect(last).to_be_visible()
    menu.get_by_role("link", name="Instellingen").focus()
    page.keyboard.press("Escape")
    expect(last).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    expect(last).to_be_visible()
    page.locator(".site-footer p").click()  # not even the focus goes there
    expect(last).to_be_hidden()
    expect(summary).not_to_be_focused()
    summary.click()
    last.focus()
    page.keyboard.press("Tab")
    expect(last).to_be_hidden()
    expect(page.locator(":focus")).not_to_have_text("Ada")
    summary.click()
    menu.get_by_role("link", name="Instellingen").click()
    expect(page).to_have_url(f"{base}/settings/")


def test_without_a_script_the_menu_opens_and_closes_by_its_button(
    of_ada: Callable[..., Page],
) -> None:
    page = of_ada(java_script_enabled=False)
    summary, entry = (
        page.locator("details.menu summary"),
        page.get_by_role("link", name="Instellingen"),
    )
    summary.click()
    expect(entry).to_be_visible()
    summary.click()
    expect(entry).to_be_hidden()


def test_a_reader_without_account_and_script_keeps_the_language_they_choose(
    browser: Browser, base: str
) -> None:
    context = browser.new_context(base_url=base, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto("/privacy/?lang=en")
    assert context.cookies() == []
    page.get_by_role("button", name="Nederlands").click()
    expect(page).to_have_url(f"{base}/privacy/")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.get_by_role("link", name="Toegankelijkheid").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    assert [(one["name"], one["value"]) for one in context.cookies()] == [("language", "nl")]
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert context.cookies() == []
    context.close()
