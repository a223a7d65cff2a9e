"""Cleaning a page in a process of its own.

A parser of HTML takes time that grows with the square of how deep a page nests: 300 KB of <div> took 22
seconds. No bound within a thread stops it, so it runs apart, where time and memory end it.
"""

import json
import subprocess
import sys

from . import pages
from .pages import Page


class TooIntricate(Exception):
    """It took too long or too much."""


def cleaned(page: str, address: str) -> Page:
    """As `pages.cleaned`. Raises TooIntricate."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", pages.__file__],
            input=json.dumps([page, address]).encode(),
            capture_output=True,
            timeout=2 * pages.SECONDS,
            check=True,
        )
        document, text = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise TooIntricate from error
    return Page(document, text)
