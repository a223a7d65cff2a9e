"""Eight questions in every language: nothing typed is lost, also when two people write at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.commons.models import CharterVersion, Commons
from gemeengoed.core.commons.principles import Principle, principles
from gemeengoed.core.commons.services.words import PAGES
from gemeengoed.core.text import languages

from .words import add_words, own_languages

Answers = dict[str, dict[str, str]]


class CharterForm(forms.Form):
    """`based_on` is the number of the version that the writer began from (0: none yet)."""

    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why does the charter change?"),
        max_length=300,
        help_text=_("One sentence. It stands with this version and in the public log."),
    )

    def __init__(
        self, commons: Commons, latest: CharterVersion | None, *args: Any, **kwargs: Any
    ) -> None:
        answers: Answers = latest.answers if latest else {}
        kwargs["initial"] = {"based_on": latest.number if latest else 0}
        super().__init__(*args, **kwargs)
        self.languages = own_languages(commons)
        self._keep = f"charter-{commons.handle}"
        for principle in principles():
            self._add(principle, answers.get(principle.key, {}))
        self.order_fields([name for name in self.fields if name != "reason"])

    def _add(self, principle: Principle, initial: dict[str, str]) -> None:
        add_words(
            self,
            principle.key,
            str(_("Answer")),
            languages=self.languages,
            initial=initial,
            lines=6,
            most=PAGES,
            keep=self._keep,
        )

    def answers(self) -> Answers:
        """What was typed, by principle and language; also of a form that is not valid."""
        return {
            principle.key: {code: self._typed(principle.key, code) for code in self.languages}
            for principle in principles()
        }

    def _typed(self, key: str, code: str) -> str:
        name = f"{key}_{code}"
        cleaned = getattr(self, "cleaned_data", {})
        return str(cleaned.get(name, self.data.get(name, ""))).replace("\r\n", "\n").strip()

    def groups(self) -> list[dict[str, Any]]:
        """For the template: each principle with its fields, the main language first."""
        return [
            {"principle": principle, "first": fields[0], "others": fields[1:]}
            for principle in principles()
            if (fields := [self._field(principle, code) for code in self.languages])
        ]

    def _field(self, principle: Principle, code: str) -> dict[str, Any]:
        field = self[f"{principle.key}_{code}"]
        return {"code": code, "language": languages.name(code), "field": field}
