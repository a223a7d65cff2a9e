"""The werkplaats' publications, made through the same services that editors use."""

import re
import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Q

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents import services as documents
from gemeengoed.core.documents.figures import add_figure
from gemeengoed.core.documents.models import Document
from gemeengoed.core.media.services import store_image
from gemeengoed.core.people.models import Organisation
from gemeengoed.core.registry import Audience
from gemeengoed.core.sources import names
from gemeengoed.core.sources.models import Source, SourceKind

from .. import services
from ..models import Publication, Series

HERE = Path(__file__).parent
Table = dict[str, Any]
JOURNAL = re.compile(r"(?P<container>.+) (?P<volume>\d+) \((?P<issue>\d+)\), (?P<pages>[\d–-]+)")


def build(handle: str, people: Table) -> None:
    """Makes what is not there yet; what people changed since stays as they left it."""
    commons = Commons.objects.get(actor__handle=handle)
    content = tomllib.loads((HERE / "series.toml").read_text("utf-8"))
    editor: Actor = people["editor"].actor
    series = {one["slug"]: _series(commons, one) for one in content["series"]}
    sources = {one["key"]: one for one in content["sources"]}
    for described in content["publications"]:
        if not _is_there(commons, described):
            _publication(commons, editor, series, sources, described)


def _is_there(commons: Commons, described: Table) -> bool:
    """It, or what stands in its place in the series: people may have changed its address, and so may a
    later version."""
    place = {"series__slug": described.get("series", ""), "number": described.get("number")}
    taken = Q(**place) if place["number"] else Q()
    return commons.publications.filter(Q(slug=described["slug"]) | taken).exists()


def _series(commons: Commons, described: Table) -> Series:
    found = commons.series.filter(slug=described["slug"]).first()
    if found is None:
        found = services.create_series(
            commons,
            described["slug"],
            described["title"],
            described["total"],
            description=described["summary"],
        )
    return found


def _publication(
    commons: Commons, editor: Actor, series: Table, sources: Table, described: Table
) -> None:
    publication = services.create_publication(
        commons,
        described["kind"],
        described["slug"],
        series=series.get(described.get("series", "")),
        number=described.get("number"),
    )
    _details(publication, described, sources)
    _figures(publication, editor, described["text"])
    for language in ("nl", "en"):
        _text(publication, editor, described, language)


def _details(publication: Publication, described: Table, sources: Table) -> None:
    work, commons = publication.work, publication.commons
    documents.set_details(
        work,
        licence=described["licence"],
        audience=Audience.PUBLIC,
        questions=commons.questions.filter(slug__in=described["questions"]),
        on_behalf_of=Organisation.objects.filter(
            actor__handle__in=described.get("organisations", [])
        ),
        by=None,
    )
    documents.set_sources(work, [_source(commons, sources[key]) for key in described["sources"]])


def _source(commons: Commons, described: Table) -> Source:
    """The commons' record of this source, which texts and definitions share, as complete as it gets."""
    source = commons.sources.filter(title=described["title"]).first() or Source(
        title=described["title"],
        keep_copy=False,  # a demonstration asks nothing of other sites before somebody wants it to
    )
    for name, value in _fields(described).items():
        setattr(source, name, getattr(source, name) or value)
    if described.get("kind") in SourceKind.values:
        source.kind = described["kind"]
    return source


def _fields(described: Table) -> Table:
    authors = names.parse(described["author"])
    told = ("publisher", "url", "doi", "isbn", "law", "language")
    return {
        "authors": authors,
        "author": names.in_line(authors),
        **_place(described.get("container", "")),
        **{name: described.get(name, "") for name in told},
        "date": str(described.get("date", described["year"])),
    }


def _place(container: str) -> dict[str, str]:
    """'Science 162 (3859), 1243-1248' in its parts."""
    found = JOURNAL.fullmatch(container)
    return found.groupdict() if found else {"container": container}


def _figures(publication: Publication, editor: Actor, stem: str) -> None:
    """Each picture that its texts refer to: NAME.svg, or NAME.nl.svg and NAME.en.svg."""
    texts = "".join(path.read_text("utf-8") for path in HERE.glob(f"{stem}.*.md"))
    for path in sorted((HERE / "figures").glob("*.svg")):
        name, _dot, language = path.stem.partition(".")
        if f"(figure:{name} " in texts or f"(figure:{name})" in texts:
            upload = ContentFile(path.read_bytes(), name=path.name)
            file = store_image(upload, publication.commons.actor, editor)
            add_figure(publication.work, file, name=name, language=language)


def _text(publication: Publication, editor: Actor, described: Table, language: str) -> None:
    words = documents.Words(
        title=described["title"][language],
        summary=described["summary"][language],
        text=(HERE / f"{described['text']}.{language}.md").read_text("utf-8"),
    )
    services.write(publication, language, words, editor, 0)
    if described["state"] == "published":
        document = Document.objects.get(work=publication.work, language=language)
        services.publish(publication, document, editor, _noon(described["published"]))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
