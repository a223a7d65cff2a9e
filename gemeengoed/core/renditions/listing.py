"""The other forms of a text, as pages, machines and the API list them."""

from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import ngettext

from gemeengoed.core.documents.metadata import Encoding
from gemeengoed.core.documents.models import Document, Revision

from . import addresses, queries
from .models import Form, Rendition

TYPES = {
    Form.PDF: "application/pdf",
    Form.EPUB: "application/epub+zip",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.ODT: "application/vnd.oasis.opendocument.text",
    Form.MARKDOWN: "text/markdown; charset=utf-8",
}


@dataclass(frozen=True)
class Other:
    """One other form: where (a path), what; `pages` (without the cover) and `size` (bytes) are 0 until it was
    made. `small` is the address on A5."""

    form: str
    name: str
    address: str
    type: str
    pages: int = 0
    size: int = 0
    small: str = ""

    @property
    def details(self) -> str:
        """'5 pages, 320 kB'; empty until it was made."""
        if not self.size:
            return ""
        size = filesizeformat(self.size)
        if not self.pages:
            return size
        pages = ngettext("%(count)d page", "%(count)d pages", self.pages) % {"count": self.pages}
        return f"{pages}, {size}"


def forms_of(document: Document, revision: Revision) -> list[Other]:
    """All forms of a revision that readers may see; one query. `document.work` is needed."""
    revision.document = document
    ready = queries.ready(revision)
    permanent = revision.pk != document.published_id
    return [_other(revision, form, ready.get(form), permanent) for form in Form]


def _other(revision: Revision, form: Form, row: Rendition | None, permanent: bool) -> Other:
    address = addresses.of_form(revision, form, permanent=permanent)
    return Other(
        form,
        str(form.label),
        address,
        TYPES[form],
        row.pages if row else 0,
        row.size if row else 0,
        f"{address}?paper=a5" if form == Form.PDF else "",
    )


def encodings(forms: list[Other]) -> list[Encoding]:
    """For schema.org."""
    return [Encoding(settings.BASE_URL + one.address, one.type, one.size) for one in forms]
