"""Series, kinds and publications on their way to another server. What was planned stays behind."""

from collections.abc import Iterable, Iterator

from gemeengoed.core.portable import Arrival, Departure, Portable, Row, fields, values

from .models import OwnKind, Publication, Series

SERIES = ("slug", "title", "description", "total")
KIND = ("slug", "name", "like", "pages_advised")
PUBLICATION = ("slug", "kind", "number")


def _series(departure: Departure) -> Iterable[Row]:
    for series in Series.objects.filter(commons__actor__handle=departure.handle).order_by("pk"):
        yield values(series, *SERIES)


def _bring_series(arrival: Arrival, rows: Iterator[Row]) -> None:
    made = Series.objects.bulk_create(
        Series(commons_id=arrival.commons, **fields(Series, row, *SERIES)) for row in rows
    )
    arrival.found.update({("series", series.slug): series.pk for series in made})


def _kinds(departure: Departure) -> Iterable[Row]:
    for kind in OwnKind.objects.filter(commons__actor__handle=departure.handle).order_by("pk"):
        yield values(kind, *KIND)


def _bring_kinds(arrival: Arrival, rows: Iterator[Row]) -> None:
    made = OwnKind.objects.bulk_create(
        OwnKind(commons_id=arrival.commons, **fields(OwnKind, row, *KIND)) for row in rows
    )
    arrival.found.update({("kind", kind.slug): kind.pk for kind in made})


def _publications(departure: Departure) -> Iterable[Row]:
    found = Publication.objects.filter(commons__actor__handle=departure.handle)
    for one in found.select_related("work", "series", "own_kind").order_by("pk").iterator():
        yield {
            "work": departure.below(one.work.uri),
            **values(one, *PUBLICATION),
            "series": one.series.slug if one.series else None,
            "own_kind": one.own_kind.slug if one.own_kind else None,
        }


def _bring_publications(arrival: Arrival, rows: Iterator[Row]) -> None:
    Publication.objects.bulk_create(
        Publication(
            commons_id=arrival.commons,
            work_id=arrival.key("work", row["work"]),
            series_id=arrival.key("series", row["series"]) if row["series"] else None,
            own_kind_id=arrival.key("kind", row["own_kind"]) if row["own_kind"] else None,
            **fields(Publication, row, *PUBLICATION),
        )
        for row in rows
    )


PORTABLE = (
    Portable("series", _series, _bring_series),
    Portable("kinds", _kinds, _bring_kinds),
    Portable("publications", _publications, _bring_publications),
)
