"""What a letter looks like beside its words."""

import re
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from gemeengoed.core.media import queries as media
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.media.services import store_image
from gemeengoed.core.media.sweep import drop_unfinished
from gemeengoed.core.renditions import mail_copies

from .. import rendering
from ..composing import mail_of
from ..services import drafting, writing
from .conftest import Scene


def test_the_head_of_a_letter_shows_the_emblem_from_our_own_address(scene: Scene) -> None:
    content = [{"kind": "words", "markdown": "Dag"}]
    text = writing.begin(
        scene.werf, scene.eva.actor, language="nl", subject="Maart", content=content
    )
    found = re.search(r'<img src="https?://[^/"]+(/@werf/emblem\.png)"[^>]*>', mail_of(text).html)
    assert found
    assert 'width="48" height="48" alt=""' in found[0]
    answer = Client().get(found[1])
    assert answer["Content-Type"] == "image/png"
    assert answer.headers.get("Cross-Origin-Resource-Policy", "cross-origin") == "cross-origin"


def test_the_commons_is_called_as_in_the_language_of_the_letter(scene: Scene) -> None:
    scene.werf.names = {"nl": "De werf", "en": "The wharf"}
    scene.werf.save()
    content = [{"kind": "words", "markdown": "Hello"}]
    text = writing.begin(
        scene.werf, scene.eva.actor, language="en", subject="March", content=content
    )
    page = mail_of(text).html
    assert page.count("The wharf") == 2
    assert "De werf" not in page


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><path d="M0 0H80V40Z"/></svg>'
)


def _photo() -> bytes:
    held = BytesIO()
    Image.effect_noise((1400, 300), 60).convert("RGB").save(held, "JPEG")
    return held.getvalue()


def test_pictures_come_in_a_form_that_mail_programs_show(scene: Scene) -> None:
    stored = [
        store_image(ContentFile(data, name=name), scene.werf.actor, scene.eva.actor)
        for data, name in ((SVG, "veld.svg"), (_photo(), "werf.jpg"))
    ]
    content = [{"kind": "picture", "file": one.pk, "alt": "De werf"} for one in stored]
    text = writing.begin(
        scene.werf, scene.eva.actor, language="nl", subject="Maart", content=content
    )
    addresses = re.findall(r'src="https?://[^/"]+(/media/[^"]+)"', mail_of(text).html)
    assert [Path(one).suffix for one in addresses] == [".png", ".jpg"]
    for address, kind, width in zip(addresses, ("PNG", "JPEG"), (160, 1120), strict=True):
        answer = Client().get(address)
        with Image.open(BytesIO(b"".join(answer.streaming_content))) as picture:  # type: ignore[attr-defined]
            assert (picture.format, picture.width) == (kind, width)
    assert re.findall(r'src="[^"]+\.(\w+)"', rendering.content(text)) == ["svg", "webp"]
    assert mail_of(text).html.count(addresses[0]) == 1  # made once


def test_a_copy_for_mail_goes_with_its_picture(scene: Scene) -> None:
    file = store_image(ContentFile(_photo(), name="werf.jpg"), scene.werf.actor, scene.eva.actor)
    address = media.address(file)
    copies = [mail_copies.addresses([address])[address] for _again in (1, 2)]
    assert len({*copies}) == 1
    assert MediaFile.objects.count() == 2
    assert drop_unfinished() == 0
    file.delete()
    assert drop_unfinished() == 1


def test_a_drafted_letter_has_a_subject_that_fits_a_phone(scene: Scene) -> None:
    scene.werf.names = {"nl": "Transitiewerkplaats Digitale Gemeenschapsgoederen van de werf"}
    scene.werf.save()
    text = drafting.draft(scene.werf, scene.eva.actor, "nl")
    assert text.subject.startswith("De brief van ")
