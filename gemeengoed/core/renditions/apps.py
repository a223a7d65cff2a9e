from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry


class RenditionsConfig(AppConfig):
    name = "gemeengoed.core.renditions"
    label = "renditions"

    def ready(self) -> None:
        from .checks import findings
        from .consumers import follow
        from .queries import backlog
        from .services import make_due, want_page_count
        from .sweeping import sweep

        registry.register(
            registry.Capability(
                slug="renditions",
                name=_("Forms of a text"),
                built_in=True,
                api="gemeengoed.core.renditions.api.router",
                checks=[findings],
                queues=[
                    registry.Queue("renditions", _("PDF, EPUB and other forms of texts"), backlog)
                ],
                consumers=[follow],
                revision_saved=[want_page_count],
                scheduled=[
                    registry.Scheduled("renditions", 1, make_due),
                    registry.Scheduled("renditions-sweep", 6 * 60, sweep),
                ],
            )
        )
