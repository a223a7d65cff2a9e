"""A picture in a form. What was chosen is kept on the server when the form is refused.

    class CoverForm(forms.Form):
        picture = PictureField(required=False, label=_("Picture"))
        picture_alt = AltField(label=_("What the picture shows"))

        def __init__(self, *args, owner: Actor, uploader: Actor, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["picture"].belongs_to(owner, uploader)

        def clean(self):
            super().clean()
            clean_picture_and_alt(self)

`cleaned_data["picture"]` is a MediaFile or None.
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor

from . import queries
from .models import MediaFile
from .services import keep, store_image

SALT = "media.kept"
KEPT = timedelta(days=1)
"""How long a picture waits for its form to be sent in again."""

Sent = tuple[UploadedFile | None, str]
"""What the browser sent: a newly chosen file, and the signed number of one that was kept."""


class PictureInput(forms.FileInput):
    """A file input with, beside it, the picture that is there already."""

    template_name = "media/picture_input.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        return files.get(name), data.get(f"{name}-kept", "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}-kept" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        file = value if isinstance(value, MediaFile) else None
        context["widget"]["attrs"].setdefault("accept", "image/*")
        if file is not None:
            context["widget"]["attrs"].pop("required", None)
            context["file"] = file
            context["address"] = queries.address(file, 320)
            context["token"] = _token(file) if file.kept_until else ""
        return context


class AltField(forms.CharField):
    """What a picture shows, in words: needed where there is a picture (see `clean_picture_and_alt`)."""

    note = _("(needed with a picture)")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})


class PictureField(forms.Field):
    """Cleans to a MediaFile of the owner that `belongs_to` named, or None."""

    widget = PictureInput
    default_error_messages = {
        "required": _("Choose a picture."),
        "lost": _("The picture was kept for a day and is gone. Choose it again."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            _(
                "JPEG, PNG, WebP, GIF, AVIF or SVG. Of a moving picture only the first frame is kept."
            ),
        )
        super().__init__(**kwargs)
        self.owner: Actor | None = None
        self.uploader: Actor | None = None
        self.kept: MediaFile | None = None

    def belongs_to(self, owner: Actor, uploader: Actor | None) -> None:
        """Whose quota it counts for and who brought it; to be told before the form is cleaned."""
        self.owner, self.uploader = owner, uploader

    def clean(self, value: Sent) -> MediaFile | None:
        upload, token = value
        self.kept = self._stored(upload) if upload else self._found(token)
        if self.kept is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return self.kept

    def _stored(self, upload: File) -> MediaFile:
        if self.owner is None:
            raise RuntimeError("call belongs_to(owner, uploader) before the form is cleaned")
        return store_image(upload, self.owner, self.uploader, kept_until=timezone.now() + KEPT)

    def _found(self, token: str) -> MediaFile | None:
        if not token:
            return None
        try:
            number = signing.loads(token, salt=SALT, max_age=KEPT)
            return MediaFile.objects.get(pk=number, owner=self.owner)
        except (signing.BadSignature, MediaFile.DoesNotExist) as error:
            raise forms.ValidationError(self.error_messages["lost"], code="lost") from error

    def bound_data(self, data: Any, initial: Any) -> MediaFile | None:
        return self.kept or initial

    def has_changed(self, initial: Any, data: Sent | None) -> bool:
        return bool(data and any(data))


def _token(file: MediaFile) -> str:
    return signing.dumps(file.pk, salt=SALT)


def clean_picture_and_alt(
    form: forms.Form, picture: str = "picture", alt: str = "picture_alt", *others: str
) -> None:
    """Call last in `clean`: asks for words where there is a picture, new or already there.

    `others` are the fields for the same words in other languages; one of them all is enough.
    """
    new = form.cleaned_data.get(picture)
    there = new or form.get_initial_for_field(form.fields[picture], picture)
    told = any(str(form.cleaned_data.get(one) or "").strip() for one in (alt, *others))
    if there and picture not in form.errors and not told:
        form.add_error(alt, _("Tell in words what the picture shows, for those who cannot see it."))
    if new and not form.errors:
        keep(new)
