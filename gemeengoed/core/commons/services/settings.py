"""What stewards decide about a commons itself."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gemeengoed.core.activity.services import record
from gemeengoed.core.actors.services import rename
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.log.services import append
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.people.models import Person

from .lock import locked
from .making import (
    known_capabilities,
    known_joining,
    known_language,
    known_licence,
    main_name,
)
from .words import Words, required, tidy, tidy_markdown

_CHECKS: dict[str, Callable[[Any], Any]] = {
    "names": lambda value: required(value, "names"),
    "purpose": lambda value: tidy_markdown(value, "purpose"),
    "language": known_language,
    "licence": known_licence,
    "joining": known_joining,
    "capabilities": known_capabilities,
}


def change_commons(commons: Commons, by: Person, **values: Any) -> Commons:
    """Sets any of names, purpose, language, licence, joining, capabilities. Raises ValidationError.

    One entry in the log tells what changed; nothing is written when nothing did.
    """
    checked = {name: _CHECKS[name](value) for name, value in values.items()}
    with transaction.atomic():
        commons = locked(commons)
        before = {name: getattr(commons, name) for name in checked}
        changed = {name: value for name, value in checked.items() if value != before[name]}
        if changed:
            _write(commons, changed)
            append(
                commons.actor,
                "commons.changed",
                by.actor,
                object=commons.get_absolute_url(),
                details={name: {"from": before[name], "to": changed[name]} for name in changed},
            )
            used = set(before.get("capabilities", ()))
            _record(commons, by, used ^ set(changed.get("capabilities", used)))
    return commons


def _record(commons: Commons, by: Person, switched: set[str]) -> None:
    record(
        by.actor,
        "changed",
        commons.get_absolute_url(),
        object_type="commons",
        commons=commons.actor,
        title=commons.actor.name,
        data={"switched": sorted(switched)} if switched else {},
    )


def _write(commons: Commons, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        setattr(commons, name, value)
    commons.save(update_fields=list(changed))
    if {"names", "language"} & set(changed):
        rename(commons.actor, main_name(commons.names, commons.language)[:120])


def set_picture(commons: Commons, by: Person, picture: MediaFile | None, alt: Words) -> Commons:
    """A new picture (None keeps the present one) and what it shows in words, which it needs."""
    words = tidy(alt)
    if (picture is not None or commons.picture_id) and not words:
        raise ValidationError(
            {"alt": _("Tell in words what the picture shows, for those who cannot see it.")}
        )
    with transaction.atomic():
        commons = locked(commons)
        commons.picture = picture or commons.picture
        commons.picture_alt = words
        commons.save(update_fields=["picture", "picture_alt"])
        append(commons.actor, "commons.picture_changed", by.actor, details={"alt": words})
    return commons


@transaction.atomic
def remove_picture(commons: Commons, by: Person) -> Commons:
    """Back to the emblem alone; the file stays with the files of the commons."""
    commons = locked(commons)
    commons.picture = None
    commons.picture_alt = {}
    commons.save(update_fields=["picture", "picture_alt"])
    append(commons.actor, "commons.picture_changed", by.actor, details={"alt": {}})
    return commons
