from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry


class MediaConfig(AppConfig):
    name = "gemeengoed.core.media"
    label = "media"

    def ready(self) -> None:
        from .checks import findings
        from .sweep import sweep

        registry.register(
            registry.Capability(
                slug="media",
                name=_("Pictures"),
                built_in=True,
                permissions={"media.upload": registry.Role.EDITOR},
                checks=[findings],
                scheduled=[
                    registry.Scheduled(
                        "media-sweep", 6 * 60, sweep, _("Clearing away pictures that nobody uses")
                    )
                ],
            )
        )
