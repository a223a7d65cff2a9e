"""Pages that other parts of the core add to the settings of a commons, from `AppConfig.ready()`.

settings_pages.add("discussion:settings", _("Discussion"))
"""

from typing import Any

_pages: list[tuple[str, Any]] = []


def add(url_name: str, label: Any) -> None:
    """`url_name` is reversed with the handle; only stewards see the menu."""
    if (url_name, label) not in _pages:
        _pages.append((url_name, label))


def added() -> list[tuple[str, Any]]:
    """In the order of INSTALLED_APPS."""
    return list(_pages)
