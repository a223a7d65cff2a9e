"""{% load conversations %}: what readers asked, under what they asked about."""

from typing import Any

from django import template

from .. import queries

register = template.Library()


@register.inclusion_tag("conversations/exchanges.html")
def exchanges_about(uri: str) -> dict[str, Any]:
    """{% exchanges_about uri %}: published exchanges about the object at that address."""
    return {"exchanges": queries.published_about(uri)}
