"""Pictures in a foreign text: those that came along, those of another site, and those that stayed behind."""

import base64
import binascii
import re

from django.conf import settings

from . import escaping
from .cleaning import Element
from .model import MAX_PICTURES, SCHEME, Context, Picture
from .runs import Run

DATA = re.compile(r"data:(image/[a-z0-9.+-]{1,30})(?:;[a-z0-9=-]{1,40})*;base64,", re.IGNORECASE)
# What a program calls a picture when nobody called it anything.
NO_WORDS = re.compile(
    r"(?:image|picture|afbeelding|figuur|grafik|bild|img|photo|foto)?[\s_-]*\d*"
    r"(?:\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?))?",
    re.IGNORECASE,
)
# A pixel that counts readers is no picture.
SMALLEST = 100


def inline(image: Element, context: Context, caption: str = "") -> list[Run]:
    """A picture as a run: `![alt](…)`, or a link when it stands elsewhere."""
    source = (image.get("src") or "").strip()
    alt = words(image.get("alt", ""))
    number = _number(source, alt, context)
    if number:
        return [Run(line(alt, f"{SCHEME}{number}", caption))]
    own = source.removeprefix(settings.BASE_URL)
    if own.startswith("/media/"):
        return [Run(line(alt, own, caption))]
    if re.match(r"https?://", source):
        context.left_out["foreign"] += 1
        return [Run(escaping.inline(alt or source.rpartition("/")[2] or source), href=source)]
    # `file:` was taken away by the cleaning; `image1.png` is beside a page that was saved.
    context.left_out["local"] += not DATA.match(source) and not source.startswith(SCHEME)
    return []


def words(alt: str) -> str:
    """`alt` if it says something; a file's name or 'Picture 3' does not."""
    alt = " ".join(alt.split())
    return "" if NO_WORDS.fullmatch(alt) else alt


def line(alt: str, address: str, caption: str = "") -> str:
    alt = escaping.inline(" ".join(alt.split()).replace("[", "(").replace("]", ")"))
    title = f' "{escaping.title(caption)}"' if caption else ""
    return f"![{alt}]({address}{title})"


def _number(source: str, alt: str, context: Context) -> int:
    """The number of the picture that came along, 0 when it did not."""
    stored = _stored(source, context)
    if stored is None:
        return 0
    data, media_type, name = stored
    if len(data) < SMALLEST:
        return 0
    if len(context.pictures) >= MAX_PICTURES:
        context.left_out["pictures"] += 1
        return 0
    number = len(context.pictures) + 1
    context.pictures.append(Picture(number, data, media_type, alt, name))
    return number


def _stored(source: str, context: Context) -> tuple[bytes, str, str] | None:
    if source.startswith(SCHEME):
        number = source.removeprefix(SCHEME)
        return context.stored.get(int(number)) if number.isdecimal() else None
    found = DATA.match(source)
    if found is None:
        return None
    try:
        data = base64.b64decode(source[found.end() :], validate=False)
    except (binascii.Error, ValueError):
        context.left_out["unreadable"] += 1
        return None
    return data, found[1].lower(), ""
