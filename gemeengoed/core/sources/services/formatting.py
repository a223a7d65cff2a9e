"""Writing each source out in the style of its commons: once for each change, in the background."""

from gemeengoed.core.actors.services import touch
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.jobs import job, wake

from ..citing import LANGUAGES, entry, mark
from ..models import FormattedSource, Source
from ..queries import settings_of, stale

BATCH = 200
"""Sources in one run; about ten milliseconds each."""


@job
def write_out() -> None:
    """Writes out what changed since; a sweep each minute calls this as well. May run twice."""
    for language in LANGUAGES:
        rows = list(stale(language).select_related("commons__actor")[:BATCH])
        styles: dict[int, str] = {}
        for source in rows:
            if source.commons_id not in styles:
                styles[source.commons_id] = settings_of(source.commons).style
            _write(source, language, styles[source.commons_id])
        for commons in Commons.objects.filter(pk__in=styles).select_related("actor"):
            touch(commons.actor)
        if len(rows) == BATCH:
            wake(write_out)


def _write(source: Source, language: str, style: str) -> None:
    html = entry(source, style, language)
    FormattedSource.objects.update_or_create(
        source_id=source.pk,
        language=language,
        defaults={"style": mark(style), "version": source.version, "html": html},
    )
