"""A demonstration in a browser, and what axe finds on its pages."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.running import Server, free_port

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
EXPLAINER = "/@werkplaats/publications/wat-zijn-digitale-gemeenschapsgoederen/"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data: Path = tmp_path_factory.mktemp("demonstration") / "data"
    server = Server(data, free_port(), ["--demo"]).start()
    yield server
    server.stop()


def logins(server: Server) -> dict[str, str]:
    found: dict[str, str] = json.loads((server.data / "demo-logins.json").read_text("utf-8"))
    return found


def opened(
    browser: Browser, server: Server, language: str, *, steward: bool, width: int = 1280
) -> Page:
    context = browser.new_context(
        locale=language, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    if steward:
        log_in(page, server, "steward", logins(server)["steward"])
    return page


def log_in(page: Page, server: Server, name: str, password: str) -> None:
    page.goto(f"{server.base}/accounts/login/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "login" not in url)


def findings(page: Page, address: str, *, dark: bool) -> list[str]:
    """What axe finds in light, and for contrast once more in dark: colours are the same in any language."""
    page.emulate_media(color_scheme="light")
    page.goto(address)
    return here(page, dark=dark)


def here(page: Page, *, dark: bool = True) -> list[str]:
    """The same of the page that is open."""
    found = _run(page, {"runOnly": RULES})
    if dark:
        page.emulate_media(color_scheme="dark")
        found += _run(page, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})
        page.emulate_media(color_scheme="light")
    return found


def _run(page: Page, options: dict[str, object]) -> list[str]:
    violations = Axe().run(page, options=options).response["violations"]
    return [
        f"{page.url} {one['id']}: {node['html'][:160]}"
        for one in violations
        for node in one["nodes"]
    ]
