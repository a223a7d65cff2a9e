"""Telling that the page of a person or an organisation says something else now, as the search must know."""

from gemeengoed.core.activity.services import record
from gemeengoed.core.actors.models import Actor


def tell_changed(actor: Actor) -> None:
    """Must run inside the transaction that changes it. Holds no name: it may go with the account."""
    record(actor, "changed", f"/@{actor.handle}/", object_type=actor.kind)
