"""Drawings are cleaned, and served so that nothing in them could run."""

from xml.etree import ElementTree as ET

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.media import queries
from gemeengoed.core.media.services import store_image

pytestmark = pytest.mark.django_db

START = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
DANGEROUS = f"""<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
{START} viewBox="0 0 120 80" onload="alert(1)">
  <title>A field</title><script>alert(1)</script>
  <style>@import url(https://elsewhere.example/a.css); .a {{ fill: url(https://elsewhere.example/b) }}</style>
  <a xlink:href="javascript:alert(1)"><rect id="plot" class="a" width="40" height="40" onclick="x()"/></a>
  <image href="https://elsewhere.example/pixel.png"/><image href="/accounts/logout/"/>
  <use href="#plot"/><use xlink:href="https://elsewhere.example/#a"/>
  <foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>1</script></body></foreignObject>
  <animate attributeName="href" to="javascript:alert(1)"/>
</svg>"""


def stored_svg(owner: Actor, text: str) -> tuple[str, int, int]:
    file = store_image(SimpleUploadedFile("field.svg", text.encode()), owner, None)
    assert file.media_type == "image/svg+xml"
    with default_storage.open(file.storage_name) as content:
        return content.read().decode(), file.width, file.height


def test_scripts_and_what_lies_elsewhere_are_gone(owner: Actor) -> None:
    text, width, height = stored_svg(owner, DANGEROUS)
    lower = text.lower()
    for gone in ("<script", "onload", "onclick", "alert(", "foreignobject", "logout", "<!doctype"):
        assert gone not in lower
    for element in ET.fromstring(text).iter():
        for name, value in element.attrib.items():
            if name.endswith("href"):
                assert value.startswith("#")
    assert (width, height) == (120, 80)
    assert "A field" in text
    assert "<rect" in text


def test_size_in_pixels_goes_before_the_view_box(owner: Actor) -> None:
    assert stored_svg(owner, f'{START} width="300px" height="20" viewBox="0 0 1 1"/>')[1:] == (
        300,
        20,
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{START}><g></svg>",
        "<svg><rect/></svg>",
        "<html></html>",
        "<?xml version='1.0'?>",
        f'<!DOCTYPE svg [<!ENTITY a "{"b" * 1000}">]>{START}><text>&a;&a;</text></svg>',
        f"{START}><!--{'x' * 5_000_001}--></svg>",
    ],
)
def test_what_does_not_parse_is_refused(owner: Actor, text: str) -> None:
    with pytest.raises(ValidationError, match="drawing program"):
        store_image(SimpleUploadedFile("field.svg", text.encode()), owner, None)


def test_it_is_served_without_any_rights(owner: Actor, client: Client) -> None:
    file = store_image(SimpleUploadedFile("f.svg", DANGEROUS.encode()), owner, None)
    answer = client.get(queries.address(file))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
