"""Making and ending API tokens."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.text import typed

from ..models import Person, Token
from ..tokens import SCOPES, digest, new_token


def make_token(
    person: Person, name: str = "", scopes: Iterable[str] = SCOPES, days: int | None = None
) -> tuple[Token, str]:
    """A token for every API and its secret, which is shown once and kept as a hash only.

    `days` until it ends; None: never. Raises ValidationError under 'scopes'.
    """
    wanted = [scope for scope in SCOPES if scope in set(scopes)]
    if not wanted or set(scopes) - set(SCOPES):
        raise ValidationError({"scopes": _("Choose one or more of: read, write, follow.")})
    secret = new_token()
    token = Token.objects.create(
        person=person,
        digest=digest(secret),
        name=typed.within(typed.line(name), 80, "name"),
        scopes=" ".join(wanted),
        expires=timezone.now() + timedelta(days=days) if days else None,
    )
    return token, secret


def revoke_token(person: Person, pk: int) -> None:
    """Ends one token of `person`; nothing happens when it is gone already."""
    Token.objects.filter(person=person, pk=pk).delete()
