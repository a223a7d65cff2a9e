from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry


class ActivityConfig(AppConfig):
    name = "gemeengoed.core.activity"
    label = "activity"

    def ready(self) -> None:
        from .services import distribute

        registry.register(
            registry.Capability(
                slug="activity",
                name="Activity",
                built_in=True,
                scheduled=[
                    registry.Scheduled("activity", 1, distribute, _("Passing on what happened"))
                ],
            )
        )
