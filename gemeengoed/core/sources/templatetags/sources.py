"""{% load sources %}: a source as the style of its commons writes it."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from ..citing.own import own
from ..models import Source

register = template.Library()


@register.filter
def written(source: Source) -> SafeString:
    """Safe HTML. Fetch the source by `queries.with_formatted`: nothing is asked and nothing rendered
    here; until the background has written it, it stands in our own plain way."""
    made = getattr(source, "written_as", None)
    return mark_safe(made[0].html) if made else own(source)
