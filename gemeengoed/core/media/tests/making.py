"""Real files, made by Pillow, as people bring them."""

import random
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def pixels(width: int, height: int, mode: str = "RGB", seed: int = 1) -> Image.Image:
    """Blurred noise, which compresses as a photo does."""
    dice = random.Random(seed)
    small = Image.frombytes("RGB", (16, 16), dice.randbytes(16 * 16 * 3))
    return small.resize((width, height), Image.Resampling.BICUBIC).convert(mode)


def picture(
    width: int = 60, height: int = 40, kind: str = "PNG", name: str = "", seed: int = 1, **save: Any
) -> SimpleUploadedFile:
    return uploaded(pixels(width, height, seed=seed), kind, name, **save)


def uploaded(
    image: Image.Image, kind: str = "PNG", name: str = "", **save: Any
) -> SimpleUploadedFile:
    buffer = BytesIO()
    image.save(buffer, kind, **save)
    return SimpleUploadedFile(name or f"picture.{kind.lower()}", buffer.getvalue())


def with_place(width: int = 60, height: int = 40, orientation: int = 6) -> SimpleUploadedFile:
    """A JPEG as a phone makes it: lying on its side, with the place and the make of the camera."""
    image = pixels(width, height)
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera that tells"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (52.0, 22.0, 0.0), "E", (4.0, 53.0, 0.0)
    return uploaded(image, "JPEG", "phone.jpg", exif=exif, comment=b"secret remark")
