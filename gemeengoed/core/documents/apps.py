from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "gemeengoed.core.documents"
    label = "documents"

    def ready(self) -> None:
        from gemeengoed.core import registry

        from .personal_data import HELD

        registry.register(
            registry.Capability(
                slug="documents",
                name=_("Texts"),
                built_in=True,
                api="gemeengoed.core.documents.media_api.router",
                personal_data=HELD,
            )
        )
