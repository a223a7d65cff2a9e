"""Reads of sources and definitions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, Min, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.jobs.backlog import Backlog
from gemeengoed.core.text import languages

from .citing import EDITION
from .models import (
    IN_LIST,
    ArchivedCopy,
    CopyState,
    Definition,
    FormattedSource,
    Source,
    SourceSettings,
)

WORDS_AT_MOST = 8
_SEARCHED = (
    "title",
    "author",
    "container",
    "publisher",
    "date",
    "doi",
    "isbn",
    "law",
    "url",
    "note",
)


def settings_of(commons: Commons) -> SourceSettings:
    """What the commons chose, or a row with the defaults that is not stored."""
    found = SourceSettings.objects.filter(commons=commons).first()
    return found or SourceSettings(commons=commons)


def with_formatted(sources: QuerySet[Source], language: str) -> QuerySet[Source]:
    """The same, each with how its style writes it in `language` (one query more, see `written`)."""
    return sources.prefetch_related(formatted(language))


def formatted(language: str, path: str = "formatted") -> "Prefetch[str, Any, str]":
    """For `prefetch_related`: how the style of the commons writes sources in `language` (see `written`).
    `path` leads there from what is asked for."""
    rows = FormattedSource.objects.filter(language=language)
    return Prefetch(path, queryset=rows, to_attr="written_as")


def listed(commons: Commons, words: str = "") -> QuerySet[Source]:
    """Sources of the commons by author and date; with `words` those that hold each of them.

    Nothing is joined: then each database takes a page from the index in that order.
    """
    found = commons.sources.prefetch_related("copy")
    for word in words.split()[:WORDS_AT_MOST]:
        holds = Q()
        for field in _SEARCHED:
            holds |= Q(**{f"{field}__icontains": word})
        found = found.filter(holds)
    return found.order_by(*IN_LIST)


def has_sources(handle: str) -> bool:
    return Source.objects.filter(commons__actor__handle=handle).exists()


def has_definitions(handle: str) -> bool:
    return Definition.objects.filter(commons__actor__handle=handle).exists()


def same_as(source: Source) -> QuerySet[Source]:
    """Others in the commons that are most likely the same: by number, address or title."""
    same = Q(title__iexact=source.title)
    for field in ("doi", "isbn", "law", "url"):
        if getattr(source, field):
            same |= Q(**{field: getattr(source, field)})
    others = Source.objects.filter(same, commons_id=source.commons_id)
    return others.exclude(pk=source.pk).select_related("commons__actor")


@dataclass(frozen=True)
class Term:
    """A term with its competing definitions, in order. `name` and `language` as this reader gets them."""

    slug: str
    name: str
    language: str
    definitions: list[Definition]

    @property
    def address(self) -> str:
        return self.definitions[0].get_absolute_url()


def terms(commons: Commons, preferred: Sequence[str]) -> list[Term]:
    """All terms of the commons by the alphabet of the reader's language. One query."""
    by_slug: dict[str, list[Definition]] = {}
    for definition in commons.definitions.select_related("source", "commons__actor"):
        by_slug.setdefault(definition.slug, []).append(definition)
    found = [_term(slug, rows, preferred) for slug, rows in by_slug.items()]
    return sorted(found, key=lambda term: (term.name.casefold(), term.slug))


def by_alphabet(commons: Commons, preferred: Sequence[str]) -> list[str]:
    """The slugs of all terms by the alphabet of the reader's language, without reading what they mean."""
    names: dict[str, str] = {}
    for slug, words in commons.definitions.values_list("slug", "term"):
        names.setdefault(slug, languages.best(words, preferred)[1] or slug)
    return sorted(names, key=lambda slug: (names[slug].casefold(), slug))


def term(commons: Commons, slug: str, preferred: Sequence[str]) -> Term | None:
    """One term with all its definitions and their sources."""
    rows = list(commons.definitions.filter(slug=slug).select_related("source", "commons__actor"))
    return _term(slug, rows, preferred) if rows else None


def _term(slug: str, rows: list[Definition], preferred: Sequence[str]) -> Term:
    language, name = languages.best(rows[0].term, preferred)
    return Term(slug, name or slug, language, rows)


def terms_by_slug(commons: Commons, slugs: Sequence[str], preferred: Sequence[str]) -> list[Term]:
    """These terms in this order, without those that are not defined (any more). One query."""
    found: dict[str, list[Definition]] = {}
    for definition in commons.definitions.filter(slug__in=slugs).select_related("source"):
        definition.commons = commons
        found.setdefault(definition.slug, []).append(definition)
    return [_term(slug, found[slug], preferred) for slug in slugs if slug in found]


def stale(language: str) -> QuerySet[Source]:
    """Sources that were not yet written by the style of their commons since they last changed."""
    chosen = "source__commons__source_settings"
    default = Value(SourceSettings._meta.get_field("style").get_default())
    style = Case(When(**{f"{chosen}__isnull": False}, then=F(f"{chosen}__style")), default=default)
    fresh = (
        FormattedSource.objects.filter(language=language)
        .annotate(wanted=Concat(style, Value(f"@{EDITION}"), output_field=CharField()))
        .filter(version=F("source__version"), style=F("wanted"))
    )
    return Source.objects.exclude(pk__in=fresh.values("source")).order_by("pk")


def backlog() -> Backlog:
    """Copies that are due; what could not be had stands at the source itself, not here."""
    due = ArchivedCopy.objects.filter(
        Q(state=CopyState.WAITING, next_try__lte=timezone.now()) | Q(state=CopyState.FETCHING)
    )
    return Backlog(**due.aggregate(waiting=Count("pk"), oldest=Min("next_try")))
