"""What operators decided about other servers, as the other parts ask it."""

from django.db.models import Q, QuerySet

from ..models import Host, Measure, RemoteActor, RemoteObject


def is_suspended(who: str | RemoteActor) -> bool:
    """Whether nothing comes from there and nothing goes there: the name of a host, or somebody on one, who
    is suspended with it. One query, none when the actor came with its host."""
    return _measure(who) == Measure.SUSPEND


def is_silenced(who: str | RemoteActor) -> bool:
    """Whether what comes from there waits for approval, whatever the policy; so too when suspended."""
    return _measure(who) != Measure.NONE


def rejects_media(who: str | RemoteActor) -> bool:
    """Whether pictures from there are neither fetched nor shown."""
    host = _host(who)
    return host is not None and (host.reject_media or _measure(who) == Measure.SUSPEND)


def suspended_hosts() -> QuerySet[Host, str]:
    """Their names, for a subquery."""
    return Host.objects.filter(measure=Measure.SUSPEND).values_list("name", flat=True)


def visible(rows: QuerySet[RemoteObject] | None = None) -> QuerySet[RemoteObject]:
    """Of `rows`, or of all, what readers may see: not gone, not hidden, nobody suspended."""
    asked = RemoteObject.objects.all() if rows is None else rows
    return asked.filter(gone__isnull=True, hidden__isnull=True).exclude(suspended("author"))


def suspended(path: str) -> Q:
    """The condition on a query whose `path` leads to a `RemoteActor`."""
    return Q(**{f"{path}__measure": Measure.SUSPEND}) | Q(
        **{f"{path}__host__measure": Measure.SUSPEND}
    )


def _measure(who: str | RemoteActor) -> str:
    host = _host(who)
    measures = {host.measure if host else "", who.measure if isinstance(who, RemoteActor) else ""}
    return next((one for one in (Measure.SUSPEND, Measure.SILENCE) if one in measures), "")


def _host(who: str | RemoteActor) -> Host | None:
    if isinstance(who, RemoteActor):
        return who.host
    return Host.objects.filter(name=who.lower()).first()
