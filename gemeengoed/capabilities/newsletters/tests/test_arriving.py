"""An archive from elsewhere is taken in as if it were typed here."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gemeengoed.capabilities.newsletters import portable
from gemeengoed.capabilities.newsletters.models import Letter, LetterText, Subscriber
from gemeengoed.capabilities.newsletters.services import arranging
from gemeengoed.core.portable import Arrival, BadRow, Row
from gemeengoed.core.transfer import arriving, leaving

from .conftest import Scene
from .test_api import call
from .test_sending import letter as written

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


def with_text(**more: object) -> Row:
    row = letter({"kind": "words", "markdown": "Beste lezer"})
    return {**row, "texts": [{**row["texts"][0], **more}]}


def test_subject_and_preview_come_in_as_one_line(scene: Scene) -> None:
    words = {"subject": "Nieuws\r\nBcc: a@b.nl", "preview": "Kort\nen goed"}
    bring(scene, "letters", with_text(**words))
    text = LetterText.objects.get()
    assert (text.subject, text.preview) == ("Nieuws Bcc: a@b.nl", "Kort en goed")


@pytest.mark.parametrize("wrong", [{"subject": " \n"}, {"subject": None}, {"language": "xx"}])
def test_what_could_not_be_typed_is_refused(scene: Scene, wrong: Row) -> None:
    with pytest.raises(BadRow):
        bring(scene, "letters", with_text(**wrong))


def test_who_changed_it_last_goes_along(scene: Scene, tmp_path: Path) -> None:
    arranging.change_settings(scene.werf, scene.bea.actor, needs_approval=True)
    made = written(scene)
    assert call(scene.ko, "PUT", f"/letters/{made.letter.slug}/topics", {"topics": []})[0] == 200
    with (tmp_path / "werf.zip").open("w+b") as file:
        leaving.write(scene.werf, file)
    arriving.arrive(tmp_path / "werf.zip", scene.bea, into="nieuw")
    came = Letter.objects.get(commons__actor__handle="nieuw")
    assert came.changed_by is not None


@pytest.mark.parametrize("address", ["noor", "noor@voorbeeld.nl\r\nBcc: x@y.nl", "a b@c.nl"])
def test_an_address_that_is_none_is_refused(scene: Scene, address: str) -> None:
    with pytest.raises(BadRow):
        bring(scene, "subscribers", subscriber(address))


def test_who_gets_only_letters_for_everybody_does_so_here(scene: Scene) -> None:
    bring(scene, "subscribers", subscriber("Noor@voorbeeld.nl", topics_gone=True))
    bring(scene, "subscribers", subscriber("ida@voorbeeld.nl"))
    found = Subscriber.objects.order_by("pk").values_list("folded", "topics_gone")
    assert list(found) == [("noor@voorbeeld.nl", True), ("ida@voorbeeld.nl", False)]
