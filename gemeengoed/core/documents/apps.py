from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gemeengoed.core.documents"
    label = "documents"

    def ready(self) -> None:
        from gemeengoed.core import registry

        from . import ageing, authorship, drafts
        from .personal_data import HELD

        registry.register(
            registry.Capability(
                slug="documents",
                name="Documents",
                built_in=True,
                api="gemeengoed.core.documents.api.router",
                personal_data=HELD,
                scheduled=[
                    registry.Scheduled("text-drafts", 60 * 24, drafts.sweep),
                    registry.Scheduled("old-revisions", 60, ageing.sweep),
                    registry.Scheduled("text-authors", 60, authorship.sweep),
                ],
            )
        )
