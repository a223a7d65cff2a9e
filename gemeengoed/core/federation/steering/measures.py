"""Setting and lifting a measure on a server or somebody there, with a reason in the log of the server.

A suspension ends the follows both ways and what waits to go there; what they said is hidden from readers by
`blocking.visible`. Lifting brings nobody back: whoever followed must follow again.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.actors.services import instance_actor, touch
from gemeengoed.core.log.services import append
from gemeengoed.core.text import typed

from .. import addresses
from ..incoming import known_keys
from ..models import (
    Delivery,
    DeliveryState,
    Follower,
    Following,
    Host,
    Measure,
    Received,
    ReceivedState,
    RemoteActor,
    RemoteObject,
)

MOST_REASON = 1000
ENDED = "suspended here"
"""`last_error` of a delivery that a measure ended, and `outcome` of what waited from there."""
Target = Host | RemoteActor
ACTS = {
    (Host, Measure.SILENCE): "federation.server_silenced",
    (Host, Measure.SUSPEND): "federation.server_suspended",
    (Host, Measure.NONE): "federation.server_lifted",
    (RemoteActor, Measure.SILENCE): "federation.person_silenced",
    (RemoteActor, Measure.SUSPEND): "federation.person_suspended",
    (RemoteActor, Measure.NONE): "federation.person_lifted",
}


def reason_given(reason: str) -> str:
    """`reason` tidied. Raises ValidationError under 'reason' when empty or too long."""
    tidy = typed.within(typed.lines(reason), MOST_REASON, "reason")
    if not tidy:
        raise ValidationError({"reason": _("Say why: everybody can read it in the public log.")})
    return tidy


def set_measure(by: Actor, target: Target, measure: Measure, reason: str) -> Target:
    """Silences, suspends, or lifts (`Measure.NONE`). Raises ValidationError: 'reason', or when that measure
    holds already."""
    told = reason_given(reason)
    with transaction.atomic():
        row = _locked(target)
        if row.measure == measure:
            raise ValidationError(_("That holds already; look again."), code="state")
        was, row.measure = row.measure, measure
        row.save(update_fields=["measure"])
        if measure == Measure.SUSPEND:
            _end_everything(row)
        if Measure.SUSPEND in (was, measure):
            _touch_where_they_spoke(row)
        append(instance_actor(), ACTS[type(row), measure], by, reason=told, details=_named(row))
        transaction.on_commit(known_keys.forget)
    return row


def reject_media(by: Actor, host: Host, rejects: bool, reason: str) -> Host:
    """Takes no pictures from there any more, or does so again."""
    told = reason_given(reason)
    with transaction.atomic():
        row = Host.objects.select_for_update().get(pk=host.pk)
        if row.reject_media == rejects:
            raise ValidationError(_("That holds already; look again."), code="state")
        row.reject_media = rejects
        row.save(update_fields=["reject_media"])
        _touch_where_they_spoke(row)
        act = "federation.media_rejected" if rejects else "federation.media_accepted"
        append(instance_actor(), act, by, reason=told, details=_named(row))
    return row


def known_host(name: str) -> Host:
    """The server with this name, also one that was never heard of: it can be blocked beforehand. Raises
    ValidationError under 'name' when that is no name of a server."""
    tidy = typed.line(name).lower().removeprefix("https://").strip("/ ")
    tidy = "" if any(sign in tidy for sign in "/@?#") else tidy.rstrip(".")
    tidy = addresses.host_of(f"https://{tidy}")
    if not tidy or len(tidy) > 253 or "." not in tidy:
        raise ValidationError(
            {"name": _("Give the name of a server, such as commons.example.org.")}
        )
    return Host.objects.get_or_create(name=tidy)[0]


def _locked(target: Target) -> Target:
    if isinstance(target, Host):
        return Host.objects.select_for_update().get(pk=target.pk)
    rows = RemoteActor.objects.select_for_update(of=("self",)).select_related("host")
    return rows.get(pk=target.pk)


def _named(target: Target) -> dict[str, Any]:
    """What the sentence in the log names."""
    return {"server": target.name} if isinstance(target, Host) else {"person": target.address}


def _people(target: Target) -> QuerySet[RemoteActor]:
    of = {"host": target} if isinstance(target, Host) else {"pk": target.pk}
    return RemoteActor.objects.filter(**of)


def _end_everything(target: Target) -> None:
    people = _people(target)
    Follower.objects.filter(remote__in=people).delete()
    Following.objects.filter(remote__in=people).delete()
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING)
    received = Received.objects.filter(state__in=[ReceivedState.UNVERIFIED, ReceivedState.VERIFIED])
    if isinstance(target, Host):
        waiting, received = waiting.filter(host=target), received.filter(host=target.name)
    else:
        # A shared inbox is for others there as well.
        waiting = waiting.filter(host=target.host_id, inbox=target.inbox)
        received = received.filter(actor=target.uri)
    now = timezone.now()
    waiting.update(state=DeliveryState.FAILED, ended=now, last_error=ENDED)
    received.update(state=ReceivedState.DROPPED, processed=now, outcome="suspended", body=b"")


def _touch_where_they_spoke(target: Target) -> None:
    """Pages on which something of theirs stands are made anew."""
    objects = RemoteObject.objects.filter(author__in=_people(target)).exclude(about="")
    paths = objects.values_list("about", flat=True).distinct()
    touch_owners(paths)


def touch_owners(paths: Any) -> None:
    """Of the actors here at whose addresses these paths begin (`/@werf/…`)."""
    handles = {path.split("/")[1].removeprefix("@") for path in paths if path.startswith("/@")}
    for actor in Actor.objects.filter(handle__in=handles).order_by("pk"):
        touch(actor)
