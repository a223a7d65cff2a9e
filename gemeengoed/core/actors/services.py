"""Taking, renaming and giving up a handle."""

from secrets import token_hex

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.text import typed

from .handles import skeleton, validate_form
from .models import Actor, ActorKind

MOST_NAME = 120


def check_handle(handle: str) -> None:
    """Raises ValidationError when the handle is badly formed, reserved, taken or looks like another."""
    validate_form(handle)
    if Actor.objects.filter(handle=handle).exists():
        raise ValidationError(
            _("“%(handle)s” is taken. Choose another name."),
            code="taken",
            params={"handle": handle},
        )
    other = Actor.objects.filter(skeleton=skeleton(handle)).first()
    if other is not None:
        raise ValidationError(
            _("“%(handle)s” looks too much like “%(other)s”. Choose a name that nobody misreads."),
            code="look-alike",
            params={"handle": handle, "other": other.handle},
        )


def create_actor(handle: str, kind: ActorKind, name: str) -> Actor:
    """Takes `handle`. Raises ValidationError as `check_handle` does, also when two ask at once."""
    handle, name = handle.strip().lower(), typed.line(name)[:MOST_NAME]
    check_handle(handle)
    try:
        with transaction.atomic():
            return Actor.objects.create(
                handle=handle, skeleton=skeleton(handle), kind=kind, name=name
            )
    except IntegrityError:
        check_handle(handle)
        raise


def rename(actor: Actor, name: str) -> None:
    """Sets the name that people read; the handle stays, since addresses hang on it."""
    name = typed.line(name)[:MOST_NAME]
    if actor.name == name:
        return
    actor.name = name
    actor.save(update_fields=["name"])
    touch_everywhere(actor)


def touch(actor: Actor) -> None:
    """Says that what the actor shows has changed: pages kept for readers are made anew."""
    Actor.objects.filter(pk=actor.pk).update(stamp=F("stamp") + 1)


def touch_everywhere(actor: Actor) -> None:
    """Says that a name or picture of the actor has changed, which any page may show: every kept page is
    made anew. For what happens seldom; call it last, since it holds the row of the server."""
    touch(actor)
    touch(instance_actor())


def retire(actor: Actor, pseudonym: str) -> None:
    """Marks the actor as gone and forgets its name; the handle is not given out again."""
    actor.name = pseudonym
    actor.gone = timezone.now()
    actor.save(update_fields=["name", "gone"])
    touch_everywhere(actor)


def instance_actor() -> Actor:
    """The server itself as an actor: it owns the log of acts that belong to no single commons."""
    return Actor.objects.get_or_create(
        handle="instance",
        defaults={"skeleton": "instance", "kind": ActorKind.INSTANCE, "name": "Server"},
    )[0]


def actor_elsewhere(name: str, home: str = "") -> Actor:
    """Somebody on another server, as a name under what they wrote; `home` is their address there.

    The same `home` gives the same actor.
    """
    known = Actor.objects.filter(kind=ActorKind.ELSEWHERE, home=home).first() if home else None
    if known is not None:
        return known
    handle = f"x.{token_hex(12)}"
    return Actor.objects.create(
        handle=handle,
        skeleton=handle,
        kind=ActorKind.ELSEWHERE,
        name=typed.line(name)[:MOST_NAME],
        home=home,
    )
