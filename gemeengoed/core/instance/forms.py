"""What operators decide about the server."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import instance_actor
from gemeengoed.core.media.forms import AltField, PictureField, clean_picture_and_alt

from . import colours
from .models import Instance, SignUp


class GeneralForm(forms.Form):
    """`description_<language>` for each language of the interface."""

    name = forms.CharField(label=_("Name of the server"), max_length=80)
    language = forms.ChoiceField(
        label=_("Main language"),
        choices=settings.LANGUAGES,
        help_text=_("For mail, and for readers whose language we do not speak."),
    )
    sign_up = forms.ChoiceField(
        label=_("Who may make an account?"), choices=SignUp.choices, widget=forms.RadioSelect
    )
    second_factor_for_stewards = forms.BooleanField(
        label=_("Operators and stewards must log in with a second step"),
        required=False,
        help_text=_("A passkey or a code from an app. Who has none is asked to make one first."),
    )
    front_commons = forms.ChoiceField(label=_("Commons on the front page"), required=False)

    def __init__(self, instance: Instance, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(instance, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.fields["front_commons"].choices = _commons(instance)  # type: ignore[attr-defined]
        for code, _own_name in settings.LANGUAGES:
            language = get_language_info(code)["name_translated"]
            self.fields[f"description_{code}"] = forms.CharField(
                label=gettext("What this server is for, in %(language)s") % {"language": language},
                required=False,
                initial=instance.description.get(code, ""),
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 4, "lang": code}),
            )
        self.order_fields(["name", *(f"description_{code}" for code, _name in settings.LANGUAGES)])

    def values(self) -> dict[str, Any]:
        """The arguments of `services.change`."""
        told = {
            code: self.cleaned_data[f"description_{code}"] for code, _name in settings.LANGUAGES
        }
        kept = {name: self.cleaned_data[name] for name in self.base_fields}
        return {**kept, "description": told}


def _commons(instance: Instance) -> list[tuple[str, str]]:
    """All of them first, then each by name; one that has gone stays chosen until another is."""
    there = Actor.objects.filter(kind=ActorKind.COMMONS, gone__isnull=True).order_by("name", "pk")
    named = {handle: f"{name} (@{handle})" for handle, name in there.values_list("handle", "name")}
    named.setdefault(instance.front_commons, f"@{instance.front_commons}")
    named.pop("", None)
    return [("", gettext("All commons on this server")), *named.items()]


class LogoForm(forms.Form):
    logo = PictureField(label=_("Logo"), required=False)
    logo_alt = AltField(
        label=_("What the logo shows"),
        max_length=200,
        help_text=_("For those who cannot see it; often just the name."),
    )

    def __init__(self, shown: Instance, by: Actor, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"logo": shown.logo, "logo_alt": shown.logo_alt}
        super().__init__(*args, **kwargs)
        self.fields["logo"].belongs_to(instance_actor(), by)  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        clean_picture_and_alt(self, "logo", "logo_alt")


class ColourInput(forms.TextInput):
    """With a sample beside it, of what is filled in or else our own."""

    template_name = "instance/colour_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        shown = str(value or "").strip().lower()
        sample = shown if colours.HEX.fullmatch(shown) else colours.OWN.get(name, "")
        return {**super().get_context(name, value, attrs), "sample": sample}


class ColoursForm(forms.Form):
    """One field for each colour that can be chosen; empty keeps our own."""

    def __init__(self, instance: Instance, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in colours.CHOSEN:
            self.fields[name] = forms.CharField(
                label=colours.names()[name],
                required=False,
                initial=instance.colours.get(name, ""),
                max_length=7,
                help_text=gettext("Ours: %s") % colours.OWN[name],
                widget=ColourInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
            )


_PLAIN = {"autocapitalize": "none", "spellcheck": "false"}


class SetupForm(forms.Form):
    """The server, the first account and the first commons, in one page."""

    server_name = forms.CharField(label=_("Name of the server"), max_length=80)
    language = forms.ChoiceField(label=_("Main language"), choices=settings.LANGUAGES)
    sign_up = forms.ChoiceField(
        label=_("Who may make an account?"),
        choices=SignUp.choices,
        initial=SignUp.APPROVAL,
        widget=forms.RadioSelect,
        help_text=_("You can change this later, as everything here but the two short names."),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As others will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    handle = forms.CharField(
        label=_("Your short name"),
        max_length=30,
        help_text=_("Small letters, digits, hyphens; to log in with, and for your address /@ada/."),
        widget=forms.TextInput(attrs={**_PLAIN, "autocomplete": "username"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"), help_text=_("Only operators of this server see it.")
    )
    password = forms.CharField(
        label=_("A password"),
        strip=False,
        help_text=password_validators_help_text_html,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    commons_name = forms.CharField(label=_("Name of the first commons"), max_length=120)
    commons_handle = forms.CharField(
        label=_("Short name of the first commons"),
        max_length=30,
        help_text=_("Small letters, digits, hyphens; for its address, as /@werkplaats/."),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    purpose = forms.CharField(
        label=_("What is it for?"),
        max_length=5000,
        help_text=_("What you share, and with whom. Two or three sentences."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_password(self) -> str:
        given = self.data.get
        likely = get_user_model()(username=given("handle", ""), email=given("email", ""))
        validate_password(self.cleaned_data["password"], likely)
        return str(self.cleaned_data["password"])
