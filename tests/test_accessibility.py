"""Every page as somebody with a screen reader, a keyboard, a magnifier or a phone meets it."""

import pytest
from playwright.sync_api import Browser

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
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/no-such-page/",
]
FOR_STEWARDS = [
    "/settings/",
    "/settings/profile/",
    "/settings/language/",
    "/settings/security/",
    "/settings/tokens/",
    "/settings/organisations/",
    "/settings/privacy/",
    "/settings/privacy/delete/",
    "/settings/server/",
    "/settings/server/people/",
    "/settings/server/people/member/",
    "/settings/server/people/invite/",
    "/settings/server/mail/",
    "/settings/server/backlog/",
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


@pytest.mark.parametrize("language", ["nl-NL", "en-GB"])
@pytest.mark.parametrize(
    ("steward", "addresses"),
    [(False, FOR_READERS), (True, FOR_STEWARDS)],
    ids=["readers", "stewards"],
)
def test_axe_finds_nothing_on_any_page_in_light_and_dark(
    demonstration: Server, browser: Browser, language: str, steward: bool, addresses: list[str]
) -> None:
    page = opened(browser, demonstration, language, steward=steward)
    dark = language == "nl-NL"
    found = [
        one for path in addresses for one in findings(page, demonstration.base + path, dark=dark)
    ]
    page.context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("steward", "addresses"),
    [(False, FOR_READERS), (True, FOR_STEWARDS)],
    ids=["readers", "stewards"],
)
def test_no_page_scrolls_sideways_at_320_pixels(
    demonstration: Server, browser: Browser, steward: bool, addresses: list[str]
) -> None:
    """320 CSS pixels are also 1280 at 400 % zoom (WCAG 2.2, 1.4.10)."""
    page = opened(browser, demonstration, "nl-NL", steward=steward, width=320)
    wide = []
    for path in addresses:
        page.goto(demonstration.base + path)
        if page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        ):
            wide.append(path)
    page.context.close()
    assert wide == []


def test_every_page_answers_and_nothing_is_blocked_by_the_security_policy(
    demonstration: Server, browser: Browser
) -> None:
    page = opened(browser, demonstration, "nl-NL", steward=True)
    complaints: list[str] = []
    # Chromium's advice on password forms is of the level "verbose".
    page.on(
        "console",
        lambda said: (
            said.type in ("error", "warning") and complaints.append(f"{page.url} {said.text}")
        ),
    )
    page.on("pageerror", lambda error: complaints.append(f"{page.url} {error}"))
    for path in [*FOR_READERS[:-1], *FOR_STEWARDS]:
        answer = page.goto(demonstration.base + path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"
    page.context.close()
    assert complaints == []


def test_no_page_asks_anything_of_another_host_and_readers_get_no_cookie(
    demonstration: Server, browser: Browser
) -> None:
    page = opened(browser, demonstration, "nl-NL", steward=False)
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    for path in FOR_READERS:
        if not path.startswith("/accounts/"):
            page.goto(demonstration.base + path)
    cookies = page.context.cookies()
    page.context.close()
    assert all(url.startswith((demonstration.base, "data:")) for url in asked)
    assert cookies == []


def test_reading_and_searching_work_without_javascript(
    demonstration: Server, browser: Browser
) -> None:
    context = browser.new_context(locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    page.goto(demonstration.base + "/")
    page.locator("#site-search").fill("gemeenschapsgoed")
    page.locator("#site-search").press("Enter")
    page.locator("main a[href*='wat-zijn-digitale']").first.click()
    assert "gemeenschapsgoed" in page.locator("article").inner_text()
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
