"""What is signed here, in either dialect, is verified by a server that is not ours."""

import pytest

from benchmarks import fediverse_peer
from benchmarks.fediverse_people import People
from benchmarks.fediverse_post import post
from tests import npm

pytestmark = [pytest.mark.processes, npm.needs_npm]


def test_fedify_verifies_both_dialects() -> None:
    people = People.made(actors=2, hosts=2)
    with people.served(), fediverse_peer.running() as peer:
        for dialect in ("cavage", "rfc9421"):
            notes = people.prepare(peer.inbox, 4, "http://127.0.0.1/a", peer.actor, dialect)
            done = post(peer.inbox, notes, rate=0, connections=2)
            assert done["statuses"] == {"202": 4}
            spoiled = notes[0].replace(b"Dank voor", b"Geen dank")
            assert "401" in post(peer.inbox, [spoiled], rate=0, connections=1)["statuses"]
        assert peer.processed() == 8
