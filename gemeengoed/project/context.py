"""What every page knows: the server, the commons one is in, its menu, the person, the languages."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gemeengoed.core.commons import queries as commons
from gemeengoed.core.commons.access import Access
from gemeengoed.core.instance import queries as instances
from gemeengoed.core.instance.models import SignUp
from gemeengoed.core.notices import queries as notices
from gemeengoed.core.people.models import Person

LANGUAGES = (("nl", "Nederlands"), ("en", "English"))


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    code: str = ""
    current: bool = False


def page(request: HttpRequest) -> dict[str, Any]:
    access: Access | None = getattr(request, "commons_access", None)
    person = _person(request)
    return {
        "instance": SimpleLazyObject(instances.current),
        "access": access,
        "commons": access.commons if access else None,
        "menu": SimpleLazyObject(lambda: commons.menu(access)) if access else [],
        "person": person,
        "person_menu": _person_menu(person, access),
        "notices_url": reverse("notices:notices") if person else "",
        "unseen_notices": SimpleLazyObject(lambda: notices.unseen_count(person)) if person else 0,
        "languages": _languages(request),
        "choose_language_url": reverse("people:choose_language"),
        "this_page": _this_page(request),
        "search_url": f"{access.commons.get_absolute_url()}search/" if access else "/search/",
        "search_query": request.GET.get("q", ""),
        "feed_url": _feed(access),
        "at_foot": [] if access is None or person else _at_foot(access),
        "signup_closed": SimpleLazyObject(_closed),
        "about_url": f"{access.commons.get_absolute_url()}about/" if access else "/commons/",
        "privacy_url": "/privacy/",
        "accessibility_url": _("/accessibility/"),
    }


def _closed() -> bool:
    return instances.current().sign_up == SignUp.INVITATION


def _person(request: HttpRequest) -> Person | None:
    # No session cookie, nobody logged in: the session need not be looked at.
    user = getattr(request, "user", None)
    known = bool(request.COOKIES) and user is not None and user.is_authenticated
    return user if known and isinstance(user, Person) else None


def _person_menu(person: Person | None, access: Access | None) -> list[Link]:
    if person is None:
        return []
    links = [
        Link(_("Your page"), person.get_absolute_url()),
        Link(_("Settings"), reverse("people:settings")),
    ]
    if access is not None and access.may("conversations.read"):
        links.append(Link(_("Inbox of this commons"), f"{access.commons.get_absolute_url()}inbox/"))
    if person.is_steward:
        links.append(Link(_("The server"), reverse("instance:settings")))
    return links


def _feed(access: Access | None) -> str:
    if access is None:
        return ""
    fed = [one.slug for one in commons.switched_on(access.commons) if one.feed]
    return f"{access.commons.get_absolute_url()}{fed[0]}/feed.atom" if fed else ""


def _at_foot(access: Access) -> list[str]:
    return [one.at_foot for one in commons.switched_on(access.commons) if one.at_foot]


def _this_page(request: HttpRequest) -> str:
    """Where one comes back after choosing a language: without the one that the address itself asks for."""
    query = request.GET.copy()
    query.pop("lang", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _languages(request: HttpRequest) -> list[Link]:
    now = get_language()
    links = []
    for code, label in LANGUAGES:
        query = request.GET.copy()
        query["lang"] = code
        links.append(Link(label, f"?{query.urlencode()}", code, code == now))
    return links
