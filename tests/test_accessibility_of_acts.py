"""Pages that something done leads to, as axe sees them; and doing it with the keyboard alone."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility import EXPLAINER, here, log_in, logins, opened
from tests.running import PASSWORD, Server, clean_environment

pytestmark = [pytest.mark.browser, pytest.mark.processes]

WRITE = f"{EXPLAINER}nl/write/"


class Looking:
    """A browser that goes to pages of the demonstration and gathers what axe finds on them."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.found: list[str] = []

    def look(self, path: str = "") -> None:
        """At the page at `path`, or at the one that is open."""
        if path:
            self.page.goto(self.base + path)
        self.found += here(self.page)

    def follow(self, path: str, link: str) -> None:
        """Looks at what the first `link` (a selector) on the page at `path` leads to."""
        self.page.goto(self.base + path)
        self.look(str(self.page.locator(link).first.get_attribute("href")))

    def submit(self, path: str, **values: str) -> None:
        """Fills in `values` on the page at `path` and sends the form that holds them."""
        self.page.goto(self.base + path)
        for name, value in values.items():
            self.page.locator(f"main [name={name}]").first.fill(value)
        holder = self.page.locator(f"[name={next(iter(values))}]")
        form = self.page.locator("main form", has=holder).first
        form.locator("button[type=submit]:visible:not([name=bring])").first.click()


@pytest.fixture
def steward(demonstration: Server, browser: Browser) -> Iterator[Looking]:
    page = opened(browser, demonstration, "nl-NL", steward=True)
    yield Looking(page, demonstration.base)
    page.context.close()


def test_forms_with_errors(steward: Looking) -> None:
    steward.submit("/organisations/new/", name="")
    assert steward.page.locator(".error-summary").count() == 1
    steward.look()
    steward.submit(WRITE, title="")
    assert steward.page.locator(".error-summary").count() == 1
    steward.look()
    assert not steward.found, "\n".join(steward.found)


def test_preview_comparing_and_a_text_that_was_withdrawn(steward: Looking) -> None:
    page = steward.page
    page.goto(steward.base + WRITE)
    page.locator("[name=title]").fill("Een andere titel")
    page.locator("[formaction$='/preview/']").click()
    steward.look()
    page.locator("button[name=save]").click()
    steward.look(f"{EXPLAINER}nl/compare/1/2/")
    steward.submit(f"{EXPLAINER}en/withdraw/", reason="Dit klopt niet meer.")
    steward.look(f"{EXPLAINER}en/")  # 410
    assert not steward.found, "\n".join(steward.found)


def test_older_rules_and_what_changed_in_them(steward: Looking) -> None:
    changed = {"reason": "Duidelijker.", "boundaries_nl": "Anders."}
    steward.submit("/@werkplaats/charter/edit/", **changed)
    steward.look("/@werkplaats/charter/versions/1/")
    steward.look("/@werkplaats/charter/compare/1/2/")
    assert not steward.found, "\n".join(steward.found)


def test_removing_inviting_and_a_letter(
    steward: Looking, demonstration: Server, browser: Browser
) -> None:
    steward.follow("/@werkplaats/settings/phases/", "main a[href$='/remove/']")
    steward.submit("/@werkplaats/settings/links/", days="3")
    link = steward.page.locator("#made").input_value()
    steward.look()
    steward.submit("/settings/server/people/invite/", email="ada@example.org")
    steward.look()
    steward.follow("/settings/server/mail/", "main table a[href^='/settings/server/mail/']")
    visitor = opened(browser, demonstration, "nl-NL", steward=False)
    visitor.goto(demonstration.base + link[link.index("/@") :])
    found = steward.found + here(visitor)
    visitor.context.close()
    assert not found, "\n".join(found)


def test_the_page_for_what_one_may_not_do(demonstration: Server, browser: Browser) -> None:
    page = opened(browser, demonstration, "nl-NL", steward=False)
    log_in(page, demonstration, "member", logins(demonstration)["member"])
    answer = page.goto(f"{demonstration.base}/@werkplaats/settings/")
    assert answer is not None
    assert answer.status == 403
    found = here(page)
    page.context.close()
    assert not found, "\n".join(found)


FOCUS = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  return [at.outerHTML.slice(0, 120), style.outlineStyle, parseFloat(style.outlineWidth)];
}"""


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until `selector` has the focus; each stop on the way shows where one is."""
    for _press in range(120):
        page.keyboard.press("Tab")
        html, style, width = page.evaluate(FOCUS)
        if html.startswith("<body"):
            continue
        assert style == "solid", f"{page.url}: no outline at {html}"
        assert width >= 2, f"{page.url}: a thin outline at {html}"
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"{page.url}: Tab never comes to {selector}")


def press(page: Page, selector: str) -> None:
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def add_person(server: Server, name: str) -> None:
    command = [sys.executable, "-m", "gemeengoed", "person", "add", name]
    command += ["--email", f"{name}@example.org", "--password-stdin"]
    environment = clean_environment(server.data)
    subprocess.run(command, env=environment, input=f"{PASSWORD}\n", text=True, check=True)


def test_log_in_join_write_and_publish_with_the_keyboard_alone(
    demonstration: Server, browser: Browser
) -> None:
    add_person(demonstration, "toets")
    base, page = demonstration.base, opened(browser, demonstration, "nl-NL", steward=False)
    page.goto(f"{base}/@werkplaats/")
    press(page, "header a[href^='/accounts/login/']")
    for name, words in (("login", "toets"), ("password", PASSWORD)):
        tab_to(page, f"[name={name}]")
        page.keyboard.type(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press(page, "main a[href$='/join/']")
    press(page, "main form button[type=submit]")
    assert page.url == f"{base}/@werkplaats/joined/"
    _make_editor(browser, demonstration, "toets")
    page.goto(f"{base}/@werkplaats/publications/")
    press(page, "main a[href='new/']")
    tab_to(page, "[name=title]")
    page.keyboard.type("Met het toetsenbord")
    press(page, "main form button.button")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type("## Zo gaat het\n\nZonder muis.")
    press(page, "button[name=publish]")
    press(page, "main form button[type=submit]")
    assert page.locator("article h1").inner_text() == "Met het toetsenbord"
    assert "Zonder muis." in page.locator("article").inner_text()
    page.context.close()


def _make_editor(browser: Browser, server: Server, name: str) -> None:
    steward = opened(browser, server, "nl-NL", steward=True)
    steward.goto(f"{server.base}/@werkplaats/settings/members/{name}/")
    steward.locator("[name=role][value=editor]").check()
    steward.locator("main form button[type=submit]").first.click()
    steward.context.close()
