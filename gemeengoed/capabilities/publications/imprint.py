"""What stands on the cover of a publication's PDF and EPUB."""

from gemeengoed.core.documents.models import Work
from gemeengoed.core.registry import DocumentKind, Imprint
from gemeengoed.core.text import languages

from .models import Kind, Publication
from .templatetags.publications import place

PAGES_OF_AN_EXPLAINER = 5


def imprint(work: Work, language: str) -> Imprint:
    """Kind, number and series, in the active language; the series as the text's language calls it."""
    publication = Publication.objects.select_related("series").get(work=work)
    series = publication.series
    return Imprint(
        kind=publication.kind,
        place=place(publication),
        series=languages.best(series.title, [language])[1] if series else "",
        number=publication.number or 0 if series else 0,
        most_pages=PAGES_OF_AN_EXPLAINER if publication.kind == Kind.EXPLAINER else 0,
    )


KIND = DocumentKind("publication", "publications.write", "publications.publish", imprint)
