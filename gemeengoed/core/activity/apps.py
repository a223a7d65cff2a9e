from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry


class ActivityConfig(AppConfig):
    name = "gemeengoed.core.activity"
    label = "activity"

    def ready(self) -> None:
        from .queries import backlog
        from .services import distribute

        registry.register(
            registry.Capability(
                slug="activity",
                name="Activity",
                built_in=True,
                queues=[
                    registry.Queue(
                        "activity", _("News to pass on to search, feeds and pages"), backlog
                    )
                ],
                scheduled=[
                    registry.Scheduled("activity", 1, distribute, _("Passing on what happened"))
                ],
            )
        )
