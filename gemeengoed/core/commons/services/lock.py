"""One change of a commons at a time, where two at once could break what always holds."""

from gemeengoed.core.actors.services import touch
from gemeengoed.core.commons.models import Commons


def locked(commons: Commons) -> Commons:
    """The commons read anew and held until the transaction ends.

    PostgreSQL locks the row. SQLite ignores that, but its transactions here begin IMMEDIATE, so
    that whoever got this far is the only writer already. Pages kept of it are made anew.
    """
    found = (
        Commons.objects.select_for_update(of=("self",), no_key=True)
        .select_related("actor")
        .get(pk=commons.pk)
    )
    touch(found.actor)
    return found
