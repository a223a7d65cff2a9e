"""What federation adds to `/settings/`."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.people.settings_pages import SettingsPage

FOLLOWERS = SettingsPage(
    "federation:followers",
    _("Other servers"),
    _("Who follows you from there, who may, and moving away"),
)
SERVERS = SettingsPage(
    "federation:servers",
    _("Servers elsewhere"),
    _("Who is known there, what fails, what is blocked, reports"),
    lambda person: person.is_steward,
)
