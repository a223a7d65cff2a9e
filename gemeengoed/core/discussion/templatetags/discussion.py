"""{% load discussion %}: what pages of other parts show of the discussion of a text."""

from typing import Any

from django import template
from django.utils.translation import get_language

from gemeengoed.core import registry
from gemeengoed.core.commons.access import Access
from gemeengoed.core.documents.models import Document, DocumentState

from .. import queries
from ..services import reviews, telling

register = template.Library()


def _of_this_commons(access: Access, document: Document) -> Document:
    document.work.commons = access.commons  # known already; saves a query
    return document


def _may_write(access: Access, document: Document) -> bool:
    kind = registry.document_kind(document.work.object_type)
    return kind is not None and access.may(kind.write)


@register.inclusion_tag("discussion/line.html", takes_context=True)
def discussion_line(context: template.Context, document: Document) -> dict[str, Any]:
    """{% discussion_line document %}: 'N comments · discuss this text', for who may read them."""
    access: Access = context["access"]
    document = _of_this_commons(access, document)
    writer = _may_write(access, document)
    out = document.state == DocumentState.PUBLISHED
    member = access.may("discussion.comment")
    shown = (out or writer) and (member or queries.rules_of(access.commons).readers == "everybody")
    count = queries.counted(document, writer=writer) if shown else 0
    return {
        "shown": shown and (count or member),
        "count": count,
        "may_comment": member,
        "may_review": writer and access.may("discussion.review"),
        "address": telling.page_of(document),
        "review_address": telling.review_page_of(document),
        "reviews_address": f"{access.commons.get_absolute_url()}reviews/",
        "page_language": get_language(),
    }


@register.inclusion_tag("discussion/review_state.html", takes_context=True)
def review_state(context: template.Context, document: Document) -> dict[str, Any]:
    """{% review_state document %}: before publishing, whether a second editor approved it."""
    access: Access = context["access"]
    document = _of_this_commons(access, document)
    return {
        "wanted": queries.rules_of(access.commons).second_editor,
        "approved": reviews.is_approved(document),
        "address": telling.review_page_of(document),
    }
