"""{% load publications %}: places, states and languages in plain words."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from gemeengoed.core.documents import translation
from gemeengoed.core.documents.models import Document, DocumentState
from gemeengoed.core.text import languages

from ..forms import TEXT_LANGUAGES
from ..models import Publication

register = template.Library()


@register.filter
def place(publication: Publication) -> str:
    """'Explainer 1 of 4', 'Report 2', 'Article'."""
    words = {
        "kind": publication.get_kind_display(),
        "number": publication.number,
        "total": publication.series.total if publication.series else 0,
    }
    if publication.series is None or publication.number is None:
        return str(words["kind"])
    if words["total"]:
        return _("%(kind)s %(number)s of %(total)s") % words
    return _("%(kind)s %(number)s") % words


@register.filter
def address(document: Document) -> str:
    """The address of the text in its own language."""
    return f"{document.work.uri}{document.language}/"


@register.filter
def draft_state(document: Document) -> str:
    """Its state as an editor needs it: also whether readers see the newest revision."""
    if document.state == DocumentState.PUBLISHED and document.head_id != document.published_id:
        return _("published, with changes that readers do not see yet")
    return str(document.get_state_display())


@register.filter
def standing_of(documents: Iterable[Document], one: Document) -> translation.Standing | None:
    """How far the text it is translated from is ahead; nothing for the one that is translated."""
    return translation.standing(documents, one.language)


@register.filter
def missing_languages(documents: Iterable[Document]) -> list[tuple[str, str]]:
    """Languages of the interface in which the text has not been begun."""
    begun = {document.language for document in documents}
    return [(code, languages.name(code)) for code, _name in TEXT_LANGUAGES if code not in begun]
