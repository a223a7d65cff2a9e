"""Figures as PNG, for word processors that draw no SVG and read no WebP."""

from io import BytesIO

from gemeengoed.core.text.writers.model import Manuscript, Picture

from .typesetting import CannotSet, pictures

PPI = 144
"""Pixels to the inch of a drawing as wide as the page: sharp on paper, and a tenth of a megabyte."""
LARGEST = 6_000
"""Pixels of a side of a picture that is decoded; ours are smaller (MEDIA_MAX_MEGAPIXELS)."""


def of(manuscript: Manuscript) -> dict[str, bytes]:
    """By the url of the figure; one that cannot be drawn is left out, and its words stand instead."""
    drawn = {u: p for u, p in manuscript.pictures.items() if p.media_type == "image/svg+xml"}
    made = _drawings(drawn)
    for url, picture in manuscript.pictures.items():
        if url not in drawn and (data := _png(picture)):
            made[url] = data
    return {url: made[url] for url in manuscript.pictures if url in made}


def _drawings(drawn: dict[str, Picture]) -> dict[str, bytes]:
    """All at once, a page each."""
    if not drawn:
        return {}
    files = {f"{number}.svg": picture.data for number, picture in enumerate(drawn.values())}
    images = "\n".join(
        f'#page(image("{number}.svg", width: {min(picture.width or 600, 900) * 0.75}pt))'
        for number, picture in enumerate(drawn.values())
    )
    main = f"#set page(width: auto, height: auto, margin: 0pt)\n{images}\n"
    try:
        pages = pictures({**files, "main.typ": main.encode()}, ppi=PPI)
    except CannotSet:
        return {}
    return dict(zip(drawn, pages, strict=False))


def _png(picture: Picture) -> bytes:
    if picture.media_type == "image/png":
        return picture.data
    from PIL import Image  # noqa: PLC0415 - 3 MB, for pictures that are no PNG yet

    try:
        with Image.open(BytesIO(picture.data)) as image:
            if max(image.size) > LARGEST:
                return b""
            held = BytesIO()
            image.convert("RGBA" if "A" in image.getbands() else "RGB").save(held, "PNG")
    except (OSError, ValueError):
        return b""
    return held.getvalue()
