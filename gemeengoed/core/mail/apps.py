from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.registry import Role


class MailConfig(AppConfig):
    name = "gemeengoed.core.mail"
    label = "mail"

    def ready(self) -> None:
        from gemeengoed.core.people import settings_pages

        from .clock import SCHEDULED
        from .incoming import checks
        from .personal_data import PERSONAL_DATA
        from .queues import QUEUES

        registry.register(
            registry.Capability(
                slug="mail",
                name=_("Mail"),
                built_in=True,
                api="gemeengoed.core.mail.api.router",
                permissions={
                    "mail.see_kept": Role.OPERATOR,
                    "mail.steer": Role.OPERATOR,
                    "mail.change_incoming": Role.OPERATOR,
                },
                checks=checks.CHECKS,
                queues=QUEUES,
                personal_data=PERSONAL_DATA,
                scheduled=SCHEDULED,
            )
        )
        settings_pages.add(
            settings_pages.SettingsPage(
                "mail:list",
                _("Mail of the server"),
                _("What goes out, and what is kept here"),
                lambda person: person.is_steward,
            )
        )
