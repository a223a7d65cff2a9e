"""The entries of people on `/settings/`."""

from django.utils.translation import gettext_lazy as _

from .models import Person
from .settings_pages import SettingsPage, add


def _operates(person: Person) -> bool:
    return person.is_steward


ENTRIES = [
    SettingsPage("people:edit_profile", _("Profile"), _("Your name, picture and a few words")),
    SettingsPage("people:language", _("Language"), _("Of pages and mail")),
    SettingsPage(
        "people:security", _("Logging in"), _("Password, passkeys, e-mail, where you are logged in")
    ),
    SettingsPage(
        "people:my_organisations", _("Organisations"), _("Where you belong and for whom you speak")
    ),
    SettingsPage("people:tokens", _("Apps"), _("Tokens that let an app in")),
    SettingsPage("instance:settings", _("The server"), _("Name, look, who may sign up"), _operates),
    SettingsPage(
        "people:operate_people", _("People of the server"), _("Approve, suspend, invite"), _operates
    ),
]


def add_all() -> None:
    for entry in ENTRIES:
        add(entry)
