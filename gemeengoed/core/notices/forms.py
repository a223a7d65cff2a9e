"""How a person wants each kind of notice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.people.models import Person

from . import queries
from .models import How

_TWO = [(one.value, one.label) for one in (How.HERE, How.NOT)]


class ChoicesForm(forms.Form):
    """One question per declared kind; a kind with a letter of its own can only be here or not."""

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = queries.choices_of(person)
        super().__init__(*args, **kwargs)
        for slug, kind in registry.notice_kinds().items():
            self.fields[slug] = forms.ChoiceField(
                label=kind.name,
                choices=_TWO if kind.has_letter else How.choices,
                help_text=_("A letter about it comes by mail in any case.")
                if kind.has_letter
                else "",
            )
