"""How to cite a text of our own, in the style that its commons chose for the sources it cites itself.

Made once for each version and kept in the cache: about ten milliseconds the first time.
"""

from hashlib import blake2b

from django.conf import settings
from django.core.cache import caches
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gemeengoed.core.sources.citing import LANGUAGES, entry
from gemeengoed.core.sources.models import Source, SourceKind
from gemeengoed.core.sources.queries import settings_of

from .models import Document, Revision

TITLE_AT_MOST = 400


def citation(
    document: Document, revision: Revision, names: list[str], publisher: str
) -> SafeString:
    """Safe HTML, in the language of the text where the interface speaks it. `names` sign the text."""
    style = settings_of(document.work.commons).style
    language = document.language if document.language in LANGUAGES else "en"
    told = "\n".join([str(revision.pk), str(revision.version), style, language, publisher, *names])
    key = f"citation-{blake2b(told.encode(), digest_size=16).hexdigest()}"
    kept = caches["default"].get(key)
    if kept is None:
        kept = entry(_as_source(document, revision, names, publisher, language), style, language)
        caches["default"].set(key, kept, None)
    return mark_safe(kept)  # `entry` made it safe


def _as_source(
    document: Document, revision: Revision, names: list[str], publisher: str, language: str
) -> Source:
    address = f"{settings.BASE_URL}{document.work.uri}{document.language}/"
    with translation.override(language):
        version = _("version %(number)s") % {"number": revision.version or "-"}
    when = revision.published_at or revision.created
    return Source(
        commons=document.work.commons,
        kind=SourceKind.REPORT,
        authors=[{"literal": name} for name in names or [publisher]],
        title=f"{revision.title[:TITLE_AT_MOST]} ({version})",
        publisher=publisher,
        date=when.date().isoformat(),
        url=f"{address}{revision.version}/" if revision.version else address,
        language=document.language,
    )
