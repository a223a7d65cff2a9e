"""What the commons add to `/settings/`."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.people.models import Affiliation, Person
from gemeengoed.core.people.settings_pages import SettingsPage


def _looks_after_one(person: Person) -> bool:
    return Affiliation.objects.filter(person=person, may_manage=True).exists()


PARTNERSHIPS = SettingsPage(
    "all_commons:partnerships",
    _("Partnerships"),
    _("Which commons name your organisations as partner"),
    _looks_after_one,
)
