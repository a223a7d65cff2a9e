"""Forms of what stewards arrange for letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Settings

LANGUAGES = (("nl", _("in Dutch")), ("en", _("in English")))


class SettingsForm(forms.Form):
    postal_address = forms.CharField(
        label=_("Postal address"),
        max_length=300,
        required=False,
        help_text=_(
            "It stands at the foot of each letter, so that people know who writes to them."
        ),
    )
    footer_nl = forms.CharField(
        label=_("A sentence at the foot, in Dutch"), max_length=300, required=False
    )
    footer_en = forms.CharField(
        label=_("A sentence at the foot, in English"), max_length=300, required=False
    )
    needs_approval = forms.BooleanField(
        label=_("A second editor must approve a letter before it goes out"), required=False
    )


def settings_initial(kept: Settings) -> dict[str, Any]:
    return {
        "postal_address": kept.postal_address,
        "needs_approval": kept.needs_approval,
        **{f"footer_{code}": kept.footer.get(code, "") for code, _name in LANGUAGES},
    }


def footer_of(fields: dict[str, Any]) -> dict[str, str]:
    found = {code: fields[f"footer_{code}"].strip() for code, _name in LANGUAGES}
    return {code: words for code, words in found.items() if words}


class TopicForm(forms.Form):
    name_nl = forms.CharField(label=_("Name, in Dutch"), max_length=80, required=False)
    name_en = forms.CharField(label=_("Name, in English"), max_length=80, required=False)

    def names(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"name_{code}"] for code, _name in LANGUAGES}
