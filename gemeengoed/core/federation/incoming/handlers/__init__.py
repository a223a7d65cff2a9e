"""What the core does with activities, by their type. What is not here is counted and dropped."""

from ...models import Received, RemoteActor
from . import actors, follows, objects, reactions, reports, undoing
from .model import NOT_OURS, NOT_THEIRS, UNKNOWN, Activity, Handler, Needs


def _ignored(received: Received, activity: Activity, author: RemoteActor) -> str:
    """Add and Remove: we keep no collection of anybody else."""
    return NOT_OURS


HANDLERS: dict[str, Handler] = {
    "Accept": follows.accepted,
    "Add": _ignored,
    "Announce": reactions.react,
    "Block": follows.block,
    "Create": objects.say,
    "Delete": objects.delete,
    "EmojiReact": reactions.react,
    "Flag": reports.flag,
    "Follow": follows.follow,
    "Like": reactions.react,
    "Move": actors.move,
    "Reject": follows.rejected,
    "Remove": _ignored,
    "Undo": undoing.undo,
    "Update": objects.say,
}
NEEDS: dict[str, Needs] = {
    "Create": objects.needs,
    "Move": actors.move_needs,
    "Update": objects.needs,
}
IGNORED = frozenset({NOT_OURS, NOT_THEIRS, UNKNOWN, objects.NOT_TAKEN, reports.TOO_MANY})
"""Words that say that nothing was done with it."""
