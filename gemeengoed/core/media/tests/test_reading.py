"""What is refused, and what is left of what is accepted."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pytest_django.fixtures import Settings

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.media import reading
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.media.services import store_image

from .making import picture, pixels, uploaded, with_place

pytestmark = pytest.mark.django_db


def stored(file: MediaFile) -> Image.Image:
    with default_storage.open(file.storage_name) as content:
        image = Image.open(BytesIO(content.read()))
    image.load()
    return image


def refused(upload: SimpleUploadedFile, owner: Actor) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        store_image(upload, owner, None)
    assert not MediaFile.objects.exists()
    assert not default_storage.exists("") or not default_storage.listdir("")[0]
    return caught.value.error_list[0]


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_photos_become_webp(owner: Actor, kind: str) -> None:
    file = store_image(picture(kind=kind), owner, None)
    assert (file.media_type, file.width, file.height) == ("image/webp", 60, 40)
    assert stored(file).format == "WEBP"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_drawings_keep_every_pixel(owner: Actor, mode: str) -> None:
    image = pixels(50, 30, mode) if mode != "I;16" else pixels(50, 30, "I").convert("I;16")
    file = store_image(uploaded(image), owner, None)
    assert file.media_type == "image/png"
    if mode != "I;16":
        assert stored(file).convert("RGBA").tobytes() == image.convert("RGBA").tobytes()


def test_sixteen_bits_of_grey_stay_grey(owner: Actor) -> None:
    image = Image.new("I;16", (20, 20), 0x8000)
    assert stored(store_image(uploaded(image), owner, None)).convert("L").getpixel((5, 5)) in (
        127,
        128,
    )


def test_a_transparent_palette_stays_transparent(owner: Actor) -> None:
    image = Image.new("P", (20, 20), 1)
    image.putpalette([0, 0, 0, 255, 0, 0])
    file = store_image(uploaded(image, transparency=1), owner, None)
    assert stored(file).convert("RGBA").getpixel((3, 3))[3] == 0


def test_cmyk_for_print_is_turned_into_colours_of_the_web(owner: Actor) -> None:
    file = store_image(uploaded(pixels(60, 40, "CMYK"), "JPEG"), owner, None)
    assert stored(file).mode == "RGB"


def test_the_place_is_gone_and_the_picture_upright(owner: Actor) -> None:
    upload = with_place(60, 40)
    assert b"Camera that tells" in upload.read()
    file = store_image(upload, owner, None)
    assert (file.width, file.height) == (40, 60)
    with default_storage.open(file.storage_name) as content:
        data = content.read()
    image = Image.open(BytesIO(data))
    assert not image.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)
    for hidden in (b"Camera that tells", b"secret remark", b"Exif", b"GPS"):
        assert hidden not in data


def test_text_in_a_png_is_gone(owner: Actor) -> None:
    texts = PngInfo()
    texts.add_text("Author", "Somebody")
    file = store_image(picture(pnginfo=texts), owner, None)
    assert stored(file).info == {}


def test_of_a_moving_picture_the_first_frame_is_kept(owner: Actor) -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue", "green")]
    upload = uploaded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    file = store_image(upload, owner, None)
    assert file.was_moving
    assert stored(file).convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_narrower_copies_are_made_at_once(owner: Actor) -> None:
    file = store_image(picture(1500, 900, "JPEG"), owner, None)
    assert sorted(map(int, file.variants)) == [320, 640, 1280]
    with default_storage.open(file.variants["640"]) as content:
        assert Image.open(BytesIO(content.read())).size == (640, 384)
    names = [file.storage_name, *file.variants.values()]
    assert file.size == sum(default_storage.size(name) for name in names)


def test_a_picture_under_another_pictures_name_is_what_it_is(owner: Actor) -> None:
    assert (
        store_image(picture(kind="PNG", name="holiday.jpg"), owner, None).media_type == "image/png"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02 just bytes",
        b"%PDF-1.7 not a picture",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"II*\x00" + bytes(64),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    ],
)
def test_what_only_claims_to_be_a_picture_is_refused(owner: Actor, data: bytes) -> None:
    error = refused(SimpleUploadedFile("photo.png", data, content_type="image/png"), owner)
    assert error.code in ("no_picture", "broken")
    assert "choose it again" in error.messages[0]


def test_html_named_as_a_picture_is_refused(owner: Actor) -> None:
    page = b"<html><script>alert(1)</script></html>"
    assert refused(SimpleUploadedFile("photo.png", page), owner).code == "no_svg"


def test_an_empty_file_is_refused(owner: Actor) -> None:
    assert refused(SimpleUploadedFile("photo.png", b""), owner).code == "empty"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(owner: Actor, kind: str) -> None:
    data = picture(400, 300, kind).read()
    error = refused(SimpleUploadedFile("half", data[: len(data) // 2]), owner)
    assert error.code in ("broken", "no_picture")


def test_fifty_megabytes_are_refused_with_figures(owner: Actor) -> None:
    buffer = BytesIO()
    Image.new("RGB", (4200, 4200)).save(buffer, "BMP")
    data = buffer.getvalue()
    assert len(data) > 50_000_000
    error = refused(SimpleUploadedFile("huge.png", data), owner)
    assert error.code == "too_large"
    assert "52.9 MB" in error.messages[0]
    assert "20.0 MB" in error.messages[0]


def test_a_bomb_is_refused_before_it_is_decoded(owner: Actor) -> None:
    upload = uploaded(Image.new("1", (20_000, 20_000)))
    assert upload.size < 100_000
    error = refused(upload, owner)
    assert error.code == "too_many_pixels"
    assert "24" in error.messages[0]


def test_too_many_pixels_are_told_in_figures(owner: Actor) -> None:
    error = refused(uploaded(Image.new("1", (9_000, 7_000))), owner)
    assert "9000 by 7000" in error.messages[0]


def test_the_limits_are_settings(owner: Actor, settings: Settings) -> None:
    settings.MEDIA_MAX_PIXELS = 1000
    assert refused(picture(60, 40), owner).code == "too_many_pixels"


def test_a_large_see_through_picture_becomes_smaller(
    owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_SEE_THROUGH", 1000)
    image = Image.new("RGBA", (100, 50), (1, 2, 3, 100))
    file = store_image(uploaded(image, "WEBP"), owner, None)
    assert file.width * file.height <= 1000
    opaque = store_image(uploaded(Image.new("RGBA", (100, 50), (9, 9, 9)), "WEBP"), owner, None)
    assert (opaque.width, opaque.height) == (100, 50)
