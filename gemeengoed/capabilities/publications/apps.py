from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.registry import Menu, Role, Searchable, SitemapSection


class PublicationsConfig(AppConfig):
    name = "gemeengoed.capabilities.publications"
    label = "publications"

    def ready(self) -> None:
        from . import demonstration, queries, search

        registry.register(
            registry.Capability(
                slug="publications",
                name=_("Publications"),
                menu=Menu.READ,
                description=_("Explainers, reports and articles, in series and in languages."),
                urls="gemeengoed.capabilities.publications.urls",
                api="gemeengoed.capabilities.publications.api.router",
                permissions={
                    "publications.write": Role.EDITOR,
                    "publications.publish": Role.EDITOR,
                    "publications.withdraw": Role.EDITOR,
                },
                searchable=[Searchable("publication", search.entries, search.all_uris)],
                tied_to_question=queries.tied_to_question,
                latest=queries.latest,
                is_empty=queries.is_empty,
                sitemap=SitemapSection(queries.sitemap),
                demonstration=demonstration.build,
                feed=True,
                log_sentences={
                    "publication.withdrawn": _(
                        "%(actor)s withdrew “%(title)s” (%(language)s): %(reason)s"
                    ),
                    "publication.withdrawn_from_members": _(
                        "%(actor)s withdrew a text for members"
                    ),
                },
            )
        )
