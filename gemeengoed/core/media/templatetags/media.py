"""{% load media %}: pictures with their narrower copies."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from gemeengoed.core.media import queries
from gemeengoed.core.media.models import MediaFile

register = template.Library()


@register.simple_tag
def picture(
    file: MediaFile | None, alt: str, sizes: str = "100vw", css_class: str = "", lazy: bool = True
) -> SafeString | str:
    """{% picture file alt sizes="(min-width: 60rem) 40rem, 100vw" %}; nothing without a file.

    `alt` is what the picture shows in words; "" only where it is decoration. `sizes`: HTML 4.8.4.2.2.
    """
    if file is None:
        return ""
    attributes: dict[str, Any] = {"src": queries.address(file, 1280), "alt": alt}
    if narrower := queries.srcset(file):
        attributes |= {"srcset": narrower, "sizes": sizes}
    if file.width and file.height:
        attributes |= {"width": file.width, "height": file.height}
    if css_class:
        attributes["class"] = css_class
    attributes |= {"loading": "lazy" if lazy else "eager", "decoding": "async"}
    written = mark_safe(" ".join(format_html('{}="{}"', *pair) for pair in attributes.items()))
    return format_html("<img {}>", written)
