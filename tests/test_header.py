"""The header in a real browser: the choice of a language without a script."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from gemeengoed.core.people.models import Person

# Playwright's synchronous interface keeps an event loop in this thread, which Django takes for ours.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def base(live_server: object, make_person: Callable[..., Person]) -> str:
    make_person("ada", language="nl")
    return str(live_server.url)


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
