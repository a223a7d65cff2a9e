"""The addresses of the instance. Capabilities are mounted under `/@<handle>/` by their declaration."""

from django.urls import URLPattern, URLResolver, include, path

from gemeengoed.core import registry
from gemeengoed.core.ui.views import emblem, emblem_picture

from . import actor_pages, api, health, sitemap

Patterns = list[URLPattern | URLResolver]


def _capability_urls() -> list[URLResolver]:
    return [
        path(f"{capability.slug}/", include((capability.urls, capability.slug)))
        for capability in registry.optional()
        if capability.urls
    ]


# What stands at a person, an organisation or a commons; most readers come here, so it is tried first.
of_an_actor: Patterns = [
    path("", actor_pages.actor, name="actor"),
    *_capability_urls(),
    path("emblem.svg", emblem, name="emblem"),
    path("emblem.png", emblem_picture, name="emblem_picture"),
    path("log/", include(("gemeengoed.core.log.urls", "log"))),
    path("sources/", include(("gemeengoed.core.sources.urls", "sources"))),
    path("definitions/", include(("gemeengoed.core.sources.definitions_urls", "definitions"))),
    path("texts/", include(("gemeengoed.core.documents.urls", "documents"))),
    path("texts/", include(("gemeengoed.core.renditions.urls", "renditions"))),
    path("", include(("gemeengoed.core.discussion.urls", "discussion"))),
    path("", include(("gemeengoed.core.conversations.urls", "conversations"))),
    path("", include(("gemeengoed.core.federation.followers.urls", "followers"))),
    path("", include(("gemeengoed.core.transfer.urls", "transfer"))),
    path("", include(("gemeengoed.core.commons.urls", "commons"))),
]

of_the_instance: Patterns = [
    path("", actor_pages.home, name="home"),
    path("healthz", health.health),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.part),
    path("robots.txt", sitemap.robots),
    path("", include(("gemeengoed.core.search.urls", "search"))),
    path("", include(("gemeengoed.core.federation.urls", "federation"))),
    path("media/", include(("gemeengoed.core.media.urls", "media"))),
    path("accounts/", include("allauth.urls")),
    path("api/commons/v1/", api.api.urls),
    path("log/", include(("gemeengoed.core.log.instance_urls", "instance_log"))),
    path("", include("gemeengoed.project.setup_urls")),
    path("", include(("gemeengoed.core.instance.urls", "instance"))),
    path("", include(("gemeengoed.core.mail.urls", "mail"))),
    path("", include(("gemeengoed.core.people.urls", "people"))),
    path("", include(("gemeengoed.core.notices.urls", "notices"))),
    path("", include(("gemeengoed.core.privacy.urls", "privacy"))),
    path("", include(("gemeengoed.core.commons.instance_urls", "all_commons"))),
    path("", include(("gemeengoed.core.ui.urls", "ui"))),
]

urlpatterns: Patterns = [path("@<str:handle>/", include(of_an_actor)), *of_the_instance]

handler400 = "gemeengoed.project.errors.bad_request"
handler403 = "gemeengoed.project.errors.permission_denied"
handler404 = "gemeengoed.project.errors.not_found"
handler429 = "gemeengoed.core.people.views.too_many_requests"  # asked for by django-allauth
handler500 = "gemeengoed.project.errors.server_error"
