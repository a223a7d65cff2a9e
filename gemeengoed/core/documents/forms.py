"""Forms that every capability made of documents uses."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons, Question
from gemeengoed.core.database.choices import RowsField
from gemeengoed.core.media.forms import AltField, PictureField, clean_picture_and_alt
from gemeengoed.core.people.models import Organisation, Person
from gemeengoed.core.people.queries import may_speak_for
from gemeengoed.core.registry import Audience
from gemeengoed.core.text import languages, licences

from .models import Revision, Work
from .saving import LONGEST
from .services import Words

AUDIENCES = [
    (Audience.PUBLIC.value, _("Everybody")),
    (Audience.MEMBERS.value, _("Only members of this commons")),
]


class WriteForm(forms.Form):
    """Title, summary and text of one revision. `base` is the revision that the writer began from."""

    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST["title"],
        error_messages={"required": _("Give the text a title.")},
    )
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("Two or three sentences that invite to read on."),
        max_length=LONGEST["summary"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text = forms.CharField(
        label=_("Text"),
        help_text=_("Write in Markdown: ## for a heading, *…* for emphasis, [^1] for a note."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "writing"}),
    )
    picture = PictureField(label=_("Add a picture"), required=False)
    picture_alt = AltField(
        label=_("What the picture shows"),
        help_text=_("For who cannot see it. Required with a picture."),
        max_length=500,
        required=False,
    )
    picture_caption = forms.CharField(label=_("Caption and credit"), max_length=300, required=False)
    reason = forms.CharField(
        label=_("What did you change, and why?"),
        help_text=_("Stands in the history, for the others."),
        max_length=300,
        required=False,
    )
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self, *args: Any, work: Work, author: Actor, keep_as: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].belongs_to(work.commons.actor, author)  # type: ignore[attr-defined]
        for name in ("title", "summary", "text"):
            self.fields[name].widget.attrs["data-keep"] = f"{keep_as}#{name}"

    def clean(self) -> None:
        super().clean()
        clean_picture_and_alt(self)

    def words(self) -> Words:
        fields = self.cleaned_data
        return Words(fields["title"], fields["summary"], self.text_typed(), fields["reason"])

    def text_typed(self) -> str:
        """Line ends as Unix has them; browsers post CRLF (HTML, 4.10.21.8)."""
        return self.cleaned_data["text"].replace("\r\n", "\n")


def initial_words(revision: Revision | None) -> dict[str, Any]:
    if revision is None:
        return {"base": 0}
    return {
        "title": revision.title,
        "summary": revision.summary,
        "text": revision.text,
        "base": revision.number,
    }


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is this text withdrawn?"),
        help_text=_("Readers see this in place of the text."),
        error_messages={"required": _("State the reason: readers see it in place of the text.")},
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class QuestionsField(RowsField):
    """Questions by their text in the language of the interface."""

    def label_from_instance(self, question: Question) -> str:
        return languages.best(question.text, [get_language() or "nl"])[1]


class DetailsForm(forms.Form):
    """Licence, audience, questions and signing organisations of a work."""

    licence = forms.CharField(
        label=_("Licence"),
        help_text=_("An SPDX name such as CC-BY-SA-4.0."),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "licences", "autocapitalize": "none"}),
    )
    audience = forms.ChoiceField(
        label=_("Who may read it?"), choices=AUDIENCES, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, commons: Commons, person: Person, work: Work | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"] = QuestionsField(
            label=_("Which questions does it help to answer?"),
            queryset=commons.questions.all(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["on_behalf_of"] = RowsField(
            label=_("On behalf of"),
            queryset=_signers(person, work),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean_licence(self) -> str:
        return licences.validate(self.cleaned_data["licence"])


def _signers(person: Person, work: Work | None) -> QuerySet[Organisation]:
    """Organisations that this person speaks for, with those that already sign the work."""
    allowed = {organisation.pk for organisation in may_speak_for(person)}
    if work is not None:
        allowed |= set(work.on_behalf_of.values_list("pk", flat=True))
    return Organisation.objects.filter(pk__in=allowed).select_related("actor")


def initial_details(work: Work) -> dict[str, Any]:
    return {
        "licence": work.licence,
        "audience": work.audience,
        "questions": work.questions.all(),
        "on_behalf_of": work.on_behalf_of.all(),
    }
