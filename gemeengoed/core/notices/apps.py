from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "gemeengoed.core.notices"
    label = "notices"

    def ready(self) -> None:
        from gemeengoed.core import registry
        from gemeengoed.core.people import settings_pages

        from . import checks, services
        from .personal_data import HELD

        registry.register(
            registry.Capability(
                slug="notices",
                name=_("Notices"),
                built_in=True,
                api="gemeengoed.core.notices.api.router",
                personal_data=HELD,
                checks=[checks.backlog],
                scheduled=[
                    registry.Scheduled("notices", 1, services.send_soon),
                    registry.Scheduled("notices-daily", 15, services.send_daily),
                    registry.Scheduled("notices-sweep", 60 * 24, services.forget_old),
                ],
            )
        )
        settings_pages.add(
            settings_pages.SettingsPage(
                "notices:settings", _("Notices"), _("What you hear of, here and by mail")
            )
        )
