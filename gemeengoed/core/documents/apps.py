from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "gemeengoed.core.documents"
    label = "documents"

    def ready(self) -> None:
        from gemeengoed.core import registry
        from gemeengoed.core.sources import ties

        from . import ageing, authorship, drafts
        from .citing import TIES
        from .personal_data import HELD
        from .portable import PORTABLE

        ties.add(TIES)

        registry.register(
            registry.Capability(
                slug="documents",
                name=_("Texts"),
                built_in=True,
                api="gemeengoed.core.documents.api.router",
                personal_data=HELD,
                portable=PORTABLE,
                scheduled=[
                    registry.Scheduled("text-drafts", 60 * 24, drafts.sweep),
                    registry.Scheduled("old-revisions", 60, ageing.sweep),
                    registry.Scheduled("text-authors", 60, authorship.sweep),
                ],
            )
        )
