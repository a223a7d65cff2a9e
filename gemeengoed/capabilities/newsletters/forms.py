"""Forms of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.database.choices import RowsField

from .models import Topic
from .queries import subscribers as queries

LANGUAGES = (("nl", "Nederlands"), ("en", "English"))


class TopicsField(RowsField):
    """The topics of one commons, by the name in one language."""

    def __init__(self, commons: Commons, language: str, **kwargs: Any) -> None:
        self.language = language
        super().__init__(
            queryset=Topic.objects.filter(commons=commons),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=_("What do you want to read about?"),
            help_text=_("Choose nothing to get every letter."),
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        return queries.topic_name(obj, self.language)


class JoinForm(forms.Form):
    """For somebody without an account. `website` is a trap: people do not see it, machines fill it in."""

    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Check the address: it looks like name@example.org.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=LANGUAGES)
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, commons: Commons, language: str, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("language", language[:2])
        super().__init__(*args, **kwargs)
        if queries.topics(commons):
            self.fields["topics"] = TopicsField(commons, language)
        self.order_fields(["address", "name", "language", "topics"])


class MineForm(forms.Form):
    """What a subscriber chooses on their own page."""

    name = forms.CharField(label=_("Your name"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("In which language?"), choices=LANGUAGES)

    def __init__(self, *args: Any, commons: Commons, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if queries.topics(commons):
            self.fields["topics"] = TopicsField(commons, language)


class ImportForm(forms.Form):
    """A list that people agreed to be on somewhere else."""

    file = forms.FileField(
        label=_("File with addresses"),
        help_text=_(
            "CSV: one person a line, with a column called e-mail or address. Columns called name and "
            "language are used as well."
        ),
    )
    ground = forms.CharField(
        label=_("Why may you write to these people?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For example: they joined our list on paper at the public event of June. Each of them can "
            "read this."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of those without one"), choices=LANGUAGES, initial="nl"
    )
    confirm = forms.BooleanField(
        label=_("Ask each of them by mail to confirm first"),
        required=False,
        initial=True,
        help_text=_("Safest: only who says yes gets letters."),
    )
