"""{% load renditions %}: the other forms of a text, and how many pages it has."""

from dataclasses import dataclass

from django import template

from gemeengoed.core.documents.models import Document, Work

from .. import manuscript, queries
from ..listing import Other

register = template.Library()


@dataclass(frozen=True)
class PageCount:
    """Of the newest revision; `pages` is 0 until it was counted."""

    state: str
    pages: int
    most: int
    address: str

    @property
    def too_long(self) -> bool:
        return bool(self.most) and self.pages > self.most


@register.inclusion_tag("renditions/also_as.html")
def also_as(forms: list[Other]) -> dict[str, list[Other]]:
    """The list 'Also as' of a page that shows a text."""
    return {"forms": forms}


@register.simple_tag
def page_count(work: Work, language: str) -> PageCount | None:
    """None for a text that is not there yet."""
    document = Document.objects.filter(work=work, language=language).first()
    row = queries.page_count(document) if document else None
    if document is None or row is None:
        return None
    document.work = work
    return PageCount(
        state=row.state,
        pages=row.pages,
        most=manuscript.imprint_of(document).most_pages,
        address=f"/@{work.commons.handle}/texts/{document.pk}/draft.pdf",
    )
