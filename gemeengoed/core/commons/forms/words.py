"""Fields that exist once per language."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.text import languages as text_languages

Words = dict[str, str]
LANGUAGES: dict[str, str] = dict(settings.LANGUAGES)


def codes(first: str = "") -> list[str]:
    """The languages a form asks for: the commons' own first, then those of the interface."""
    return list(dict.fromkeys(filter(None, [first, *LANGUAGES])))


def add_words(
    form: forms.Form,
    name: str,
    label: str,
    *,
    languages: list[str],
    help_text: str = "",
    initial: Words | None = None,
    lines: int = 1,
    most: int | None = None,
    keep: str = "",
    one_needed: bool = False,
    note: Any = None,
) -> None:
    """Adds `name_nl`, `name_en`, … to the form; none is required. `one_needed` tells that the service
    wants one at least; `note` stands behind the labels instead of '(optional)'.

    With `keep`, the browser remembers what was typed until it is saved (ui/keep.js).
    """
    if one_needed:
        help_text, note = f"{help_text} {_('Fill in one language at least.')}".strip(), ""
    for place, code in enumerate(languages):
        attrs: dict[str, Any] = {"lang": code}
        if keep:
            attrs["data-keep"] = f"{keep}-{name}-{code}"
        widget = forms.Textarea(attrs | {"rows": lines}) if lines > 1 else forms.TextInput(attrs)
        form.fields[f"{name}_{code}"] = forms.CharField(
            label=_("%(label)s in %(language)s")
            % {"label": label, "language": text_languages.name(code)},
            help_text="" if place else help_text,
            initial=(initial or {}).get(code, ""),
            required=False,
            max_length=most,
            widget=widget,
        )
        if note is not None:
            form.fields[f"{name}_{code}"].note = note  # type: ignore[attr-defined]


def words_of(form: forms.Form, name: str) -> Words:
    """What was filled in, by language."""
    prefix = f"{name}_"
    return {
        field.removeprefix(prefix): value
        for field, value in form.cleaned_data.items()
        if field.startswith(prefix)
    }


def own_languages(commons: Commons) -> list[str]:
    return codes(commons.language)
