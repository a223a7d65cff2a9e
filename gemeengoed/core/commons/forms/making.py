"""Making a commons and its general settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.commons.models import Commons, Joining
from gemeengoed.core.commons.services.words import NAME, PARAGRAPHS, SENTENCE
from gemeengoed.core.media.forms import PictureField, clean_picture_and_alt
from gemeengoed.core.people.models import Person
from gemeengoed.core.text import languages

from .words import add_words, codes, own_languages, words_of


def _licence_field() -> forms.CharField:
    return forms.CharField(
        label=_("Licence of what is made here"),
        initial="CC-BY-SA-4.0",
        max_length=80,
        help_text=_(
            "As SPDX writes it: CC-BY-SA-4.0 (use, change, name us, share alike), CC-BY-4.0, "
            "CC0-1.0, EUPL-1.2. An author can choose another for one text."
        ),
        widget=forms.TextInput(
            attrs={"list": "licences", "autocomplete": "off", "spellcheck": "false"}
        ),
    )


def _language_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Main language"),
        help_text=_("What is shown when a text does not exist in the reader's language."),
    )


def _joining_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("How people join"),
        choices=Joining.choices,
        initial=Joining.APPLICATION,
        widget=forms.RadioSelect,
    )


def _language_choices(present: str = "") -> list[tuple[str, str]]:
    return [(code, languages.name(code)) for code in codes(present)]


def _add_names(form: forms.Form, languages: list[str], names: Any, purpose: Any) -> None:
    add_words(
        form,
        "names",
        str(_("Name")),
        languages=languages,
        initial=names,
        most=NAME,
        help_text=str(_("One language is enough.")),
    )
    add_words(
        form,
        "purpose",
        str(_("What is it for?")),
        languages=languages,
        initial=purpose,
        lines=5,
        most=PARAGRAPHS,
        help_text=str(
            _("What you share, and with whom. Two or three sentences; Markdown is fine.")
        ),
    )


class NewCommonsForm(forms.Form):
    """What one must say to begin; everything can be changed later, the address cannot."""

    handle = forms.CharField(
        label=_("Address"),
        max_length=30,
        help_text=_(
            "Small letters, digits, hyphens. It stands in every address, as /@werkplaats/, "
            "and cannot be changed later."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    joining = _joining_field()
    licence = _licence_field()
    language = _language_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _add_names(self, codes(), None, None)
        self.fields["language"].choices = _language_choices()  # type: ignore[attr-defined]
        self.order_fields([*_fields("names", codes()), "handle", *_fields("purpose", codes())])

    def values(self) -> dict[str, Any]:
        """The arguments of `create_commons`, but for the steward."""
        kept = ("handle", "language", "licence", "joining")
        return {
            "names": words_of(self, "names"),
            "purpose": words_of(self, "purpose"),
            **{name: self.cleaned_data[name] for name in kept},
        }


def _fields(name: str, languages: list[str]) -> list[str]:
    return [f"{name}_{code}" for code in languages]


class GeneralForm(forms.Form):
    """Names, purpose, language, licence and the way of joining."""

    KEPT = ("joining", "licence", "language")
    joining = _joining_field()
    licence = _licence_field()
    language = _language_field()

    def __init__(self, commons: Commons, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(commons, name) for name in self.KEPT}
        super().__init__(*args, **kwargs)
        languages = own_languages(commons)
        _add_names(self, languages, commons.names, commons.purpose)
        choices = _language_choices(commons.language)
        self.fields["language"].choices = choices  # type: ignore[attr-defined]
        self.order_fields([*_fields("names", languages), *_fields("purpose", languages)])

    def values(self) -> dict[str, Any]:
        """The arguments of `change_commons`."""
        return {
            "names": words_of(self, "names"),
            "purpose": words_of(self, "purpose"),
            **{name: self.cleaned_data[name] for name in self.KEPT},
        }


class SectionsForm(forms.Form):
    """Which sections the commons uses."""

    capabilities = forms.MultipleChoiceField(
        label=_("Sections in use"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is switched off keeps its contents and can be switched on again."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capabilities"].choices = [  # type: ignore[attr-defined]
            (one.slug, f"{one.name}. {one.description}".rstrip(". ") + ".")
            for one in registry.optional()
        ]


class PictureForm(forms.Form):
    """A picture for the home of the commons; what it shows is told in words."""

    picture = PictureField(label=_("Picture"), required=False)

    def __init__(self, commons: Commons, by: Person, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"picture": commons.picture}
        super().__init__(*args, **kwargs)
        self.fields["picture"].belongs_to(commons.actor, by.actor)  # type: ignore[attr-defined]
        self.languages = own_languages(commons)
        add_words(
            self,
            "alt",
            str(_("What the picture shows")),
            languages=self.languages,
            initial=commons.picture_alt,
            help_text=str(_("One sentence for those who cannot see it.")),
            most=SENTENCE,
        )

    def clean(self) -> None:
        super().clean()
        clean_picture_and_alt(self, "picture", *_fields("alt", self.languages))


class MakingForm(forms.Form):
    """For operators: who may make a commons on this server."""

    who = forms.ChoiceField(
        label=_("Who may make a commons on this server?"),
        choices=[
            ("everybody", _("Everybody with an account")),
            ("operators", _("Only server operators")),
        ],
        widget=forms.RadioSelect,
    )
