"""What a person tells of themselves."""

from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.services import rename, touch, touch_everywhere
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.text import markdown

from ..models import Person
from .guard import locked
from .telling import tell_changed

MOST_SUMMARY = 5000


def change_profile(person: Person, *, name: str, summary: str, time_zone: str = "") -> Person:
    """Raises ValidationError under 'name', 'summary' (Markdown that cannot be used) or 'time_zone'."""
    named, told = _name(name), _summary(summary)
    if time_zone and time_zone not in available_timezones():
        raise ValidationError({"time_zone": _("Choose a time zone from the list.")})
    with transaction.atomic():
        person = locked(person)
        person.summary, person.time_zone = told, time_zone
        person.save(update_fields=["summary", "time_zone"])
        touch(person.actor)
        rename(person.actor, named)
        tell_changed(person.actor)
    return person


def _name(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > 120:
        raise ValidationError({"name": _("Fill in a name of 1 to 120 characters.")})
    return tidy


def _summary(summary: str) -> str:
    tidy = summary.replace("\r\n", "\n").strip()
    if len(tidy) > MOST_SUMMARY:
        raise ValidationError({"summary": _("Tell it in 5000 characters at most.")})
    try:
        markdown.check(tidy)
    except ValidationError as error:
        raise ValidationError({"summary": error.messages}) from error
    return tidy


def set_picture(person: Person, picture: MediaFile | None, alt: str) -> Person:
    """A new picture (None keeps the present one) and its words. ValidationError: 'picture_alt'."""
    words = alt.strip()
    if (picture is not None or person.picture_id) and not words:
        raise ValidationError(
            {"picture_alt": _("Tell in words what the picture shows, for those who cannot see it.")}
        )
    with transaction.atomic():
        person = locked(person)
        person.picture = picture or person.picture
        person.picture_alt = words
        person.save(update_fields=["picture", "picture_alt"])
        touch_everywhere(person.actor)
    return person


@transaction.atomic
def remove_picture(person: Person) -> Person:
    person = locked(person)
    person.picture, person.picture_alt = None, ""
    person.save(update_fields=["picture", "picture_alt"])
    touch_everywhere(person.actor)
    return person


def set_language(person: Person, language: str) -> None:
    """The language of the interface and of letters. Raises ValidationError for one we do not speak."""
    if language not in dict(settings.LANGUAGES):
        raise ValidationError({"language": _("Choose one of the languages of the list.")})
    Person.objects.filter(pk=person.pk).update(language=language)
