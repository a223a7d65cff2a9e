"""What operators decided about other servers and who is there, as the other parts ask it."""

from django.db.models import Q, QuerySet

from ..models import Host, Measure, RemoteActor, RemoteObject


def measure_of(who: str | RemoteActor) -> str:
    """Of the name of a host, or of somebody there: the stricter of what holds for them and for their server.
    One query, none when the actor came with its host."""
    if isinstance(who, RemoteActor):
        measures = {who.measure, who.host.measure}
    else:
        rows = Host.objects.filter(name__in=_within(who))
        measures = set(rows.values_list("measure", flat=True))
    return next((one for one in (Measure.SUSPEND, Measure.SILENCE) if one in measures), "")


def _within(name: str) -> list[str]:
    """A host, the same on the usual port, and the domains in which it lies: what is decided about a server
    holds for the names that its owner can make below it at will."""
    plain = name if name.endswith("]") else name.rpartition(":")[0] or name
    labels = plain.split(".")
    return [name, *(".".join(labels[at:]) for at in range(max(1, len(labels) - 1)))]


def is_suspended(who: str | RemoteActor) -> bool:
    """Whether nothing comes from there and nothing goes there."""
    return measure_of(who) == Measure.SUSPEND


def rejects_media(who: RemoteActor) -> bool:
    """Whether pictures from there are neither fetched nor shown."""
    return who.host.reject_media or is_suspended(who)


def suspended(path: str) -> Q:
    """The same as a condition on a query whose `path` leads to a `RemoteActor`."""
    theirs = {f"{path}__measure": Measure.SUSPEND}
    return Q(**theirs) | Q(**{f"{path}__host__measure": Measure.SUSPEND})


def visible(rows: QuerySet[RemoteObject] | None = None) -> QuerySet[RemoteObject]:
    """Of `rows`, or of all, what readers may see: not gone, not hidden, of nobody who is suspended."""
    asked = RemoteObject.objects.all() if rows is None else rows
    return asked.filter(gone__isnull=True, hidden__isnull=True).exclude(suspended("author"))
