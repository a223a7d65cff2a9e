from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry


class PrivacyConfig(AppConfig):
    name = "gemeengoed.core.privacy"
    label = "privacy"

    def ready(self) -> None:
        from gemeengoed.core.people import settings_pages

        from .held_below import HELD

        registry.register(
            registry.Capability(
                slug="privacy",
                name=_("What you do"),
                built_in=True,
                personal_data=HELD,
                api="gemeengoed.core.privacy.api.router",
            )
        )
        page = settings_pages.SettingsPage(
            "privacy:mine", _("Your data"), _("See what is held on you, take it along, or leave")
        )
        settings_pages.add(page)
