"""Where the forms of a text stand, and what their files are called."""

from django.conf import settings

from gemeengoed.core.documents.models import Document, Revision

from .manuscript import slug_of
from .models import Form


def of_text(document: Document) -> str:
    """The whole address of the page of the text."""
    return f"{settings.BASE_URL}{document.work.uri}{document.language}/"


def of_form(revision: Revision, form: str, *, permanent: bool = False) -> str:
    """Path: `…/nl.pdf` of what readers see now, `…/nl/3.pdf` of this version for ever."""
    document = revision.document
    version = f"/{revision.version}" if permanent else ""
    return f"{document.work.uri}{document.language}{version}.{form}"


def file_name(revision: Revision, form: str, paper: str = "") -> str:
    """`what-is-it-nl-v3.pdf`: the place in the series and the title belong inside the file."""
    document = revision.document
    version = f"v{revision.version}" if revision.version else "draft"
    size = f"-{paper}" if form == Form.PDF and paper != "a4" else ""
    return f"{slug_of(document.work)}-{document.language}-{version}{size}.{form}"
