from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.registry import Menu, SitemapSection


class NewslettersConfig(AppConfig):
    name = "gemeengoed.capabilities.newsletters"
    label = "newsletters"

    def ready(self) -> None:
        from . import clock, demonstration, mail_taken, permissions, personal_data, portable
        from .came_back import came_back
        from .log_sentences import SENTENCES
        from .queries import letters, newest
        from .services.sending import mailing_ended

        registry.register(
            registry.Capability(
                slug="newsletters",
                name=_("Letters"),
                menu=Menu.READ,
                description=_("A letter by mail each month, for whoever joins the list."),
                urls="gemeengoed.capabilities.newsletters.urls",
                api="gemeengoed.capabilities.newsletters.api.router",
                at_foot="newsletters/at_foot.html",
                permissions=permissions.ACTS,
                mail=mail_taken.TAKEN,
                mail_came_back=came_back,
                mailing_ended=mailing_ended,
                scheduled=clock.SCHEDULED,
                is_empty=letters.is_empty,
                stands_at=letters.stands_at,
                latest=newest.latest,
                sitemap=SitemapSection(letters.sitemap),
                personal_data=personal_data.HELD,
                portable=portable.PORTABLE,
                log_sentences=SENTENCES,
                log_details={"added": _("New addresses")},
                demonstration_afterwards=demonstration.build,
                feed=True,
            )
        )
