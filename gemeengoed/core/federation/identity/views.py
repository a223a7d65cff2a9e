"""`/.well-known/` and NodeInfo: how others find who is here, and what runs here."""

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from gemeengoed import __version__
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.instance import queries as instances
from gemeengoed.core.instance.models import SignUp
from gemeengoed.core.people.models import Person, PersonState

from .. import addresses
from ..activitystreams import writing
from ..models import PublishedObject
from . import documents

JRD = "application/jrd+json"
NODEINFO = "http://nodeinfo.diaspora.software/ns/schema/"
VERSIONS = ("2.0", "2.1")


@require_safe
def webfinger(request: HttpRequest) -> HttpResponse:
    """RFC 7033, of `acct:name@host` and of the ids and pages of who is here."""
    resource = request.GET.get("resource", "")
    if not resource:
        return JsonResponse({"error": "resource is missing"}, status=400)
    actor = Actor.objects.filter(handle=_handle(resource), gone__isnull=True).first()
    if actor is None or documents.of(actor) is None:
        return JsonResponse({"error": "not found"}, status=404)
    response = JsonResponse(_descriptor(actor), content_type=JRD)
    response.headers["Access-Control-Allow-Origin"] = "*"  # RFC 7033, section 5
    return response


def _handle(resource: str) -> str:
    """The handle in a resource of ours; empty for all others."""
    if resource.startswith(("http://", "https://")):
        return addresses.handle_of(resource)
    name, at, host = resource.removeprefix("acct:").removeprefix("@").rpartition("@")
    ours = at and host.lower() == settings.DOMAIN.lower()
    if not ours:
        return ""
    name = name.lower()
    return documents.INSTANCE if name == settings.DOMAIN.lower() else name


def _descriptor(actor: Actor) -> dict[str, object]:
    uri, page = addresses.actor(actor.handle), addresses.absolute(f"/@{actor.handle}/")
    return {
        "subject": f"acct:{actor.handle}@{settings.DOMAIN}",
        "aliases": [uri, page],
        "links": [
            {"rel": "self", "type": writing.MEDIA_TYPE, "href": uri},
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page},
        ],
    }


@require_safe
def nodeinfo_index(request: HttpRequest) -> HttpResponse:
    links = [
        {"rel": f"{NODEINFO}{version}", "href": addresses.absolute(f"/nodeinfo/{version}")}
        for version in VERSIONS
    ]
    return JsonResponse({"links": links}, content_type=JRD)


@require_safe
def nodeinfo(request: HttpRequest, version: str) -> HttpResponse:
    instance = instances.current()
    counted = Person.objects.aggregate(total=Count("pk", filter=Q(state=PersonState.ACTIVE)))
    found = {
        "version": version,
        "software": {"name": "gemeengoed", "version": __version__},
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": ["atom1.0"]},
        "openRegistrations": instance.sign_up == SignUp.OPEN,
        "usage": {
            "users": {"total": counted["total"]},
            "localPosts": PublishedObject.objects.filter(gone__isnull=True).count(),
        },
        "metadata": {"nodeName": instance.name},
    }
    kind = f'application/json; profile="{NODEINFO}{version}#"'
    return JsonResponse(found, content_type=kind)
