"""How a text describes itself to machines and how to cite it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gemeengoed.core.text import licences

from .citation import citation
from .models import Document, Revision
from .queries import authors_of


@dataclass(frozen=True)
class Byline:
    """Who signs a text: organisations when it was written on their behalf, else its authors."""

    names: list[str]
    by_organisations: bool = False

    @property
    def schema_type(self) -> str:
        return "Organization" if self.by_organisations else "Person"


def byline(document: Document, revision: Revision | None = None) -> Byline:
    """Who signs `revision` of `document`; without one, what readers see now."""
    organisations = [o.name for o in document.work.on_behalf_of.select_related("actor")]
    if organisations:
        return Byline(organisations, by_organisations=True)
    return Byline(authors_of([document], up_to=revision).get(document.pk, []))


def bylines(documents: Sequence[Document]) -> dict[int, Byline]:
    """By document; their organisations must have been fetched. One more query, whatever the number."""
    authors = authors_of(documents)
    found = {}
    for document in documents:
        organisations = [str(one) for one in document.work.on_behalf_of.all()]
        names = organisations or authors.get(document.pk, [])
        found[document.pk] = Byline(names, by_organisations=bool(organisations))
    return found


@dataclass(frozen=True)
class Described:
    """`address` and `permanent` (of this version) are whole addresses; `json_ld` is the content of a
    script element of type application/ld+json (schema.org). `citation` is plain text, `citation_html` the
    same in the style that the commons chose."""

    json_ld: SafeString
    citation: str
    citation_html: SafeString
    address: str
    permanent: str


@dataclass(frozen=True)
class Encoding:
    """Another form of the text (schema.org MediaObject): whole address, media type, bytes if known."""

    address: str
    media_type: str
    size: int = 0


def describe(
    document: Document,
    revision: Revision,
    byline: Byline,
    kind: str,
    publisher: str,
    encodings: Sequence[Encoding] = (),
) -> Described:
    """`kind` is a type of schema.org, such as 'Report'."""
    address = f"{settings.BASE_URL}{document.work.uri}{document.language}/"
    permanent = f"{address}{revision.version}/"
    return Described(
        json_ld=_json_ld(
            document, revision, byline, kind, publisher, (address, permanent), encodings
        ),
        citation=_citation(revision, byline, publisher, permanent),
        citation_html=citation(document, revision, byline.names, publisher),
        address=address,
        permanent=permanent,
    )


def _citation(revision: Revision, byline: Byline, publisher: str, permanent: str) -> str:
    when = revision.published_at or revision.created
    words = _(
        "%(authors)s (%(year)s). %(title)s %(publisher)s, version %(version)s of %(date)s. %(url)s"
    )
    ends = revision.title.rstrip().endswith(("?", "!", "."))
    return words % {
        "authors": ", ".join(byline.names) or publisher,
        "year": when.year,
        "title": revision.title if ends else f"{revision.title}.",
        "publisher": publisher,
        "version": revision.version or "-",
        "date": date_format(when, "j F Y"),
        "url": permanent,
    }


def _json_ld(
    document: Document,
    revision: Revision,
    byline: Byline,
    kind: str,
    publisher: str,
    addresses: tuple[str, str],
    encodings: Sequence[Encoding],
) -> SafeString:
    address, permanent = addresses
    is_old = revision.pk != document.published_id
    data = {
        "@context": "https://schema.org",
        "@type": kind,
        "headline": revision.title,
        "description": revision.summary,
        "inLanguage": document.language,
        "url": permanent if is_old else address,
        "license": licences.describe(document.work.licence).url or document.work.licence,
        "datePublished": _iso(document.published_at),
        "dateModified": _iso(revision.published_at),
        "version": revision.version,
        "wordCount": revision.words,
        "author": [{"@type": byline.schema_type, "name": name} for name in byline.names],
        "publisher": {"@type": "Organization", "name": publisher},
    }
    if encodings:
        data["encoding"] = [
            {
                "@type": "MediaObject",
                "contentUrl": one.address,
                "encodingFormat": one.media_type,
                **({"contentSize": str(one.size)} if one.size else {}),
            }
            for one in encodings
        ]
    # In a script element only "<" could end the data early (HTML, 4.12.1.3).
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return mark_safe(text)


def _iso(moment: object) -> str | None:
    return moment.isoformat() if hasattr(moment, "isoformat") else None
