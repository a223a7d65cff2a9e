"""The werkplaats: one commons with everything filled in, made through the services that people use.

Building it again adds what is missing and leaves alone what people changed since.
"""

import tomllib
from pathlib import Path
from typing import Any

from gemeengoed.core import registry
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.instance import queries as instance
from gemeengoed.core.instance import services as instances
from gemeengoed.core.people.models import Person

from . import charter, commons, people

CONTENT = Path(__file__).parent / "content"
Table = dict[str, Any]


def build() -> dict[str, str]:
    """Fills the demonstration; the log-ins (handle to password) of the persons that were made now.

    They are added to `demo-logins.json` in the data folder as well (mode 0600).
    """
    content = _read("commons.toml")
    persons, passwords = people.make(content["people"], CONTENT)
    made = _commons(content, persons)
    _server(made, persons["steward"])
    used = [
        capability
        for capability in registry.capabilities()
        if capability.built_in or capability.slug in made.capabilities
    ]
    first = [capability.demonstration for capability in used]
    afterwards = [capability.demonstration_afterwards for capability in used]
    for fill in filter(None, [*first, *afterwards]):
        fill(made.handle, dict(persons))
    return passwords


def _read(name: str) -> Table:
    return tomllib.loads((CONTENT / name).read_text("utf-8"))


def _commons(content: Table, persons: dict[str, Person]) -> Commons:
    steward = persons["steward"]
    made = commons.make(content["commons"], steward, CONTENT)
    commons.add_members(made, persons, steward)
    commons.add_questions(made, content["questions"], steward)
    commons.add_phases(made, content["phases"], steward)
    commons.add_partners(made, content["partners"], steward, CONTENT)
    charter.write(made, _read("charter.toml")["answers"], steward)
    return made


def _server(made: Commons, steward: Person) -> None:
    """What a first steward decides: once, so that it can be decided otherwise afterwards."""
    if instance.current().set_up:
        return
    instances.change(
        steward.actor, name="Gemeengoed", sign_up="open", front_commons=made.actor.handle
    )
    instances.mark_set_up()
