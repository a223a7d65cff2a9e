"""Sources and definitions on their way to another server. Archived copies are fetched anew there."""

from collections.abc import Iterable, Iterator

from gemeengoed.core.portable import Arrival, Departure, Portable, Row, fields, values

from .models import Definition, Source, SourceSettings

SOURCE = (
    "kind", "author", "authors", "title", "container", "volume", "issue", "pages", "publisher", "date",
    "url", "doi", "isbn", "law", "language", "note", "keep_copy", "version", "created",
)  # fmt: skip
DEFINITION = ("slug", "position", "term", "text", "used_by", "created")
SETTINGS = ("style", "copies")


def _sources(departure: Departure) -> Iterable[Row]:
    for source in Source.objects.filter(commons__actor__handle=departure.handle).order_by("pk"):
        by = departure.person(source.added_by_id)
        yield {"name": source.pk, **values(source, *SOURCE), "added_by": by}


def _bring_sources(arrival: Arrival, rows: Iterator[Row]) -> None:
    kept = list(rows)
    made = Source.objects.bulk_create(
        Source(
            commons_id=arrival.commons,
            added_by_id=arrival.person(row["added_by"]),
            **fields(Source, row, *SOURCE),
        )
        for row in kept
    )
    arrival.found.update(
        {("source", row["name"]): source.pk for row, source in zip(kept, made, strict=True)}
    )


def _definitions(departure: Departure) -> Iterable[Row]:
    rows = Definition.objects.filter(commons__actor__handle=departure.handle).order_by("pk")
    for one in rows:
        by = departure.person(one.added_by_id)
        yield {**values(one, *DEFINITION), "source": one.source_id, "added_by": by}


def _bring_definitions(arrival: Arrival, rows: Iterator[Row]) -> None:
    Definition.objects.bulk_create(
        Definition(
            commons_id=arrival.commons,
            source_id=arrival.key("source", row["source"]) if row["source"] else None,
            added_by_id=arrival.person(row["added_by"]),
            **fields(Definition, row, *DEFINITION),
        )
        for row in rows
    )


def _settings(departure: Departure) -> Iterable[Row]:
    for chosen in SourceSettings.objects.filter(commons__actor__handle=departure.handle):
        yield values(chosen, *SETTINGS)


def _bring_settings(arrival: Arrival, rows: Iterator[Row]) -> None:
    for row in rows:
        SourceSettings.objects.create(
            commons_id=arrival.commons, **fields(SourceSettings, row, *SETTINGS)
        )


PORTABLE = (
    Portable("sources", _sources, _bring_sources),
    Portable("definitions", _definitions, _bring_definitions),
    Portable("source-settings", _settings, _bring_settings),
)
