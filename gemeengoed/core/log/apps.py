from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry


class LogConfig(AppConfig):
    name = "gemeengoed.core.log"
    label = "log"

    def ready(self) -> None:
        from .checks import findings
        from .portable import LOG

        registry.register(
            registry.Capability(
                slug="log",
                name=_("Public log"),
                built_in=True,
                api="gemeengoed.core.log.api.router",
                feed=True,
                checks=[findings],
                portable=[LOG],
            )
        )
