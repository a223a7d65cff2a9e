"""What stands on `/settings/`: parts of the core add their own pages from `AppConfig.ready()`.

settings_pages.add(SettingsPage("privacy:mine", _("Your data"), _("See, download, or leave")))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .models import Person


@dataclass(frozen=True)
class SettingsPage:
    """One entry. `url_name` is reversed without arguments; `shown_to` decides who sees it."""

    url_name: str
    name: Any
    about: Any = ""
    shown_to: Callable[[Person], bool] = lambda person: True


_pages: list[SettingsPage] = []


def add(page: SettingsPage) -> None:
    if page not in _pages:
        _pages.append(page)


def pages(person: Person) -> list[SettingsPage]:
    """Those that `person` gets to see, in the order of INSTALLED_APPS."""
    return [page for page in _pages if page.shown_to(person)]
