"""A demonstration in a browser, and what axe finds on its pages."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.running import Server, free_port

RULES: dict[str, object] = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
}
EXPLAINER = "/@werkplaats/publications/wat-zijn-digitale-gemeenschapsgoederen/"


@pytest.fixture(scope="module")
def demonstration(
    tmp_path_factory: pytest.TempPathFactory, prepared_demonstration: Path
) -> Iterator[Server]:
    data: Path = tmp_path_factory.mktemp("shown") / "data"
    shutil.copytree(prepared_demonstration, data)
    server = Server(data, free_port(), ["--demo"]).start()
    yield server
    server.stop()


def logins(server: Server) -> dict[str, str]:
    found: dict[str, str] = json.loads((server.data / "demo-logins.json").read_text("utf-8"))
    return found


def opened(
    browser: Browser,
    server: Server,
    language: str,
    *,
    steward: bool,
    width: int = 1280,
    **options: Any,
) -> Page:
    context = browser.new_context(
        locale=language,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        **options,
    )
    context.add_init_script(AXE_SCRIPT)  # sent once, not again for each page
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


def here(page: Page) -> list[str]:
    """What axe finds on the page that is open: in light, and for contrast once more in dark."""
    found = findings(page)
    page.emulate_media(color_scheme="dark")
    found += findings(page, {"type": "rule", "values": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    return found


def findings(page: Page, rules: dict[str, object] = RULES) -> list[str]:
    """The violations alone: telling all that was right as well takes longer than finding it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    violations = page.evaluate(
        "options => axe.run(document, options).then((found) => found.violations)", options
    )
    return [
        f"{page.url} {one['id']}: {node['html'][:160]}"
        for one in violations
        for node in one["nodes"]
    ]
