from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.registry import MailTaken, Menu, Scheduled


class NewslettersConfig(AppConfig):
    name = "gemeengoed.capabilities.newsletters"
    label = "newsletters"

    def ready(self) -> None:
        from . import erasing, letters_to_one, mail_taken
        from .came_back import came_back
        from .log_sentences import SENTENCES
        from .permissions import ACTS
        from .personal_data import HELD
        from .queries.letters import is_empty
        from .services import link_checks as _jobs  # noqa: F401 - declares one
        from .services import sending

        registry.register(
            registry.Capability(
                slug="newsletters",
                name=_("Letters"),
                menu=Menu.READ,
                description=_("A letter by mail each month, for whoever joins the list."),
                urls="gemeengoed.capabilities.newsletters.urls",
                at_foot="newsletters/at_foot.html",
                permissions=ACTS,
                mail=(
                    MailTaken("", mail_taken.to_commons),
                    MailTaken("join", mail_taken.to_join),
                    MailTaken(letters_to_one.CONFIRM, mail_taken.to_confirm, personal=True),
                    MailTaken(letters_to_one.LEAVE, mail_taken.to_leave, personal=True),
                    MailTaken(letters_to_one.LETTER, mail_taken.to_letter, personal=True),
                ),
                mail_came_back=came_back,
                scheduled=(
                    Scheduled("newsletters", 1, sending.send_due, _("Letters that are due")),
                    Scheduled(
                        "newsletters-sweep", 60 * 24, erasing.sweep, _("Erasing old addresses")
                    ),
                ),
                is_empty=is_empty,
                feed=True,
                personal_data=HELD,
                log_sentences=SENTENCES,
            )
        )
