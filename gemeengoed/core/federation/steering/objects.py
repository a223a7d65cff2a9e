"""What operators do with what somebody elsewhere said, and with reports about what stands here."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.actors.services import instance_actor
from gemeengoed.core.log.services import append

from ..incoming.handlers import taking
from ..models import RemoteObject, Report
from .measures import reason_given, touch_owners

HIDE, SHOW, REMOVE = "hide", "show", "remove"
VERBS = (HIDE, SHOW, REMOVE)


def act(by: Actor, thing: RemoteObject, verb: str, reason: str) -> RemoteObject:
    """'hide', 'show' or 'remove', with a reason in the log of the server. Raises ValidationError: 'reason',
    or when it is so already."""
    told = reason_given(reason)
    with transaction.atomic():
        row = RemoteObject.objects.select_for_update(of=("self",)).get(pk=thing.pk)
        _CHANGES[verb](row)
        row.save()
        touch_owners([row.about])
        details = {"address": row.uri, "person": row.author.address}
        done = {HIDE: "hidden", SHOW: "shown", REMOVE: "removed"}[verb]
        append(
            instance_actor(),
            f"federation.object_{done}",
            by,
            object=row.about,
            reason=told,
            details=details,
        )
    return row


def _hide(row: RemoteObject) -> None:
    _require(row.hidden is None and row.gone is None)
    row.hidden = timezone.now()


def _show(row: RemoteObject) -> None:
    _require(row.hidden is not None and row.gone is None)
    row.hidden = None


def _remove(row: RemoteObject) -> None:
    """As if its own server said that it is gone: whoever took it hears so. Its address stays, so that it does
    not come back, and so that answers to it keep their place."""
    _require(row.gone is None)
    row.hidden = row.hidden or timezone.now()
    taking.forget(row)


def _require(holds: bool) -> None:
    if not holds:
        raise ValidationError(_("That holds already; look again."), code="state")


_CHANGES = {HIDE: _hide, SHOW: _show, REMOVE: _remove}


def see_to(by: Actor, report: Report) -> Report:
    """Notes that an operator has seen to a report; the second time changes nothing. The log says that
    one from that server was seen to, and not what it said."""
    with transaction.atomic():
        row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if row.handled is None:
            row.handled = timezone.now()
            row.save(update_fields=["handled"])
            server = {"server": row.remote.host_id}
            append(instance_actor(), "federation.report_handled", by, details=server)
    return row
