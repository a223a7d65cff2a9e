"""Coming into a commons with a request: which one, who, with which role."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gemeengoed.core import registry
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.people.models import Person
from gemeengoed.core.registry import Audience, Role
from gemeengoed.core.text import languages
from gemeengoed.core.ui.not_found import NotFound

from .models import Commons, MemberRole
from .permissions import includes, role_in

_AUDIENCES = {
    Role.VISITOR: [Audience.PUBLIC],
    Role.MEMBER: [Audience.PUBLIC, Audience.MEMBERS],
    Role.EDITOR: [Audience.PUBLIC, Audience.MEMBERS, Audience.EDITORS],
    Role.STEWARD: [Audience.PUBLIC, Audience.MEMBERS, Audience.EDITORS, Audience.STEWARDS],
}


class LoginRequired(PermissionDenied):
    """Not allowed to a visitor, maybe after logging in: the page for status 403 leads there."""


@dataclass(frozen=True)
class Access:
    """One person (or a visitor) in one commons, for the length of one request."""

    commons: Commons
    person: Person | None
    role: Role
    preferred: list[str] = field(default_factory=list)
    """Languages, the reader's best first."""
    path: str = ""
    """Address of the page that is asked for."""

    def may(self, act: str) -> bool:
        """Whether this person may do `act` here; an unknown act nobody may."""
        least = registry.least_role(act)
        if least is None:
            return False
        if least == Role.OPERATOR:
            return self.person is not None and self.person.is_active and self.person.is_steward
        return includes(self.role, least)

    def require(self, act: str) -> None:
        """Raises LoginRequired for a visitor who is not logged in, else PermissionDenied."""
        if self.may(act):
            return
        if self.person is None:
            raise LoginRequired(_("Log in to do this."))
        raise PermissionDenied(_("Your role in this commons does not allow this."))

    @property
    def audiences(self) -> list[Audience]:
        return list(_AUDIENCES[self.role])

    @property
    def actor(self) -> Actor:
        """Who acts, for log and activity. Raises LoginRequired for a visitor."""
        if self.person is None:
            raise LoginRequired(_("Log in to do this."))
        return self.person.actor

    @property
    def is_member(self) -> bool:
        return self.role != Role.VISITOR

    @property
    def is_steward(self) -> bool:
        return self.role == Role.STEWARD

    @property
    def role_name(self) -> str:
        """The role as the screen calls it; empty for a visitor."""
        return str(MemberRole(self.role.value).label) if self.is_member else ""


def visitor_or_person(request: HttpRequest) -> Person | None:
    """Who asks: by session, or by the token that the API accepted."""
    accepted = getattr(request, "auth", None)
    if isinstance(accepted, Person):
        return accepted
    user = getattr(request, "user", None)
    return user if isinstance(user, Person) and user.is_active else None


def require_person(request: HttpRequest) -> Person:
    """The person who is logged in. Raises LoginRequired."""
    person = visitor_or_person(request)
    if person is None:
        raise LoginRequired(_("Log in to do this."))
    return person


def find(handle: str) -> Commons:
    """The commons with that handle. Raises Http404, also for one that has been given up."""
    found = (
        Commons.objects.select_related("actor", "picture")
        .filter(actor__handle=handle.lower(), actor__gone__isnull=True)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no commons here with that name."))
    return found


def require_section(commons: Commons, slug: str) -> None:
    """Raises Http404 for a section that this commons has switched off: for everybody, in every form."""
    section = registry.get(slug)
    if section is not None and not section.built_in and slug not in commons.capabilities:
        raise NotFound(_("This commons does not use that section."))


def _section(request: HttpRequest) -> str:
    """Slug of the capability whose page or API this is: its namespace, or what project/api.py noted."""
    match = request.resolver_match
    namespaces = match.namespaces if match else []
    return getattr(request, "section", "") or (namespaces[0] if namespaces else "")


def enter(request: HttpRequest, handle: str) -> Access:
    """The commons at `handle` as this request may see it; also kept in `request.commons_access`.

    Raises Http404, also for the pages and the API of a section that is switched off there.
    """
    commons = find(handle)
    require_section(commons, _section(request))
    person = visitor_or_person(request)
    role = role_in(person, commons)
    access = Access(commons, person, role, languages.preferred(request), request.path)
    request.commons_access = access  # type: ignore[attr-defined]
    return access
