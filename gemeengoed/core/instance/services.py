"""Setting the server up, and changing its settings."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.actors.services import instance_actor, rename, touch
from gemeengoed.core.log.services import append
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.text import typed

from . import colours, queries
from .models import Instance, SignUp


def setup_link(address: str | None = None) -> str | None:
    """A new one-time link for the first steward, or None when the server is set up already.

    Only its hash is kept, and an earlier link ends. `address` is where the server listens, such as
    `http://127.0.0.1:8000`; without it the public address.
    """
    with transaction.atomic():
        instance = locked()
        if instance.set_up:
            return None
        token = secrets.token_urlsafe(24)
        instance.setup_token = digest(token)
        instance.save(update_fields=["setup_token"])
    return f"{(address or settings.BASE_URL).rstrip('/')}/setup/{token}/"


def digest(token: str) -> str:
    """What is kept of a link's secret: its SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def opens_setup(token: str) -> bool:
    """Whether `token` is that of the last set-up link, and the server is not set up yet."""
    row = Instance.objects.filter(pk=1, set_up__isnull=True).first()
    if row is None or not row.setup_token:
        return False
    return secrets.compare_digest(row.setup_token, digest(token))


def link_used() -> ValidationError:
    """For two who sent the same form at once: the second is told so."""
    return ValidationError(_("Somebody else used this link just now."), code="used")


@transaction.atomic
def mark_set_up() -> None:
    """From now on the server answers with its pages; the set-up link no longer works."""
    instance = locked()
    instance.set_up = instance.set_up or timezone.now()
    instance.setup_token = ""
    instance.save(update_fields=["set_up", "setup_token"])
    changed()


def locked() -> Instance:
    """The row, made when it is not there, locked until the end of the transaction."""
    Instance.objects.get_or_create(pk=1)
    return Instance.objects.select_for_update().get(pk=1)


def changed() -> None:
    """Lets every reader see the change, now and again after the commit. Inside a transaction."""
    touch(instance_actor())
    queries.forget()
    transaction.on_commit(queries.forget)


def change(by: Actor, **values: Any) -> Instance:
    """Sets any of name, description, language, sign_up, second_factor_for_stewards, front_commons, colours.

    Raises ValidationError by field. One entry in the log says what changed, none when nothing did.
    """
    checked = {name: _CHECKS[name](value) for name, value in values.items()}
    with transaction.atomic():
        instance = locked()
        before = {name: getattr(instance, name) for name in checked}
        new = {name: value for name, value in checked.items() if value != before[name]}
        if new:
            _write(instance, new)
            details = {name: {"from": before[name], "to": new[name]} for name in new}
            append(instance_actor(), "instance.changed", by, object="/", details=details)
    return instance


def set_logo(by: Actor, logo: MediaFile | None, logo_alt: str) -> Instance:
    """A new logo (None keeps the present one) and its words. ValidationError: 'logo_alt'."""
    words = typed.within(typed.line(logo_alt), 200, "logo_alt")
    with transaction.atomic():
        instance = locked()
        if (logo is not None or instance.logo_id) and not words:
            raise ValidationError({"logo_alt": _("Tell in words what the logo shows.")})
        instance.logo = logo or instance.logo
        instance.logo_alt = words
        _write(instance, {})
        append(instance_actor(), "instance.logo_changed", by, object="/", details={"alt": words})
    return instance


@transaction.atomic
def remove_logo(by: Actor) -> Instance:
    instance = locked()
    instance.logo, instance.logo_alt = None, ""
    _write(instance, {})
    append(instance_actor(), "instance.logo_removed", by, object="/")
    return instance


def _write(instance: Instance, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(instance, name, value)
    instance.version += 1
    instance.save()
    if "name" in values:
        rename(instance_actor(), values["name"])
    changed()


def _name(value: str) -> str:
    tidy = typed.line(value)
    if not tidy or len(tidy) > 80:
        raise ValidationError({"name": _("Give the server a name of 1 to 80 characters.")})
    return tidy


def _description(value: dict[str, str]) -> dict[str, str]:
    try:
        return typed.by_language(value, 2000)
    except ValidationError as error:
        raise ValidationError({"description": error.messages}) from error


def _language(value: str) -> str:
    if value not in dict(settings.LANGUAGES):
        raise ValidationError({"language": _("Choose one of the languages of the list.")})
    return value


def _sign_up(value: str) -> str:
    if value not in SignUp.values:
        raise ValidationError({"sign_up": _("Choose one of the three ways.")})
    return value


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "name": _name,
    "description": _description,
    "language": _language,
    "sign_up": _sign_up,
    "second_factor_for_stewards": bool,
    "front_commons": lambda value: str(value).strip().lower()[:30],
    "colours": colours.checked,
}
