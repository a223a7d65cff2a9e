"""The form with which somebody makes an account."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.socialaccount.forms import SignupForm as AllauthSocialSignupForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .. import sign_up
from ..models import Person, PersonState

ORDER = ["name", "username", "email", "password1", "language", "motivation", "invitation"]


def _dress(form: forms.Form, waits: bool) -> None:
    """Our words and fields on allauth's form; `waits` asks why somebody wants an account."""
    handle = form.fields["username"]
    handle.label = _("Short name")
    handle.help_text = _(
        "Small letters, digits, hyphens. It stands in your address here, as /@ada/, "
        "and cannot be changed later."
    )
    handle.widget.attrs.update(autocapitalize="none", spellcheck="false")
    form.fields["email"].label = _("E-mail address")
    form.fields["email"].help_text = _("Nobody sees it but those who run this server.")
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    if not waits:
        del form.fields["motivation"]
    form.fields["language"].initial = get_language()


class _Ours(forms.Form):
    """What we ask beside allauth's own fields."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As others will see it. It may be a name you chose yourself."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of pages and mail"), choices=settings.LANGUAGES, required=False
    )
    motivation = forms.CharField(
        label=_("Why would you like an account?"),
        max_length=2000,
        help_text=_(
            "One or two sentences. The operators of this server read it and answer by mail."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    invitation = forms.CharField(required=False, widget=forms.HiddenInput)


class SignupForm(_Ours, AllauthSignupForm):
    """`by_passkey` is not offered to who must wait: the passkey is made in the same visit."""

    field_order = ORDER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        request = get_adapter().request
        invitation = sign_up.invitation_of(request)
        self.waits = sign_up.first_state(invitation) == PersonState.WAITING
        kwargs["by_passkey"] = kwargs.get("by_passkey", False) and not self.waits
        super().__init__(*args, **kwargs)
        _dress(self, self.waits)
        self.fields["invitation"].initial = request.GET.get("invitation", "")
        if invitation is not None and invitation.email:
            self.fields["email"].initial = invitation.email

    def try_save(self, request: HttpRequest) -> Any:
        """Who has an account already sees what a new person would see, and gets a mail about it.

        Raises nothing: somebody who took the handle in the meantime shows as an error of the field.
        """
        if self.account_already_exists:
            # The hash that a new account takes, so that the time tells nothing either.
            Person().set_password(self.cleaned_data.get("password1"))
            if self.waits:
                return None, self._as_if_new(request)
        try:
            return super().try_save(request)
        except ValidationError as error:
            return None, self._again(request, error)

    def _as_if_new(self, request: HttpRequest) -> HttpResponse:
        adapter = get_adapter()
        adapter.send_account_already_exists_mail(self.cleaned_data["email"])
        unsaved = adapter.new_user(request)
        unsaved.state = PersonState.WAITING
        return adapter.respond_user_inactive(request, unsaved)

    def _again(self, request: HttpRequest, error: ValidationError) -> HttpResponse:
        places = {"handle": "username", "name": "name", "email": "email"}
        by_field = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for field, errors in by_field.items():
            self.add_error(places.get(field), errors)
        return render(request, "account/signup.html", {"form": self})


class SocialSignupForm(_Ours, AllauthSocialSignupForm):
    """For who comes by another server (OpenID Connect): no password, the rest is the same."""

    field_order = ORDER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invitation = sign_up.invitation_of(get_adapter().request)
        _dress(self, sign_up.first_state(invitation) == PersonState.WAITING)
