"""A whole letter as mail programs show it: what caniemail.com knows of them, and what axe says of it."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone, translation
from django.utils.formats import date_format
from playwright.sync_api import Browser, Page

from gemeengoed.capabilities.newsletters.tests.conftest import Scene, scene
from gemeengoed.core.media.tests.making import picture
from tests import npm
from tests.accessibility import findings
from tests.whole_letter import ALT, as_mailed, whole_letter

# Playwright runs a loop of its own in this thread; Django's check takes that for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
__all__ = ["scene"]
pytestmark = pytest.mark.django_db
PROGRAMS = (
    "gmail.desktop-webmail", "gmail.mobile-webmail", "gmail.ios", "gmail.android",
    "outlook.windows", "outlook.outlook-com", "outlook.macos", "outlook.ios", "outlook.android",
    "apple-mail.macos", "apple-mail.ios", "thunderbird.macos",
    "yahoo.desktop-webmail", "yahoo.ios", "yahoo.android",
)  # fmt: skip
"""Outlook for Windows is the classic one. Thunderbird shows the same elsewhere."""

NOT_EVERYWHERE = {
    "@media": "only dark mode and less space on phones: without it the letter is light and roomier",
    "<style> element": "only @media stands in it; all else stands in the elements",
    "color-scheme meta tag": "only asks not to have colours turned that are dark already",
    "display:none": "of the line for the list of messages: where it shows, it is a first sentence",
    "max-height property": "hides that line too, where display does not; Outlook has mso-hide",
    "overflow": "hides that line; and lets a wide table scroll, which else widens the page",
    "table-layout": "keeps one long word from widening the page; Outlook has a fixed width for it",
    "word-wrap": "breaks such a word; else the page is as wide as that word",
    "white-space": "breaks the lines of code; else they are as long as they were written",
    "aria-hidden attribute": "then that line is read aloud before the letter",
    "aria-label attribute": "then the letter and its tables have no name of their own",
    "<body> element": "its colours are only the ground around the sheet, which has its own",
    "height property": "of pictures it is 'auto', which is what holds without it",
}
"""What at least one of them does not show, and why the letter is as good without."""
NOT_WHOLLY = {
    "margin": "no negative ones; 'auto' only to centre the page, which align does as well",
    "display": "no flex or grid",
    "text-decoration": "one value: underline or none",
    "<ul>, <ol> and <dl>": "neither 'reversed' nor 'value'",
    "text-align": "left or right",
    "lang attribute": "never on a cell",
    "background": "a colour and nothing else",
    "role attribute": "tables for layout have it; elsewhere it only adds",
    "font-size": "in pixels",
    "font-weight": "700, or bold by its element",
    "padding": "the sheet's is on its cell; a list or quote without it is still one",
    "width property": "of what Outlook lays out, widths are attributes too",
    "width attribute": "in pixels on pictures",
    "max-width": "Outlook gets a table of 600 in a comment for it alone",
    "border": "1 to 3 pixels; of a quote it only underlines that it is one",
    "line-height": "in pixels; a pixel more or less",
    "align attribute": "'center' alone",
    "height attribute": "of the emblem, which is square: its width alone makes it as high",
    "<img> element": "Thunderbird asks before it shows what lies elsewhere; words stand in its place",
}
"""What all of them show, but not in each form, and why it is not the form that is used."""

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@npm.needs_npm
def test_what_mail_programs_do_not_show_is_named_with_why_the_letter_is_as_good_without(
    scene: Scene,
) -> None:
    script = Path(__file__).with_name("caniemail.mjs")
    done = subprocess.run(
        ["node", str(script), *PROGRAMS],
        input=as_mailed(scene, whole_letter(scene)),
        cwd=npm.FOLDER,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    lacking = {title for title, one in found.items() if one["not"]}
    assert lacking == set(NOT_EVERYWHERE), found
    assert set(found) - lacking == set(NOT_WHOLLY), found


def shown(browser: Browser, letter: str, *, pictures: bool = True, **options: object) -> Page:
    """The letter in a window without a server: each picture is a wide one, or does not come."""
    page = browser.new_page(**options)  # type: ignore[arg-type]
    bytes_of_it = picture(1120, 400).read()
    page.route("**/*", lambda route: route.fulfill(body=bytes_of_it) if pictures else route.abort())
    page.set_content(letter)
    return page


@pytest.mark.browser
def test_a_letter_is_accessible_and_fits_a_phone_in_both_languages_light_and_dark(
    scene: Scene, browser: Browser
) -> None:
    letter, found = whole_letter(scene), []
    for language in ("nl", "en"):
        html = as_mailed(scene, letter, language)
        page = shown(browser, html)
        page.evaluate(AXE_SCRIPT)
        for width in (800, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(WIDER) <= 0, (language, width)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                found += [f"{language} {width} {scheme} {one}" for one in findings(page)]
        page.close()
    assert found == []


def test_a_day_in_a_letter_is_no_today_or_yesterday(scene: Scene) -> None:
    html = as_mailed(scene, whole_letter(scene))
    with translation.override("nl"):
        today = date_format(timezone.localtime(), "l j F Y")
    day = html.partition("<time ")[2].partition(">")[2].partition("</time>")[0]
    assert day.startswith(today)


@pytest.mark.browser
def test_without_pictures_words_stand_in_their_place(scene: Scene, browser: Browser) -> None:
    page = shown(browser, as_mailed(scene, whole_letter(scene)), pictures=False)
    page.set_viewport_size({"width": 320, "height": 900})
    box = page.get_by_role("img", name=ALT).bounding_box()
    assert box is not None
    assert box["height"] >= 16
    assert page.evaluate(WIDER) <= 0
    assert page.locator("img:not([alt])").count() == 0
