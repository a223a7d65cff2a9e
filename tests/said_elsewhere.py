"""What somebody on another server of ours says, run on its data folder by `test_journey_two_servers.py`:

    python -m tests.said_elsewhere follow|reply|delete WHO ADDRESS [WORDS]

WHO is a handle there. ADDRESS is the id of whom to follow, of what to reply to, of the reply to delete; for
the last, WORDS is the id of whom it answered. Prints the id of what was made.
"""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from gemeengoed.core.actors.models import Actor  # noqa: E402
from gemeengoed.core.federation import addresses  # noqa: E402
from gemeengoed.core.federation.activitystreams import reading  # noqa: E402
from gemeengoed.core.federation.followers import following  # noqa: E402
from gemeengoed.core.federation.outgoing import saying  # noqa: E402
from gemeengoed.core.federation.remote import actors, asking  # noqa: E402


def follow(who: Actor, address: str) -> str:
    remote = actors.fetch(address)
    with transaction.atomic():
        return following.follow(who, remote).uri


def reply(who: Actor, address: str, words: str) -> str:
    """To the author of what stands at `address`, as anybody may read it."""
    thing, _where = asking.get_json(address)
    note = {
        "id": f"{addresses.actor(who.handle)}/notes/1",
        "type": "Note",
        "attributedTo": addresses.actor(who.handle),
        "inReplyTo": address,
        "content": f"<p>{words}</p>",
        "published": timezone.now().isoformat(),
    }
    author = reading.id_of(thing["attributedTo"])
    _say(who, "Create", author, {**note, "to": [addresses.PUBLIC], "cc": [author]})
    return str(note["id"])


def delete(who: Actor, address: str, author: str) -> str:
    _say(who, "Delete", author, {"id": address, "type": "Tombstone"})
    return address


def _say(who: Actor, kind: str, to: str, thing: dict[str, object]) -> None:
    activity = {
        "id": addresses.activity(who.handle, f"note-1-{kind.lower()}"),
        "type": kind,
        "actor": addresses.actor(who.handle),
        "object": thing,
        "to": [addresses.PUBLIC],
        "cc": [to],
    }
    remote = actors.fetch(to)
    with transaction.atomic():
        saying.say(who, activity, inboxes=[saying.to(remote)])


if __name__ == "__main__":
    what, name, *values = sys.argv[1:]
    done = {"follow": follow, "reply": reply, "delete": delete}[what]
    print(done(Actor.objects.get(handle=name), *values))
