"""Questions, phases and partners."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.commons.models import Commons, PartnerRole, Phase, Question
from gemeengoed.core.commons.services.words import NAME, PARAGRAPHS, SENTENCE
from gemeengoed.core.database.choices import RowsField
from gemeengoed.core.people.models import Organisation

from .words import add_words, own_languages, words_of


def _day(label: Any) -> forms.DateField:
    # A native date field wants ISO 8601, whatever the language of the page.
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d", "%d-%m-%Y"])


class QuestionForm(forms.Form):
    """One question of the programme, with what lies behind it."""

    main = forms.BooleanField(
        label=_("This is the main question"),
        required=False,
        help_text=_("There is one. The others are the steps towards it."),
    )

    def __init__(
        self, commons: Commons, question: Question | None, *args: Any, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"main": question.main if question else False}
        super().__init__(*args, **kwargs)
        languages = own_languages(commons)
        add_words(
            self,
            "text",
            str(_("Question")),
            languages=languages,
            initial=question.text if question else None,
            most=SENTENCE,
            help_text=str(_("One language is enough.")),
        )
        add_words(
            self,
            "explanation",
            str(_("Explanation")),
            languages=languages,
            initial=question.explanation if question else None,
            lines=5,
            most=PARAGRAPHS,
            help_text=str(_("Why it is asked and what an answer would help. Markdown is fine.")),
        )
        self.order_fields([name for name in self.fields if name != "main"])

    def values(self) -> dict[str, Any]:
        return {
            "text": words_of(self, "text"),
            "explanation": words_of(self, "explanation"),
            "main": self.cleaned_data["main"],
        }


class PhaseForm(forms.Form):
    """A stretch of time: its question, the plan and, later, what came of it."""

    WORDS = ("title", "question", "plan", "outcome")
    starts = _day(_("First day"))
    ends = _day(_("Last day"))
    questions = RowsField(
        label=_("Questions of the programme that it works on"),
        queryset=Question.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, commons: Commons, phase: Phase | None, *args: Any, **kwargs: Any) -> None:
        if phase is not None:
            kwargs["initial"] = {
                "starts": phase.starts,
                "ends": phase.ends,
                "questions": list(phase.questions.all()),
            }
        super().__init__(*args, **kwargs)
        self._add_words(commons, phase)
        field = self.fields["questions"]
        field.queryset = Question.objects.filter(commons=commons)  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: commons.in_words(one.text)  # type: ignore[attr-defined]
        titles = [name for name in self.fields if name.startswith("title_")]
        self.order_fields([*titles, "starts", "ends"])

    def _add_words(self, commons: Commons, phase: Phase | None) -> None:
        labels = (_("Title"), _("Question of this phase"), _("Plan"), _("What came of it"))
        for name, label in zip(self.WORDS, labels, strict=True):
            add_words(
                self,
                name,
                str(label),
                languages=own_languages(commons),
                initial=getattr(phase, name, None),
                lines=1 if name == "title" else 4,
                most=NAME if name == "title" else PARAGRAPHS,
                help_text=str(_("One language is enough.")) if name == "title" else "",
            )

    def values(self) -> dict[str, Any]:
        kept = ("starts", "ends", "questions")
        words = {name: words_of(self, name) for name in self.WORDS}
        return words | {name: self.cleaned_data[name] for name in kept}


class PartnerForm(forms.Form):
    """An organisation that is known here already."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.filter(actor__gone__isnull=True)
        .select_related("actor")
        .order_by("actor__name"),
    )
    role = forms.ChoiceField(label=_("Part it plays"), choices=PartnerRole.choices)


class NewPartnerForm(forms.Form):
    """An organisation that is new here."""

    name = forms.CharField(label=_("Name"), max_length=120)
    handle = forms.CharField(
        label=_("Address"),
        max_length=30,
        help_text=_("Small letters, digits, hyphens. Its page will be at /@address/."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    role = forms.ChoiceField(label=_("Part it plays"), choices=PartnerRole.choices)

    def __init__(self, commons: Commons, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_words(
            self,
            "description",
            str(_("What it does")),
            languages=own_languages(commons),
            lines=3,
            most=PARAGRAPHS,
        )
