"""What hangs on a thing: pictures, films, sound, files, links; also when the thing is one itself."""

from dataclasses import asdict, dataclass
from html import escape
from typing import Any
from urllib.parse import urlsplit

from gemeengoed.core.text import foreign

from . import links
from .links import Link
from .values import Json, is_true, number, objects, several, types_of
from .words import line, said

MOST = 16
LONGEST_ALT = 1500
"""Characters; as Mastodon takes."""
SHOWN = {"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"}
"""Pictures that are read here."""
MEDIA = ("Image", "Video", "Audio", "Document")
_ENDINGS = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
    "svg": "image/svg+xml",
    "eps": "application/postscript",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "pdf": "application/pdf",
    "txt": "text/plain",
}
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class Attachment:
    """`type`: Image (one that is read here), Video, Audio, Document or Link."""

    type: str
    url: str
    media_type: str
    alt: str
    width: int | None
    height: int | None


def of(thing: Json) -> list[dict[str, Any]]:
    """Those of `thing` as RemoteObject keeps them, each address once."""
    found: dict[str, Attachment] = {}
    for one in _candidates(thing):
        made = _read(one)
        if made is not None and len(found) < MOST:
            found.setdefault(made.url, made)
    return [asdict(one) for one in found.values()]


def are_sensitive(thing: Json) -> bool:
    return any(is_true(one.get("sensitive")) for one in objects(thing.get("attachment")))


def _candidates(thing: Json) -> list[Any]:
    own = [_itself(thing)] if set(types_of(thing)) & set(MEDIA) else []
    covers = [_cover(one) for one in several(thing.get("image"))[:2]]
    return [*own, *several(thing.get("attachment"))[: 2 * MOST], *covers, *_in_text(thing)]


def _in_text(thing: Json) -> list[Any]:
    """Pictures that stand within its text, as blogs and forums send them."""
    found = foreign.pictures(said(thing, "content").text)
    return [{"type": "Image", "url": url, "name": escape(alt)} for url, alt in found[:MOST]]


def _itself(thing: Json) -> Json:
    """An Image, Video, Audio or Document without the pages about it."""
    files = [one for one in links.of(thing.get("url")) if one.media_type not in _PAGES]
    return {
        "type": types_of(thing)[0],
        "mediaType": thing.get("mediaType") if len(files) == 1 else None,
        "url": [
            {
                "href": one.address,
                "mediaType": _type_of(one),
                "width": one.width,
                "height": one.height,
            }
            for one in files
            if _type_of(one)
        ],
        "name": thing.get("name"),
    }


def _cover(value: Any) -> Any:
    return {"type": "Image", "url": value} if isinstance(value, str) else value


def _read(value: Any) -> Attachment | None:
    if not isinstance(value, dict):
        value = {"type": "Link", "href": value}
    found = links.of(value)
    if not found:
        return None
    best = min(found, key=lambda one: _rank(one, value))
    type_ = _sort(best, value)
    return Attachment(
        type=type_,
        url=best.address,
        media_type=_type_of(best),
        alt=(line(value, "name") or line(value, "summary"))[:LONGEST_ALT],
        width=best.width or number(value.get("width"), 100_000),
        height=best.height or number(value.get("height"), 100_000),
    )


def _rank(link: Link, value: Json) -> int:
    """Several forms of one thing: a picture that is read here first, then films, then whatever it is."""
    kind = _type_of(link)
    if kind in SHOWN:
        return 0
    return 1 if kind.startswith(("video/", "audio/")) else 2


def _type_of(link: Link) -> str:
    ending = urlsplit(link.address).path.rpartition(".")[2].lower()
    return link.media_type or _ENDINGS.get(ending, "")


def _sort(link: Link, value: Json) -> str:
    kind = _type_of(link)
    if kind in SHOWN:
        return "Image"
    if kind.startswith(("video/", "audio/")):
        return "Video" if kind.startswith("video/") else "Audio"
    named = [one for one in types_of(value) if one in (*MEDIA, "Link")]
    if named and (not kind or named[0] == "Link"):
        return named[0]
    return "Document" if kind and kind not in _PAGES else "Link"
