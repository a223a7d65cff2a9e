"""Log-ins are told apart by names that people know."""

import pytest
from django.utils import translation

from gemeengoed.core.ui.browsers import describe

MOZILLA = "Mozilla/5.0"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0"


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (
            f"{MOZILLA} (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
            "Firefox on Linux",
        ),
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36", "Chrome on Windows"),
        (f"{MOZILLA} (Windows NT 10.0) {CHROME} Safari/537.36 Edg/130.0.0.0", "Edge on Windows"),
        (f"{MOZILLA} (Linux; Android 10; K) {CHROME} Mobile Safari/537.36", "Chrome on Android"),
        (
            (
                f"{MOZILLA} (iPhone; CPU iPhone OS 17_7 like Mac OS X) AppleWebKit/605.1.15 "
                "(KHTML, like Gecko) Version/17.7 Mobile/15E148 Safari/604.1"
            ),
            "Safari on iPhone",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_browser_and_system(header: str, words: str) -> None:
    with translation.override("en"):
        assert describe(header) == words


def test_in_dutch() -> None:
    with translation.override("nl"):
        assert describe(f"{MOZILLA} (X11; Linux) Gecko Firefox/132.0") == "Firefox op Linux"
