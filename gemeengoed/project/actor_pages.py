"""`/` and `/@handle/`: which page an address shows depends on the kind of actor."""

from django.http import Http404, HttpRequest, HttpResponse

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.commons import views as commons
from gemeengoed.core.people import views as people

PAGES = {
    ActorKind.PERSON: people.profile,
    ActorKind.ORGANISATION: people.organisation,
    ActorKind.COMMONS: commons.programme,
}


def home(request: HttpRequest) -> HttpResponse:
    return commons.home(request)


def actor(request: HttpRequest, handle: str) -> HttpResponse:
    """The home of a person, an organisation or a commons; the same 404 for what is gone or never was."""
    kind = Actor.objects.filter(handle=handle, gone__isnull=True).values_list("kind", flat=True)
    page = PAGES.get(ActorKind(kind[0])) if kind else None
    if page is None:
        raise Http404
    return page(request, handle)
