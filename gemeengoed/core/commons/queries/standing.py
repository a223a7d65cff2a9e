"""The questions of a commons by their addresses, with the titles by which others name them."""

from collections.abc import Mapping, Sequence

from gemeengoed.core.registry import Audience, Standing
from gemeengoed.core.text import languages

from ..models import Question


def stands_at(uris: Sequence[str], language: str) -> Mapping[str, Standing]:
    """As `registry.Capability.stands_at`; everybody may read a question."""
    slugs = {uri.removesuffix("/").rpartition("/questions/")[2] for uri in uris}
    rows = Question.objects.filter(slug__in=slugs, commons__actor__gone__isnull=True)
    found = {
        f"{one.commons.get_absolute_url()}questions/{one.slug}/": Standing(
            languages.best(one.text, [language, one.commons.language])[1], Audience.PUBLIC
        )
        for one in rows.select_related("commons__actor")
    }
    return {uri: found[uri] for uri in uris if uri in found}
