"""Which object of ours stands at the root of a thread."""

from gemeengoed.core import registry
from gemeengoed.core.database.once import once

from ..activitystreams.values import named
from ..addresses import path_of
from ..models import PublishedObject, RemoteObject

DEEPEST = 40
"""Answers to answers; deeper ones belong nowhere."""
MOST_BELOW = 500


def root_of(answers: str) -> str:
    """The path of our object at the root of the thread in which something answers `answers` (an id); empty
    when that is not known."""
    for _step in range(DEEPEST):
        path = path_of(answers)
        if path:
            uri, above = once(_ours, path)
            if not above:
                return uri
            answers = above
            continue
        known = RemoteObject.objects.filter(uri=answers).values_list("about", "answers").first()
        if known is None or known[0] or not known[1]:
            return known[0] if known is not None else ""
        answers = known[1]
    return ""


def place(thing: RemoteObject) -> str:
    """Notes to which object of ours `thing` belongs, with all that is known to answer it; returns the path,
    empty for none. What has no such root stays where it was put, as with whom it names."""
    about = place_of(thing)
    if about and about != thing.about:
        thing.about = about
        RemoteObject.objects.filter(pk=thing.pk).update(about=about)
    if about:
        place_below(thing.uri, about)
    return about


def place_of(thing: RemoteObject) -> str:
    return root_of(thing.answers)[:500] or thing.about


def place_below(uri: str, about: str) -> None:
    """Those that came before what they answer was known."""
    uris, placed = [uri], 0
    while uris and placed < MOST_BELOW:
        rows = RemoteObject.objects.filter(answers__in=uris, about="")[: MOST_BELOW - placed]
        found = list(rows.values_list("pk", "uri"))
        RemoteObject.objects.filter(pk__in=[pk for pk, _uri in found]).update(about=about)
        uris, placed = [uri for _pk, uri in found], placed + len(found)


def _ours(path: str) -> tuple[str, str]:
    """The path of our object there, and the id of what that answers itself."""
    row = _published(path)
    return (row.uri if row is not None else path), _above(row)


def _published(path: str) -> PublishedObject | None:
    """Servers may lose or add the stroke at its end."""
    ways = [path, path.rstrip("/"), f"{path}/"]
    return PublishedObject.objects.filter(uri__in=ways).first()


def _above(row: PublishedObject | None) -> str:
    """What an object of ours answers itself, as an editor's answer does."""
    declared = registry.federated().get(row.object_type) if row is not None else None
    if row is None or declared is None or row.gone is not None:
        return ""
    found = declared.document(row.uri)
    return named(found.json.get("inReplyTo")) if found else ""
