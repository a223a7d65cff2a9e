"""From what a browser says of itself to words that its user recognises: 'Firefox on Windows'."""

import re

from django.utils.translation import gettext as _

# The first that fits: most browsers also call themselves by the names further down.
_BROWSERS = [
    ("Edge", r"\bEdgA?(iOS)?/"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Vivaldi", r"\bVivaldi/"),
    ("Firefox", r"\b(Firefox|FxiOS)/"),
    ("Chromium", r"\b(Chromium|HeadlessChrome)/"),
    ("Chrome", r"\b(Chrome|CriOS)/"),
    ("Safari", r"\bVersion/[\d.]+ (Mobile/\w+ )?Safari/"),
]
_SYSTEMS = [
    ("Windows", r"\bWindows\b"),
    ("Android", r"\bAndroid\b"),
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Chrome OS", r"\bCrOS\b"),
    ("macOS", r"\bMac ?OS X\b"),
    ("Linux", r"\bLinux\b"),
]


def describe(user_agent: str) -> str:
    """Browser and system of a User-Agent header (RFC 9110, 10.1.5); the header itself if unknown."""
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    if not browser:
        return user_agent
    if not system:
        return browser
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}


def _first(known: list[tuple[str, str]], user_agent: str) -> str:
    return next((name for name, mark in known if re.search(mark, user_agent)), "")
