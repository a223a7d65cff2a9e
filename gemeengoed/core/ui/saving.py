"""A posted form and the service behind it: whether it was saved, and each error at its field."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError


def saved(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the form was right and the service took it; otherwise the form tells what was wrong."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as error:
        take_errors(form, error)
        return False
    return True


def take_errors(form: forms.Form, error: ValidationError) -> None:
    """Puts each error at its field, at the first language of it (`name_nl`), or on top of the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(_field(form, name), errors)


def _field(form: forms.Form, name: str) -> str | None:
    if name in form.fields:
        return name
    return next((field for field in form.fields if field.startswith(f"{name}_")), None)
