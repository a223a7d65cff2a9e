"""Forms about other servers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import FederationSettings, FollowPolicy, ReplyPolicy


class PreferencesForm(forms.Form):
    followers = forms.ChoiceField(
        label=_("Who may follow from another server?"),
        choices=FollowPolicy.choices,
        widget=forms.RadioSelect,
    )
    replies = forms.ChoiceField(
        label=_("When do answers from other servers appear?"),
        choices=ReplyPolicy.choices,
        widget=forms.RadioSelect,
    )
    also_known_as = forms.CharField(
        label=_("Also known as"),
        help_text=_(
            "Accounts on other servers that are the same, one on each line, as @name@server."
            " You need this to move here: there you then say that you move to this address."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, of: FederationSettings, *args: Any, answers: bool, **kwargs: Any) -> None:
        """`answers`: whether it has answers of others under what it publishes, as a commons has."""
        kwargs["initial"] = {
            "followers": of.followers,
            "replies": of.replies,
            "also_known_as": "\n".join(of.also_known_as),
        }
        super().__init__(*args, **kwargs)
        if not answers:
            del self.fields["replies"]


class MoveForm(forms.Form):
    to = forms.CharField(
        label=_("Where to?"),
        help_text=_("The new account, as @name@server or the whole address of its profile."),
        max_length=500,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )


class SureForm(forms.Form):
    to = forms.CharField(widget=forms.HiddenInput, max_length=500)
    sure = forms.BooleanField(label=_("Yes, this moves for good"))


class ServerForm(forms.Form):
    server = forms.CharField(
        label=_("Your own server"),
        help_text=_("Such as social.example, or your address there: @you@social.example."),
        max_length=300,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "on"}
        ),
    )
