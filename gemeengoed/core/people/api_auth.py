"""Who calls the API: a bearer token with scopes (RFC 6750), or the session of a page with CSRF.

    router = Router(tags=["…"])
    @router.get("/…", auth=anybody)    # request.auth is the Person, or AnonymousUser for a visitor
    @router.get("/…", auth=read)       # a person is needed: request.auth is the Person
    @router.post("/…", auth=write)

`request.user` is the same person, so that what pages use (`access.enter`) works for the API as well.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import Throttled
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from . import limits, second_factor
from .models import Person, PersonState, Token
from .tokens import digest


def row_of(token: str) -> Token | None:
    """The token's row with its person; None when it is unknown, has ended or its owner may not log in."""
    now = timezone.now()
    return (
        Token.objects.select_related("person__actor")
        .filter(Q(expires__isnull=True) | Q(expires__gt=now))
        .filter(digest=digest(token), person__state=PersonState.ACTIVE)
        .first()
    )


def _note_use(token: Token) -> None:
    """Once a day at most, so that reading does not become writing."""
    today = timezone.now().date()
    if token.last_used != today:
        Token.objects.filter(pk=token.pk).update(last_used=today)


def _refuse_without_second_factor(person: Person) -> None:
    if second_factor.is_missing(person):
        raise PermissionDenied(second_factor.WANTED)


def _count(request: HttpRequest, person: Person) -> None:
    if request.method in limits.CHANGING:
        seconds = limits.wait_before_writing(person.pk)
        if seconds:
            raise Throttled(wait=seconds)


class Bearer(HttpBearer):
    """`Authorization: Bearer …` with a token that has `scope`. Sets `request.user` as well."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        row = row_of(token)
        if row is None:
            return None
        request.user = row.person
        if self.scope not in row.scopes.split():
            raise PermissionDenied(_("This token does not have the scope “%s”.") % self.scope)
        _refuse_without_second_factor(row.person)
        _count(request, row.person)
        _note_use(row)
        return row.person


class Session(APIKeyCookie):
    """The log-in of the pages. Who is logged in that way must send `X-CSRFToken` to change something."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        # Without the cookie there is nothing to forge, and 401 says more than 'CSRF check failed'.
        return super()._get_key(request) if self.param_name in request.COOKIES else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        if not key or not isinstance(request.user, Person):
            return None
        _refuse_without_second_factor(request.user)
        _count(request, request.user)
        return request.user


def visitor(request: HttpRequest) -> AnonymousUser | None:
    """Somebody without any credentials; a wrong token is refused rather than overlooked."""
    return None if "Authorization" in request.headers else AnonymousUser()


_session = Session()
read = [Bearer("read"), _session]
"""For what only a person with an account may read."""
write = [Bearer("write"), _session]
"""For everything that changes something."""
anybody = [*read, visitor]
"""For what visitors may read too: then `request.auth` is Django's AnonymousUser."""
