"""What a person tells of themselves, their language and their tokens."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.media.forms import AltField, PictureField, clean_picture_and_alt

from ..models import Person
from ..tokens import SCOPES


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As others see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    summary = forms.CharField(
        label=_("About you"),
        required=False,
        max_length=5000,
        help_text=_(
            "What others here may know about you. Everybody can read it. Markdown is fine."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "data-keep": "profile-summary"}),
    )
    picture = PictureField(label=_("Picture"), required=False)
    picture_alt = AltField(
        label=_("What the picture shows"),
        max_length=300,
        help_text=_("One sentence for those who cannot see it. A picture needs it."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("For the times of meetings.")
    )
    name_travels = forms.BooleanField(
        label=_("My name may go along when a commons moves to another server"),
        required=False,
        help_text=_("Else what you wrote there is by ‘somebody’, with a number."),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "name": person.name,
            "summary": person.summary,
            "picture": person.picture,
            "picture_alt": person.picture_alt,
            "time_zone": person.time_zone,
            "name_travels": person.name_travels,
        }
        super().__init__(*args, **kwargs)
        self.fields["picture"].belongs_to(person.actor, person.actor)  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]
            ("", _("That of the server")),
            *((zone, zone.replace("_", " ")) for zone in sorted(available_timezones())),
        ]

    def clean(self) -> None:
        super().clean()
        clean_picture_and_alt(self)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of pages and mail"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"), max_length=80, help_text=_("Such as the name of the app.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=list(SCOPES.items()),
        initial=["read"],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("How long it works"),
        choices=[("30", _("30 days")), ("365", _("a year")), ("", _("until you end it"))],
        coerce=int,
        empty_value=None,
        required=False,
        initial="365",
    )
