"""Forms of the inbox."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from .models import Message


class AnswerForm(forms.Form):
    words = forms.CharField(
        label=_("Your answer"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("It goes by mail, with your name. What they wrote stands below it."),
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    """Number of the last message that stood on the page; anything else counts as all of them."""

    def __init__(
        self, *args: Any, keep_as: str, answerable: Sequence[Message] = (), **kwargs: Any
    ) -> None:
        """`answerable`: what came from other servers and can be answered; empty for mail."""
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs["data-keep"] = keep_as
        if answerable:
            self.fields["words"].help_text = _on_servers(answerable)
        if len(answerable) > 1:
            self.fields["to"] = _answered(answerable)
            self.order_fields(["to", "words", "seen"])


def _on_servers(answerable: Sequence[Message]) -> Any:
    if not any(one.remote and one.remote.public for one in answerable):
        return _("It goes to their server, in the name of the commons; only they read it.")
    return _(
        "It goes to other servers in the name of the commons. What answers something public is public."
    )


def _answered(answerable: Sequence[Message]) -> forms.ChoiceField:
    choices = [(str(one.pk), _label(one)) for one in reversed(answerable)]
    return forms.ChoiceField(label=_("In answer to"), choices=choices)


def _label(message: Message) -> str:
    author = message.remote.author if message.remote else ""
    return Truncator(f"{author}: {' '.join(message.words.split())}").chars(80)


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
