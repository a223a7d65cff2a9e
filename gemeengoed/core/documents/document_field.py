"""A .docx or .odt in a form: cleaned, it is what was read in it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.text import incoming

ACCEPT = (
    ".docx,.odt,application/vnd.openxmlformats-officedocument.wordprocessingml.document,"
    "application/vnd.oasis.opendocument.text"
)


class DocumentField(forms.FileField):
    """Cleans to an `incoming.Incoming`, or None. Reading takes up to some seconds."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Begin with a document (.docx, .odt)"))
        kwargs.setdefault(
            "help_text",
            _("Headings, lists, tables, notes and pictures come along. At most 25 MB."),
        )
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> incoming.Incoming | None:
        upload = super().clean(data, initial)
        return incoming.read_file(upload) if upload else None
