"""Organisations and who belongs to them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.media.forms import AltField, PictureField, clean_picture_and_alt
from gemeengoed.core.text import languages

from ..models import Organisation, Person


class OrganisationForm(forms.Form):
    """`description_<language>` for each language of the interface."""

    name = forms.CharField(label=_("Name"), max_length=120)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    def __init__(self, organisation: Organisation | None, *args: Any, **kwargs: Any) -> None:
        if organisation is not None:
            kwargs["initial"] = {"name": organisation.name, "website": organisation.website}
        super().__init__(*args, **kwargs)
        told = organisation.description if organisation is not None else {}
        for code, _name in settings.LANGUAGES:
            self.fields[f"description_{code}"] = _description(code, told.get(code, ""))

    def values(self) -> dict[str, Any]:
        """The arguments of the service, but for who does it."""
        return {
            "name": self.cleaned_data["name"],
            "website": self.cleaned_data["website"],
            "description": {
                code: self.cleaned_data[f"description_{code}"] for code, _name in settings.LANGUAGES
            },
        }


def _description(code: str, text: str) -> forms.CharField:
    return forms.CharField(
        label=gettext("What it is and does, in %(language)s") % {"language": languages.name(code)},
        required=False,
        initial=text,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "lang": code}),
    )


class NewOrganisationForm(OrganisationForm):
    handle = forms.CharField(
        label=_("Address"),
        max_length=30,
        help_text=_(
            "Small letters, digits, hyphens. It stands in the address, as /@organisation/, "
            "and cannot be changed later."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    belongs = forms.BooleanField(
        label=_("I belong to it and may speak on its behalf"), required=False
    )
    field_order = ["name", "handle"]

    def values(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("handle", "belongs")}
        return {**super().values(), **kept}


class LogoForm(forms.Form):
    logo = PictureField(label=_("Logo"), required=False)
    logo_alt = AltField(
        label=_("What the logo shows"),
        max_length=300,
        help_text=_("For those who cannot see it; often just the name."),
    )

    def __init__(self, shown: Organisation, by: Person, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"logo": shown.logo, "logo_alt": shown.logo_alt}
        super().__init__(*args, **kwargs)
        self.fields["logo"].belongs_to(shown.actor, by.actor)  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        clean_picture_and_alt(self, "logo", "logo_alt")


class AffiliationForm(forms.Form):
    person = forms.CharField(
        label=_("Short name of the person"), max_length=31, help_text=_("Such as ada.")
    )
    position = forms.CharField(label=_("What they do there"), required=False, max_length=120)
    may_speak = forms.BooleanField(label=_("May write on its behalf"), required=False)
    manages = forms.BooleanField(label=_("May change this page"), required=False)

    def clean_person(self) -> Person:
        handle = self.cleaned_data["person"].strip().removeprefix("@").lower()
        found = Person.objects.select_related("actor").filter(username=handle).first()
        if found is None or not found.is_active:
            raise forms.ValidationError(_("Nobody here has this short name. Is it spelt right?"))
        return found
