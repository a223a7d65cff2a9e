"""Choosing rows in a form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet


class RowsField(forms.ModelMultipleChoiceField):
    """Django's own, that also refuses a number which SQLite cannot hold (it raises OverflowError)."""

    def _check_values(self, value: Any) -> QuerySet[Any]:
        try:
            return super()._check_values(value)  # type: ignore[misc]
        except OverflowError as error:
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": "…"},
            ) from error
