"""The entries for operators on `/settings/`."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.people.settings_pages import SettingsPage, add

ENTRY = SettingsPage(
    "federation:servers",
    _("Other servers"),
    _("Who is known elsewhere, what fails, what is blocked, reports"),
    lambda person: person.is_steward,
)


def add_all() -> None:
    add(ENTRY)
