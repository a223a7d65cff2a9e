"""What stands on the cover of a publication's PDF and EPUB."""

from gemeengoed.core.documents.models import Work
from gemeengoed.core.registry import DocumentKind, Imprint
from gemeengoed.core.text import languages

from . import kinds
from .models import Publication
from .templatetags.publications import place


def imprint(work: Work, language: str) -> Imprint:
    """Kind, number and series, in the active language; the series as the text's language calls it."""
    publication = Publication.objects.select_related("series", "own_kind").get(work=work)
    series = publication.series
    return Imprint(
        kind=publication.kind_slug,
        place=place(publication),
        series=languages.best(series.title, [language])[1] if series else "",
        number=publication.number or 0 if series else 0,
        most_pages=kinds.pages_advised(publication) or 0,
    )


KIND = DocumentKind("publication", "publications.write", "publications.publish", imprint)
