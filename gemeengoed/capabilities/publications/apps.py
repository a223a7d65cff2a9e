from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.registry import Menu, Scheduled, Searchable, SitemapSection


class PublicationsConfig(AppConfig):
    name = "gemeengoed.capabilities.publications"
    label = "publications"

    def ready(self) -> None:
        from . import demonstration, imprint, letter_blocks, queries, releasing, search
        from .federation import FEDERATED
        from .log_sentences import SENTENCES
        from .permissions import ACTS
        from .personal_data import HELD
        from .portable import PORTABLE

        registry.register(
            registry.Capability(
                slug="publications",
                name=_("Publications"),
                menu=Menu.READ,
                description=_("Explainers, reports and articles, in series and in languages."),
                urls="gemeengoed.capabilities.publications.urls",
                api="gemeengoed.capabilities.publications.api.router",
                permissions=ACTS,
                documents=[imprint.KIND],
                federated=[FEDERATED],
                searchable=[Searchable("publication", search.entries, search.all_uris)],
                tied_to_question=queries.tied_to_question,
                stands_at=queries.stands_at,
                latest=queries.latest,
                is_empty=queries.is_empty,
                sitemap=SitemapSection(queries.sitemap),
                scheduled=[Scheduled("publications-release", 1, releasing.release_due)],
                personal_data=HELD,
                letter_blocks=[letter_blocks.BLOCK],
                portable=PORTABLE,
                demonstration=demonstration.build,
                feed=True,
                log_sentences=SENTENCES,
            )
        )
