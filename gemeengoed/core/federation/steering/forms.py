"""What operators type about other servers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .measures import MOST_REASON


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        max_length=MOST_REASON,
        help_text=_("Everybody can read it in the public log of this server."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the server"),
        max_length=253,
        help_text=_("Such as social.example.org. It need not have been heard of before."),
    )
