"""Where django-allauth meets our persons: sign-up by policy, handles, mail, and 429 with Retry-After."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.services import check_handle
from gemeengoed.core.instance import queries as instances

from . import sign_up
from .models import Person


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("This name and password do not go together."),
        "email_password_mismatch": _("This e-mail address and password do not go together."),
        "too_many_login_attempts": _(
            "Too many times a wrong password. Wait five minutes, or ask for a new password."
        ),
        "email_taken": _("Somebody here uses this e-mail address already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Also when the policy says 'by invitation', for who brings one that still works."""
        return sign_up.is_open_to(sign_up.invitation_of(request))

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Taken, reserved, looks like another: each has its own message."""
        handle = username.strip().lower()
        check_handle(handle)
        return handle

    def new_user(self, request: HttpRequest) -> Person:
        return Person()

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Person:
        invitation = sign_up.invitation_of(request)
        return sign_up.save(user, form.cleaned_data, invitation)

    def unstash_verified_email(self, request: HttpRequest) -> str | None:
        """The address that got the invitation by mail; nothing is put in a session for it."""
        invitation = sign_up.used_invitation(request)
        return invitation.email if invitation else None

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        return (self.unstash_verified_email(request) or "") == email.lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong passwords answer 429 as well, instead of an error in the form."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(respond_429(request)) from error

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Tells kindly why this account cannot log in (yet): the state stands in the address."""
        response = redirect("account_inactive")
        response["Location"] += f"?state={user.state}"
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/settings/security/"

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """In the language of the person, whatever browser the request came from."""
        person = context.get("user")
        language = getattr(person, "language", "")[:2] or translation.get_language()
        server = instances.current().name
        with translation.override(language):
            words = {**_with_our_address(context), "server": server, "home": settings.BASE_URL}
            return super().render_mail(template_prefix, email, words, headers)


def _with_our_address(context: dict[str, Any]) -> dict[str, Any]:
    """`context` with every address in it at the address of the server: allauth takes the one that the
    request named, and whoever sent that chose its port."""
    return {
        name: _ours(value) if name.endswith("_url") and isinstance(value, str) else value
        for name, value in context.items()
        if name != "current_site"
    }


def _ours(address: str) -> str:
    parts = urlsplit(address)
    rest = urlunsplit(("", "", parts.path, parts.query, parts.fragment))
    return f"{settings.BASE_URL}{rest}" if parts.netloc else address


class MFAAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return instances.current().name

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The relying party (WebAuthn Level 2, section 5.4.2): its id is the host without port."""
        return {"id": settings.HOST, "name": instances.current().name}


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return sign_up.is_open_to(sign_up.invitation_of(request))
