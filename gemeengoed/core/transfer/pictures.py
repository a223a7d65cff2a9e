"""Pictures from an archive: stored as they are when they are what we would have made, else refused."""

from hashlib import sha256
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError

from gemeengoed.core.media import svg
from gemeengoed.core.media.storing import NAME
from gemeengoed.core.portable import BadRow

FORMATS = {"webp": "WEBP", "png": "PNG"}
METADATA = ("exif", "xmp", "icc_profile", "comment")


def checked(name: str, data: bytes) -> bytes:
    """`data` itself. Raises BadRow when it is not what `name` says, or holds more than a picture."""
    match = NAME.fullmatch(name)
    if match is None or match["ext"] not in (*FORMATS, "svg"):
        raise BadRow(f"{name} is no picture")
    is_variant = "-" in name
    if not is_variant and sha256(data).hexdigest() != match["sha256"]:
        raise BadRow(f"{name} does not hold what its name says")
    if match["ext"] == "svg":
        _check_drawing(name, data)
    else:
        _check_raster(name, data, FORMATS[match["ext"]])
    return data


def _check_drawing(name: str, data: bytes) -> None:
    try:
        clean = svg.sanitise(data)[0]
    except ValidationError as error:
        raise BadRow(f"{name}: {error.messages[0]}") from error
    if clean != data:
        raise BadRow(f"{name} holds more than a drawing may")


def _check_raster(name: str, data: bytes, expected: str) -> None:
    from PIL import Image  # noqa: PLC0415 - 3 MB, for a commons that moves in

    try:
        with Image.open(BytesIO(data), formats=[expected]) as image:
            if image.width * image.height > settings.MEDIA_MAX_PIXELS:
                raise BadRow(f"{name} has too many pixels")
            if any(image.info.get(kind) for kind in METADATA):
                raise BadRow(f"{name} holds more than a picture")
            image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadRow(f"{name} cannot be read as a picture: {error}") from error
