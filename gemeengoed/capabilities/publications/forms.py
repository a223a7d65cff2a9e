"""Forms of publications: a new one, its place in a series, a new series."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.document_field import DocumentField
from gemeengoed.core.text import languages

from . import kinds, releasing
from .models import Kind, Publication, Release, Series

TEXT_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
ANOTHER = "other"


class SeriesField(forms.ModelChoiceField):
    """Series by their title in the language of the interface."""

    def label_from_instance(self, series: Series) -> str:
        return languages.best(series.title, [get_language() or "nl"])[1]


class NewForm(forms.Form):
    """Only what is needed to begin writing; everything can be changed later."""

    title = forms.CharField(
        label=_("Working title"),
        max_length=200,
        error_messages={"required": _("Give the text a title.")},
        help_text=_("It becomes part of the web address, which stays as it is."),
    )
    language = forms.ChoiceField(
        label=_("In which language do you begin?"),
        choices=[*TEXT_LANGUAGES, (ANOTHER, _("Another language"))],
        widget=forms.RadioSelect,
    )
    other_language = forms.CharField(
        label=_("Which other language?"),
        help_text=_("As a code, such as fy for Frisian, de for German or zh-Hant (BCP 47)."),
        max_length=35,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect)
    document = DocumentField(required=False)

    def __init__(self, *args: Any, commons: Commons, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds.choices(commons)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("language") == ANOTHER:
            code = languages.normal(cleaned.get("other_language", ""))
            if not code:
                self.add_error(
                    "other_language", _("Give the language as a code, such as fy or de.")
                )
            cleaned["language"] = code
        return cleaned


class PlaceForm(forms.Form):
    """Kind and place in a series."""

    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect)
    number = forms.IntegerField(
        label=_("Number in the series"), min_value=1, max_value=999, required=False
    )

    field_order = ("kind", "series", "number")

    def __init__(self, *args: Any, commons: Commons, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds.choices(commons)  # type: ignore[attr-defined]
        self.fields["series"] = SeriesField(
            label=_("Series"),
            queryset=commons.series.order_by("slug"),
            required=False,
            empty_label=_("Not in a series"),
        )
        self.order_fields(self.field_order)


def initial_place(publication: Publication) -> dict[str, Any]:
    return {
        "kind": publication.kind_slug,
        "series": publication.series_id,
        "number": publication.number,
    }


class SeriesForm(forms.Form):
    title_nl = forms.CharField(
        label=_("Title in Dutch"),
        max_length=120,
        required=False,
        help_text=_("Fill in one language at least."),
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    total = forms.IntegerField(
        label=_("How many parts are planned?"),
        help_text=_("Leave empty when you do not know yet."),
        min_value=1,
        max_value=999,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title_nl", "title_en"):
            self.fields[name].note = ""  # type: ignore[attr-defined] # one of the two is needed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("title_nl") or cleaned.get("title_en")):
            self.add_error("title_nl", _("Give the series a title in at least one language."))
        return cleaned

    def title(self) -> dict[str, str]:
        typed = {"nl": self.cleaned_data["title_nl"], "en": self.cleaned_data["title_en"]}
        return {language: title for language, title in typed.items() if title}


class ReleaseForm(forms.Form):
    """When a text comes out by itself. The moment is in the time zone of whoever fills it in."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    embargo = forms.BooleanField(
        label=_("Until then under embargo: I give some people a link to read it before"),
        required=False,
    )

    def moment(self) -> datetime:
        """What was chosen, in the zone that this page is shown in."""
        naive = datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
        return timezone.make_aware(naive)


def initial_release(release: Release | None) -> dict[str, Any]:
    if release is None:
        return {}
    at = timezone.localtime(release.at)
    return {"day": at.date(), "time": at.time(), "embargo": release.embargo}


class EarlyReaderForm(forms.Form):
    name = forms.CharField(label=_("For whom is this link?"), max_length=releasing.LONGEST_NAME)


class KindForm(forms.Form):
    """A kind of text of the commons' own."""

    name_nl = forms.CharField(
        label=_("Name in Dutch"), max_length=kinds.LONGEST_NAME, required=False
    )
    name_en = forms.CharField(
        label=_("Name in English"), max_length=kinds.LONGEST_NAME, required=False
    )
    like = forms.ChoiceField(
        label=_("Otherwise like"), choices=Kind.choices, widget=forms.RadioSelect
    )
    pages_advised = forms.IntegerField(
        label=_("Advise to shorten above so many pages"),
        help_text=_("Leave empty to do as that kind does; 0 for never."),
        min_value=0,
        max_value=999,
        required=False,
    )

    def name(self) -> dict[str, str]:
        typed = {"nl": self.cleaned_data["name_nl"], "en": self.cleaned_data["name_en"]}
        return {language: name for language, name in typed.items() if name.strip()}
