"""How a text describes itself to machines and how to cite it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gemeengoed.core.text import licences

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


def byline(document: Document) -> Byline:
    organisations = [o.name for o in document.work.on_behalf_of.select_related("actor")]
    if organisations:
        return Byline(organisations, by_organisations=True)
    return Byline(authors_of(document))


@dataclass(frozen=True)
class Described:
    """`address` and `permanent` (of this version) are whole addresses; `json_ld` is the content of a
    script element of type application/ld+json (schema.org)."""

    json_ld: SafeString
    citation: str
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
    address = f"{settings.BASE_URL}{document.work.uri}{document.language}/"
    permanent = f"{address}{revision.version}/"
    return Described(
        json_ld=_json_ld(document, revision, byline, kind, publisher, encodings),
        citation=_citation(revision, byline, publisher, permanent),
        address=address,
        permanent=permanent,
    )


def _citation(revision: Revision, byline: Byline, publisher: str, permanent: str) -> str:
    when = revision.published_at or revision.created
    words = _(
        "%(authors)s (%(year)s). %(title)s. %(publisher)s, version %(version)s of %(date)s. %(url)s"
    )
    return words % {
        "authors": ", ".join(byline.names) or publisher,
        "year": when.year,
        "title": revision.title,
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
    encodings: Sequence[Encoding],
) -> SafeString:
    data = {
        "@context": "https://schema.org",
        "@type": "Report" if kind in ("explainer", "report") else "Article",
        "headline": revision.title,
        "description": revision.summary,
        "inLanguage": document.language,
        "url": f"{settings.BASE_URL}{document.work.uri}{document.language}/",
        "license": licences.describe(document.work.licence).url or document.work.licence,
        "datePublished": _iso(document.published_at),
        "dateModified": _iso(document.changed_at),
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
