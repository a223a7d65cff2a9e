"""The menu: five entries at most, and nothing empty in it."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.actors.kept import kept
from gemeengoed.core.commons.access import Access
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.registry import Capability, Menu

LABELS: dict[Menu, Promise] = {
    Menu.READ: _("Read"),
    Menu.AGENDA: _("Agenda"),
    Menu.TAKE_PART: _("Take part"),
    Menu.PLAN: _("Plan and decisions"),
    Menu.ABOUT: _("About"),
}
ABOUT = ("about", "charter", "people", "log")
"""First parts of the addresses that the core itself has under 'About'."""


class MenuEntry(NamedTuple):
    menu: Menu
    label: Promise
    url: str
    current: bool = False


def switched_on(commons: Commons) -> list[Capability]:
    """The sections that this commons uses, in the order of what is installed."""
    return [one for one in registry.optional() if one.slug in commons.capabilities]


def _places(commons: Commons) -> list[Capability]:
    """What has a place in the menu: the sections in use, then the core's own pages of a commons."""
    own = [one for one in registry.capabilities() if one.built_in and one.menu]
    return [*switched_on(commons), *own]


def uses_section(handle: str, slug: str) -> bool:
    """Whether the commons at `handle` has that section switched on."""
    rows = Commons.objects.filter(actor__handle=handle).values_list("capabilities", flat=True)
    return any(slug in used for used in rows)


def without_section(slug: str) -> list[str]:
    """Handles of the commons that have it switched off."""
    rows = Commons.objects.filter(actor__gone__isnull=True).values_list(
        "actor__handle", "capabilities"
    )
    return [handle for handle, used in rows.iterator() if slug not in used]


def is_empty(capability: Capability, commons: Commons) -> bool:
    ask = capability.is_empty
    if ask is None:
        return False
    return kept(commons.actor, f"empty-{capability.slug}", lambda: ask(commons.handle))


def sections(commons: Commons, menu: Menu) -> list[Capability]:
    """What stands under a menu entry and holds something."""
    return [one for one in _places(commons) if one.menu == menu and not is_empty(one, commons)]


def empty_sections(commons: Commons, menu: Menu | None = None) -> list[Capability]:
    """What is switched on (under a menu entry) and waits for somebody to begin."""
    return [
        one
        for one in switched_on(commons)
        if one.menu and menu in (None, one.menu) and is_empty(one, commons)
    ]


def menu(access: Access) -> list[MenuEntry]:
    """The entries that lead somewhere, in their fixed order; 'About' always does."""
    entries = [_entry(access, one) for one in Menu if one != Menu.ABOUT]
    return [*filter(None, entries), _about(access)]


def _entry(access: Access, menu: Menu) -> MenuEntry | None:
    held = sections(access.commons, menu)
    if not held:
        return None
    home = access.commons.get_absolute_url()
    url = f"{home}{held[0].slug}/" if len(held) == 1 else f"{home}{menu}/"
    places = [f"{home}{menu}/", *(f"{home}{one.slug}/" for one in held)]
    return MenuEntry(menu, LABELS[menu], url, access.path.startswith(tuple(places)))


def _about(access: Access) -> MenuEntry:
    home = access.commons.get_absolute_url()
    slugs = [one.slug for one in switched_on(access.commons) if one.menu == Menu.ABOUT]
    places = tuple(f"{home}{slug}/" for slug in (*ABOUT, *slugs))
    return MenuEntry(
        Menu.ABOUT, LABELS[Menu.ABOUT], f"{home}about/", access.path.startswith(places)
    )
