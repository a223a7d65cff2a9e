from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.registry import Menu


class NewslettersConfig(AppConfig):
    name = "gemeengoed.capabilities.newsletters"
    label = "newsletters"

    def ready(self) -> None:
        from .permissions import ACTS

        registry.register(
            registry.Capability(
                slug="newsletters",
                name=_("Letters"),
                menu=Menu.READ,
                description=_("A letter by mail each month, for whoever joins the list."),
                urls="gemeengoed.capabilities.newsletters.urls",
                permissions=ACTS,
            )
        )
