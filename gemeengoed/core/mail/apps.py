from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.registry import Role


class MailConfig(AppConfig):
    name = "gemeengoed.core.mail"
    label = "mail"

    def ready(self) -> None:
        from gemeengoed.core.people import settings_pages

        from .delivery import look
        from .incoming import checks, keeping, mailbox
        from .incoming.processing import process
        from .personal_data import PERSONAL_DATA
        from .sweeping import sweep

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
                personal_data=PERSONAL_DATA,
                scheduled=[
                    registry.Scheduled("mail", 1, look, _("Sending mail")),
                    registry.Scheduled("mail-in", 1, process, _("Reading mail that came in")),
                    registry.Scheduled("mail-fetch", 1, mailbox.fetch, _("Fetching mail")),
                    registry.Scheduled("mail-sweep", 60 * 24, sweep, _("Erasing old mail")),
                    registry.Scheduled(
                        "mail-in-sweep", 60 * 24, keeping.sweep, _("Erasing old mail that came in")
                    ),
                ],
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
