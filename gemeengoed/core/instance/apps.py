from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.registry import Role


class InstanceConfig(AppConfig):
    name = "gemeengoed.core.instance"
    label = "instance"

    def ready(self) -> None:
        from .counting import figures
        from .log_sentences import DETAILS, SENTENCES

        registry.register(
            registry.Capability(
                slug="instance",
                name=_("The server"),
                built_in=True,
                permissions={
                    "instance.change": Role.OPERATOR,
                    "instance.see_figures": Role.OPERATOR,
                },
                figures=[figures],
                log_sentences=SENTENCES,
                log_details=DETAILS,
            )
        )
