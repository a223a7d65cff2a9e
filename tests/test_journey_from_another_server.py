"""Journey 'from another server': somebody on a server of Fedify finds the commons, reads and follows it."""

import pytest

from tests.fediverse import Fedify
from tests.running import Server

pytestmark = pytest.mark.processes
NAME = "Transitiewerkplaats Digitale Gemeenschapsgoederen"


def it_is_found_by_its_handle(fedify: Fedify, host: str) -> None:
    """With name, picture and text."""
    found = fedify.ask("find", who=f"@werkplaats@{host}")
    assert (found["type"], found["name"]) == ("Group", NAME)
    assert "We zoeken samen uit" in found["summary"]
    assert found["url"] == f"http://{host}/@werkplaats/"
    assert found["icon"]["status"] == 200
    assert found["icon"]["type"] in ("image/png", "image/jpeg", "image/webp")


def what_it_published_can_be_read(fedify: Fedify, host: str) -> None:
    """In the outbox, and at its own address."""
    outbox = fedify.ask("outbox", who=f"@werkplaats@{host}")
    assert outbox["total"] >= len(outbox["items"]) > 0
    for item in outbox["items"]:
        assert item["type"] in ("Create", "Announce")
        text = fedify.ask("show", address=item["object"]["id"])
        assert text["type"] == "Article"
        assert text["name"]
        assert text["summary"]
        assert "<p>" in text["content"]
        assert text["author"] in (f"http://{host}/@werkplaats", f"http://{host}/@editor")


def test_the_commons_is_found_and_read_from_another_server(
    fedify: Fedify, federated: Server
) -> None:
    host = f"localhost:{federated.port}"
    it_is_found_by_its_handle(fedify, host)
    what_it_published_can_be_read(fedify, host)
