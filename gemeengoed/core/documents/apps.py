from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gemeengoed.core.documents"
    label = "documents"

    def ready(self) -> None:
        from gemeengoed.core import registry
        from gemeengoed.core.sources import ties

        from .citing import TIES
        from .personal_data import HELD

        ties.add(TIES)

        registry.register(
            registry.Capability(
                slug="documents",
                name="Documents",
                built_in=True,
                api="gemeengoed.core.documents.media_api.router",
                personal_data=HELD,
            )
        )
