"""Every page as somebody with a screen reader, a keyboard, a magnifier or a phone meets it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility import EXPLAINER, findings, opened
from tests.running import Server

pytestmark = [pytest.mark.browser, pytest.mark.processes]

FOR_READERS = [
    "/",
    "/commons/",
    "/organisations/",
    "/@werkplaats/",
    "/@werkplaats/read/",
    "/@werkplaats/about/",
    "/@werkplaats/agenda/",
    "/@werkplaats/join/",
    "/@werkplaats/people/",
    "/@werkplaats/questions/rol-van-de-overheid/",
    "/@werkplaats/charter/",
    "/@werkplaats/charter/versions/",
    "/@werkplaats/log/",
    "/@werkplaats/log/1/",
    "/@werkplaats/publications/",
    "/@werkplaats/publications/series/explainers/",
    EXPLAINER,
    f"{EXPLAINER}nl/1/",
    f"{EXPLAINER}nl/history/",
    "/@werkplaats/texts/1/compare/1..1/",
    "/@werkplaats/texts/1/authors/",
    "/@werkplaats/sources/",
    "/@werkplaats/sources/1/",
    "/@werkplaats/definitions/",
    "/@werkplaats/definitions/digital-commons/",
    "/@waag/",
    "/@publicspaces/",
    "/@steward/",
    "/search/",
    "/search/?q=gemeenschapsgoed",
    "/@werkplaats/search/?q=niets-van-dat-al",
    "/log/",
    "/privacy/",
    "/privacy/register/",
    "/accessibility/",
    "/no-such-page/",
    "/@werkplaats/follow/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
]
LAST_WITHOUT_FORM = "/no-such-page/"
"""Behind it stand pages with a form, which bring the cookie that protects it."""
FOR_STEWARDS = [
    "/settings/",
    "/settings/profile/",
    "/settings/language/",
    "/settings/security/",
    "/settings/tokens/",
    "/settings/organisations/",
    "/settings/followers/",
    "/settings/other-servers/",
    "/settings/other-servers/move/",
    "/settings/privacy/",
    "/settings/privacy/delete/",
    "/settings/server/",
    "/settings/server/people/",
    "/settings/server/people/member/",
    "/settings/server/people/invite/",
    "/settings/server/mail/",
    "/settings/server/mail/incoming/",
    "/settings/server/backlog/",
    "/settings/server/other-servers/",
    "/settings/server/reports/",
    "/organisations/new/",
    "/organisations/waag/edit/",
    "/organisations/waag/people/",
    "/commons/new/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/@werkplaats/settings/",
    "/@werkplaats/settings/begin/",
    "/@werkplaats/settings/picture/",
    "/@werkplaats/settings/sections/",
    "/@werkplaats/settings/questions/",
    "/@werkplaats/settings/questions/new/",
    "/@werkplaats/settings/phases/",
    "/@werkplaats/settings/phases/new/",
    "/@werkplaats/settings/partners/",
    "/@werkplaats/settings/partners/new/",
    "/@werkplaats/settings/partners/waag/remove/",
    "/@werkplaats/settings/members/",
    "/@werkplaats/settings/members/editor/",
    "/@werkplaats/settings/members/editor/remove/",
    "/@werkplaats/settings/groups/",
    "/@werkplaats/settings/groups/new/",
    "/@werkplaats/settings/links/",
    "/@werkplaats/settings/applications/",
    "/@werkplaats/charter/edit/",
    "/@werkplaats/settings/discussion/",
    "/@werkplaats/settings/followers/",
    "/@werkplaats/settings/other-servers/",
    "/@werkplaats/settings/other-servers/move/",
    "/@werkplaats/texts/1/discussion/",
    "/@werkplaats/texts/1/discussion/suggest/1/",
    "/@werkplaats/texts/1/review/",
    "/@werkplaats/reviews/",
    "/notices/",
    "/settings/notices/",
    "/@werkplaats/leave/",
    "/@werkplaats/joined/",
    "/@werkplaats/publications/new/",
    "/@werkplaats/publications/series/new/",
    f"{EXPLAINER}nl/write/",
    f"{EXPLAINER}en/write/?translate=1",
    f"{EXPLAINER}nl/publish/",
    "/@werkplaats/texts/1/history/1/",
    "/@werkplaats/texts/1/undo/1/",
    "/@werkplaats/texts/1/return/1/",
    f"{EXPLAINER}nl/withdraw/",
    f"{EXPLAINER}details/",
    f"{EXPLAINER}sources/?words=ostrom",
    "/@werkplaats/sources/new/",
    "/@werkplaats/sources/bring-in/",
    "/@werkplaats/sources/settings/",
    "/@werkplaats/sources/1/edit/",
    "/@werkplaats/sources/1/merge/?words=commons",
    "/@werkplaats/definitions/new/",
]


@dataclass
class Seen:
    """What two browsers met on their way along some pages, each of which they opened once."""

    found: list[str] = field(default_factory=list)
    """By axe: in Dutch and light, and in English and dark."""
    wide: list[str] = field(default_factory=list)
    """Pages that scroll sideways at 320 pixels."""
    answers: list[tuple[str, int]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """Of the browser, such as what the security policy blocks."""
    asked: set[str] = field(default_factory=set)
    """The address of every request."""
    cookies: list[Any] = field(default_factory=list)


def _listen(page: Page, seen: Seen) -> None:
    def complain(words: str) -> None:
        seen.complaints.append(f"{page.url} {words}")

    # Chromium's advice on password forms is of the level "verbose".
    page.on(
        "console", lambda said: (said.type in ("error", "warning") and complain(said.text)) or None
    )
    page.on("pageerror", lambda error: complain(str(error)))
    page.on("request", lambda request: seen.asked.add(request.url))


def _go(page: Page, address: str, path: str, seen: Seen) -> None:
    answer = page.goto(address)
    assert answer is not None
    seen.answers.append((path, answer.status))


def _in_dutch(page: Page, address: str, path: str, seen: Seen) -> None:
    """First on a phone, then in a wide window with the same page."""
    page.set_viewport_size({"width": 320, "height": 900})
    _go(page, address, path, seen)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        seen.wide.append(path)
    page.set_viewport_size({"width": 1280, "height": 900})
    seen.found += findings(page)


def _along(
    browser: Browser, server: Server, paths: list[str], *, steward: bool, more: Sequence[str] = ()
) -> Seen:
    """`more` are only opened, in Dutch."""
    seen = Seen()
    dutch = opened(browser, server, "nl-NL", steward=steward)
    english = opened(browser, server, "en-GB", steward=steward, color_scheme="dark")
    _listen(dutch, seen)
    _listen(english, seen)
    for path in paths:
        _in_dutch(dutch, server.base + path, path, seen)
        english.goto(server.base + path)
        seen.found += findings(english)
        if path == LAST_WITHOUT_FORM:
            seen.cookies = dutch.context.cookies() + english.context.cookies()
    for path in more:
        _go(dutch, server.base + path, path, seen)
    dutch.context.close()
    english.context.close()
    return seen


@pytest.fixture(scope="module")
def readers(demonstration: Server, browser: Browser) -> Seen:
    return _along(browser, demonstration, FOR_READERS, steward=False)


@pytest.fixture(scope="module")
def stewards(demonstration: Server, browser: Browser) -> Seen:
    return _along(browser, demonstration, FOR_STEWARDS, steward=True, more=FOR_READERS)


def test_axe_finds_nothing_on_any_page_in_two_languages_light_and_dark(
    readers: Seen, stewards: Seen
) -> None:
    found = readers.found + stewards.found
    assert not found, "\n".join(found)


def test_no_page_scrolls_sideways_at_320_pixels(readers: Seen, stewards: Seen) -> None:
    """320 CSS pixels are also 1280 at 400 % zoom (WCAG 2.2, 1.4.10)."""
    assert readers.wide + stewards.wide == []


def test_every_page_answers_and_nothing_is_blocked_by_the_security_policy(
    readers: Seen, stewards: Seen
) -> None:
    answers = readers.answers + stewards.answers
    assert len(answers) == 2 * len(FOR_READERS) + len(FOR_STEWARDS)
    assert {one for one in answers if one[1] != 200} == {("/no-such-page/", 404)}
    complaints = readers.complaints + stewards.complaints
    assert [one for one in complaints if "/no-such-page/" not in one] == []


def test_no_page_asks_anything_of_another_host_and_readers_get_no_cookie(
    demonstration: Server, readers: Seen, stewards: Seen
) -> None:
    asked = readers.asked | stewards.asked
    assert [one for one in asked if not one.startswith((demonstration.base, "data:"))] == []
    assert readers.cookies == []


def test_reading_and_searching_work_without_javascript(
    demonstration: Server, browser: Browser
) -> None:
    context = browser.new_context(locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    page.goto(demonstration.base + "/")
    page.locator("#site-search").fill("gemeenschapsgoed")
    page.locator("#site-search").press("Enter")
    page.locator("main a[href*='wat-zijn-digitale']").first.click()
    assert "gemeenschapsgoed" in page.locator("article[lang]").inner_text()
    context.close()


def test_the_keyboard_reaches_the_text_first_by_the_skip_link(
    demonstration: Server, browser: Browser
) -> None:
    page = opened(browser, demonstration, "nl-NL", steward=False)
    page.goto(demonstration.base + EXPLAINER)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.context.close()
    assert outline == "solid"
