"""Forms of the inbox."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    words = forms.CharField(
        label=_("Your answer"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("It goes by mail, with your name. What they wrote stands below it."),
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    """Number of the last message that stood on the page; anything else counts as all of them."""

    def __init__(self, *args: Any, keep_as: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs["data-keep"] = keep_as


class AboutForm(forms.Form):
    about = forms.CharField(
        label=_("About"),
        required=False,
        max_length=500,
        help_text=_("Address of the text, letter or question, from /@ on."),
    )


class ConsentForm(forms.Form):
    given = forms.TypedChoiceField(
        label=_("May others read this exchange?"),
        choices=[
            ("named", _("Yes, with my name")),
            ("nameless", _("Yes, without my name")),
            ("no", _("No")),
        ],
        widget=forms.RadioSelect,
    )
