"""Forms of publications: a new one, its place in a series, a new series."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.document_field import DocumentField
from gemeengoed.core.text import languages

from .models import Kind, Publication, Series

TEXT_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]


class SeriesField(forms.ModelChoiceField):
    """Series by their title in the language of the interface."""

    def label_from_instance(self, series: Series) -> str:
        return languages.best(series.title, [get_language() or "nl"])[1]


class NewForm(forms.Form):
    """Only what is needed to begin writing; everything can be changed later."""

    title = forms.CharField(
        label=_("Working title"),
        max_length=200,
        help_text=_("It becomes part of the web address, which stays as it is."),
    )
    language = forms.ChoiceField(
        label=_("In which language do you begin?"),
        choices=TEXT_LANGUAGES,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind.choices, widget=forms.RadioSelect)
    document = DocumentField(required=False)


class PlaceForm(forms.Form):
    """Kind and place in a series."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind.choices, widget=forms.RadioSelect)
    number = forms.IntegerField(
        label=_("Number in the series"), min_value=1, max_value=999, required=False
    )

    field_order = ("kind", "series", "number")

    def __init__(self, *args: Any, commons: Commons, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"] = SeriesField(
            label=_("Series"),
            queryset=commons.series.order_by("slug"),
            required=False,
            empty_label=_("Not in a series"),
        )
        self.order_fields(self.field_order)


def initial_place(publication: Publication) -> dict[str, Any]:
    return {
        "kind": publication.kind,
        "series": publication.series_id,
        "number": publication.number,
    }


class SeriesForm(forms.Form):
    title_nl = forms.CharField(label=_("Title in Dutch"), max_length=120, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    total = forms.IntegerField(
        label=_("How many parts are planned?"),
        help_text=_("Leave empty when you do not know yet."),
        min_value=1,
        max_value=999,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("title_nl") or cleaned.get("title_en")):
            self.add_error("title_nl", _("Give the series a title in at least one language."))
        return cleaned

    def title(self) -> dict[str, str]:
        typed = {"nl": self.cleaned_data["title_nl"], "en": self.cleaned_data["title_en"]}
        return {language: title for language, title in typed.items() if title}
