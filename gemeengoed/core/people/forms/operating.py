"""What operators decide about people."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        max_length=1000,
        help_text=_(
            "The person concerned reads this reason. The reason also stands in the public log."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Left empty, you get a link that you can pass on yourself."),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    days = forms.IntegerField(
        label=_("Days that the invitation works"), min_value=1, max_value=90, initial=14
    )
