"""Forms of discussions and reviews."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.people.models import Person

from .models import Readers, Rules


class EditForm(forms.Form):
    text = forms.CharField(
        label=_("Your comment"), strip=False, widget=forms.Textarea(attrs={"rows": 8})
    )


class SuggestForm(forms.Form):
    """A passage in Markdown, and why."""

    proposed = forms.CharField(
        label=_("How should it read?"),
        help_text=_("This is the passage in Markdown. Leave it empty to suggest it be removed."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    text = forms.CharField(
        label=_("Why?"),
        help_text=_("Who may write this text decides; your reason helps."),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    about = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args: Any, keep_as: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("proposed", "text"):
            self.fields[name].widget.attrs["data-keep"] = f"{keep_as}#{name}"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Whoever wrote it gets to read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskForm(forms.Form):
    """Of whom a review is asked: anyone who may give it, or one of them."""

    of = forms.ChoiceField(label=_("Of whom?"), required=False)
    words = forms.CharField(
        label=_("What should they look at?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, reviewers: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reviewers = {str(person.pk): person for person in reviewers}
        named = [(pk, person.name) for pk, person in self.reviewers.items()]
        self.fields["of"].choices = [("", _("Whoever has time")), *named]  # type: ignore[attr-defined]

    def chosen(self) -> Person | None:
        return self.reviewers.get(self.cleaned_data["of"])


class AnswerForm(forms.Form):
    approve = forms.TypedChoiceField(
        label=_("What do you think?"),
        choices=[("yes", _("Good: this can be published")), ("no", _("Something should change"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("In words"),
        required=False,
        help_text=_("Needed when something should change."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class RulesForm(forms.Form):
    readers = forms.ChoiceField(
        label=_("Who may read comments on what is published?"),
        choices=Readers.choices,
        widget=forms.RadioSelect,
        help_text=_("Members comment. What writers say about a draft stays among them."),
    )
    second_editor = forms.BooleanField(
        label=_("A second editor must approve a text before it is published"), required=False
    )


def initial_rules(rules: Rules) -> dict[str, Any]:
    return {"readers": rules.readers, "second_editor": rules.second_editor}
