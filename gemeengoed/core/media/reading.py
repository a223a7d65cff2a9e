"""From an upload that nobody vouches for to a clean picture: decoded and written anew by Pillow.

What comes out holds pixels and nothing else: no EXIF (place, camera, preview), no XMP, no profile.
"""

import struct
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from . import svg
from .figures import megabytes, megapixels

FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF"]
LOSSLESS = {"PNG", "GIF"}
WIDTHS = (320, 640, 1280)
"""Pixels; narrower copies for small screens."""
LONGEST_SIDE = 16_383
"""Pixels; the most that WebP can hold (RFC 9649, section 2.6)."""
MOST_SEE_THROUGH = 6_000_000
"""Pixels of a WebP with an alpha channel, for which the encoder takes up to 50 bytes each."""
LONGEST_WAIT = 20.0
"""Seconds that one upload waits for the others."""
_DECODER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")
_PLACES = threading.BoundedSemaphore(4)
"""Uploads that are read or wait; more would keep threads from answering readers."""
PNG_MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}


@dataclass(frozen=True)
class Picture:
    """Bytes ready to be stored; `variants` maps a width in pixels to a WebP of that width."""

    data: bytes
    extension: str
    media_type: str
    width: int
    height: int
    variants: dict[int, bytes] = field(default_factory=dict)
    was_moving: bool = False


def read(upload: File, *, longest: int = 0) -> Picture:
    """The picture in `upload`. Raises ValidationError that tells what to do about it. With `longest` it is
    made no larger than that many pixels either way, without narrower copies, and a drawing is refused.

    The content decides what it is; neither name nor stated type is believed. One at a time in this
    process and always in the same thread, so that several large pictures at once need no more memory
    than one: each thread that decodes would keep its own freed memory.
    """
    if not _PLACES.acquire(blocking=False):
        raise _busy()
    try:
        future = _DECODER.submit(_read, upload, get_language(), longest)
        try:
            return future.result(timeout=LONGEST_WAIT)
        except TimeoutError:
            if future.cancel():
                raise _busy() from None
            return future.result()
    finally:
        _PLACES.release()


def _busy() -> ValidationError:
    return ValidationError(
        _("The server is busy with other pictures. Try again in a minute."), code="busy"
    )


def _read(upload: File, language: str | None, longest: int) -> Picture:
    with override(language):  # for messages: each thread has its own
        return _clean(_bytes(upload), longest)


def _clean(data: bytes, longest: int) -> Picture:
    if svg.looks_like(data):
        if longest:
            raise _no_picture()
        clean, width, height = svg.sanitise(data)
        return Picture(clean, "svg", "image/svg+xml", width, height)
    return _raster(data, longest)


def _bytes(upload: File) -> bytes:
    most = settings.MEDIA_MAX_SIZE
    size = upload.size or 0
    if size > most:
        raise _too_large(size)
    upload.seek(0)
    data = upload.read(most + 1)
    if len(data) > most:
        raise _too_large(len(data))
    if not data:
        raise ValidationError(_("The file is empty. Choose it again."), code="empty")
    return data


def _too_large(size: int) -> ValidationError:
    return ValidationError(
        _(
            "The file is %(size)s MB; at most %(most)s MB is accepted. "
            "Make the picture smaller, or save it as JPEG, and choose it again."
        ),
        code="too_large",
        params={"size": megabytes(size), "most": megabytes(settings.MEDIA_MAX_SIZE)},
    )


def _raster(data: bytes, longest: int) -> Picture:
    image = _open(data)
    lossless = image.format in LOSSLESS
    was_moving = getattr(image, "is_animated", False)
    pixels = _plain(_load(image), lossless)
    del image, data  # what it was made of makes room for what is made of it
    if longest and max(pixels.size) > longest:
        pixels = _smaller(pixels, longest)
    pixels = pixels if lossless else _light(pixels)
    encoded = _as_png(pixels) if lossless else _as_webp(pixels, 85)
    extension, media_type = ("png", "image/png") if lossless else ("webp", "image/webp")
    variants = {} if longest else _variants(pixels, 90 if lossless else 80, len(encoded))
    return Picture(encoded, extension, media_type, *pixels.size, variants, was_moving)


def _open(data: bytes) -> Image.Image:
    """Reads the header only, so that a picture of too many pixels is never decoded."""
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, struct.error) as error:
        raise _no_picture() from error
    width, height = image.size
    if width * height > settings.MEDIA_MAX_PIXELS:
        raise _too_many_pixels(width, height)
    return image


def _too_many_pixels(width: int = 0, height: int = 0) -> ValidationError:
    if width and height:
        words = _(
            "The picture is %(width)s by %(height)s pixels; at most %(most)s megapixels are accepted. "
            "Make it smaller, for instance 4000 pixels wide, and choose it again."
        )
    else:  # Pillow refused before it told the size
        words = _(
            "The picture has too many pixels: at most %(most)s megapixels are accepted. "
            "Make it smaller, for instance 4000 pixels wide, and choose it again."
        )
    figures = {"width": width, "height": height, "most": megapixels(settings.MEDIA_MAX_PIXELS)}
    return ValidationError(words, code="too_many_pixels", params=figures)


def _no_picture() -> ValidationError:
    return ValidationError(
        _(
            "This is not a picture that can be read here, whatever its name says. "
            "Save it as JPEG, PNG, WebP, GIF, AVIF or SVG (a HEIC photo as JPEG) and choose it again."
        ),
        code="no_picture",
    )


def _load(image: Image.Image) -> Image.Image:
    """All pixels of the first frame, upright (EXIF orientation), in sRGB."""
    try:
        image.load()
        return _in_srgb(ImageOps.exif_transpose(image))
    except Exception as error:  # decoders fail in many ways on a broken or hostile file
        raise ValidationError(
            _(
                "The picture is broken or not complete. Save or download it anew and choose it again."
            ),
            code="broken",
        ) from error


def _in_srgb(image: Image.Image) -> Image.Image:
    """The profile goes with the metadata, so its colours are first turned into those of the web."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted or image


def _plain(image: Image.Image, lossless: bool) -> Image.Image:
    """A copy without `info`, in a mode that the format holds."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    keeps_mode = image.mode == wanted or (lossless and image.mode in PNG_MODES)
    plain = image.copy() if keeps_mode else image.convert(wanted)
    transparency = image.info.get("transparency")
    plain.info = {} if transparency is None else {"transparency": transparency}
    if max(plain.size) > LONGEST_SIDE:
        plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return plain


def _light(image: Image.Image) -> Image.Image:
    """Without an alpha channel that hides nothing; smaller where it hides something and is large."""
    if image.mode != "RGBA":
        return image
    if image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    if image.width * image.height > MOST_SEE_THROUGH:
        scale = (MOST_SEE_THROUGH / (image.width * image.height)) ** 0.5
        image.thumbnail((int(image.width * scale), int(image.height * scale)))
    return image


def _smaller(image: Image.Image, longest: int) -> Image.Image:
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    colours = image if image.mode == wanted else image.convert(wanted)
    colours.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return colours


def _as_png(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _as_webp(image: Image.Image, quality: int) -> bytes:
    # method 4 gains a few per cent over 2 and takes twice the time, which matters for a camera's photo.
    method = 4 if image.width * image.height < 4_000_000 else 2
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=quality, method=method)
    return buffer.getvalue()


def _variants(image: Image.Image, quality: int, original: int) -> dict[int, bytes]:
    """Narrower copies, made here since they take a tenth of the time of the picture itself."""
    if image.width <= WIDTHS[0]:
        return {}
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    colours = image if image.mode == wanted else image.convert(wanted)
    made = {}
    for width in sorted((w for w in WIDTHS if w < image.width), reverse=True):
        height = max(1, round(image.height * width / image.width))
        if colours.mode == "RGBA" and width * height > MOST_SEE_THROUGH:
            continue
        small = colours.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        made[width] = _as_webp(small, quality)
    return {width: data for width, data in sorted(made.items()) if len(data) < original}
