"""Checking a name or an e-mail address with a password, in the same time whoever it is."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


class AuthenticationBackend(AllauthBackend):
    """Makes exactly one hash an attempt: allauth tries an address and a name one after the other, so that
    an address that is known here takes longer. Where there is nobody its `authenticate` makes one too."""

    def _authenticate(
        self, request: HttpRequest | None, **credentials: Any
    ) -> AbstractBaseUser | None:
        return self._check_password(_meant(credentials), credentials["password"])


def _meant(credentials: dict[str, Any]) -> AbstractBaseUser | None:
    """Of several with the same address: who verified it, else who came first."""
    address, name = credentials.get("email"), credentials.get("username")
    found = filter_users_by_email(address, prefer_verified=True, for_login=True) if address else []
    first = min(found, key=lambda person: person.pk, default=None)
    return first or (get_user_by_username(name) if name else None)
