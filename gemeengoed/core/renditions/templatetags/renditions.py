"""{% load renditions %}: the other forms of a text, and how many pages it has."""

from dataclasses import dataclass

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.translation import ngettext

from gemeengoed.core.documents.models import Document, Revision, Work

from .. import addresses, manuscript, queries
from ..models import Form, Rendition
from ..views import TYPES

register = template.Library()


@dataclass(frozen=True)
class Other:
    """One other form: where, what, how large. `small` is the address on A5."""

    form: str
    name: str
    address: str
    type: str
    details: str = ""
    small: str = ""


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
def also_as(document: Document, revision: Revision) -> dict[str, list[Other]]:
    """The list 'Also as' of a page that shows `revision`."""
    return {"forms": forms_of(document, revision)}


@register.simple_tag
def forms_of(document: Document, revision: Revision) -> list[Other]:
    revision.document = document
    ready = queries.ready(revision)
    permanent = revision.pk != document.published_id
    return [_other(revision, form, ready.get(form), permanent) for form in Form]


def _other(revision: Revision, form: Form, row: Rendition | None, permanent: bool) -> Other:
    address = addresses.of_form(revision, form, permanent=permanent)
    small = f"{address}?paper=a5" if form == Form.PDF else ""
    return Other(form, str(form.label), address, TYPES[form], _details(row) if row else "", small)


def _details(row: Rendition) -> str:
    size = filesizeformat(row.size)
    if not row.pages:
        return size
    pages = ngettext("%(count)d page", "%(count)d pages", row.pages) % {"count": row.pages}
    return f"{pages}, {size}"


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
