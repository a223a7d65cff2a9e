"""What federation adds to `/settings/`."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.people.settings_pages import SettingsPage

FOLLOWERS = SettingsPage(
    "federation:followers",
    _("Other servers"),
    _("Who follows you from there, who may, and moving away"),
)
