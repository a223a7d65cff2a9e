"""An archive from elsewhere is taken in as if it were typed here."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gemeengoed.capabilities.newsletters import portable
from gemeengoed.capabilities.newsletters.models import LetterText, Subscriber
from gemeengoed.core.portable import Arrival, BadRow, Row

from .conftest import Scene

pytestmark = pytest.mark.django_db(transaction=True)


def bring(scene: Scene, part: str, row: Row) -> None:
    arrival = Arrival(scene.werf.pk, "werf", lambda _: None, lambda _: None, lambda _: None)
    (found,) = (one for one in portable.PORTABLE if one.name == part)
    found.bring(arrival, iter([row]))


def letter(*blocks: Any) -> Row:
    now = timezone.now().isoformat()
    moments = dict.fromkeys(("goes_out", "went_out", "ended", "created", "changed"), now)
    text = {"language": "nl", "subject": "Brief", "preview": "", "blocks": list(blocks)}
    return {"slug": "brief", **moments, "author": "", "topics": [], "texts": [text]}


def subscriber(address: str, **more: object) -> Row:
    now = timezone.now().isoformat()
    moments = {"created": now, "confirmed": now}
    names = {"address": address, "folded": address, "name": "", "language": "nl"}
    return {**names, **moments, "topics": [], "proofs": [], **more}


def test_blocks_come_in_as_they_would_be_saved(scene: Scene) -> None:
    strange = {"kind": "object", "block": "poll", "uri": "polls/1/", "words": "Kies"}
    bring(scene, "letters", letter({"kind": "words"}, strange, {"kind": "picture", "file": None}))
    assert LetterText.objects.get().blocks == [
        {"kind": "words", "markdown": ""},
        {"kind": "picture", "file": "", "alt": "", "credit": ""},
    ]
    for address in ("/@werf/newsletters/brief/", "/@werf/newsletters/feed.atom"):
        assert Client().get(address).status_code == 200


@pytest.mark.parametrize("block", ["words", {"kind": "song"}, {"markdown": "x"}, None])
def test_what_is_no_block_is_refused(scene: Scene, block: object) -> None:
    with pytest.raises(BadRow):
        bring(scene, "letters", letter(block))


@pytest.mark.parametrize("address", ["noor", "noor@voorbeeld.nl\r\nBcc: x@y.nl", "a b@c.nl"])
def test_an_address_that_is_none_is_refused(scene: Scene, address: str) -> None:
    with pytest.raises(BadRow):
        bring(scene, "subscribers", subscriber(address))


def test_who_gets_only_letters_for_everybody_does_so_here(scene: Scene) -> None:
    bring(scene, "subscribers", subscriber("Noor@voorbeeld.nl", topics_gone=True))
    bring(scene, "subscribers", subscriber("ida@voorbeeld.nl"))
    found = Subscriber.objects.order_by("pk").values_list("folded", "topics_gone")
    assert list(found) == [("noor@voorbeeld.nl", True), ("ida@voorbeeld.nl", False)]
