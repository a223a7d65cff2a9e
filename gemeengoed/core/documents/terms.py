"""Terms in a text: finding them while writing, and showing what they mean beside it."""

import re
from collections.abc import Callable
from functools import cache

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.sources.queries import Term, terms_by_slug

from .models import Work

MOST = 40
"""Terms that are explained beside one text."""


def term_finder(work: Work) -> Callable[[str], str | None]:
    """From the slug of a term of the work's commons to its address; asks the database once, if at all."""

    @cache
    def addresses() -> dict[str, str]:
        slugs = work.commons.definitions.values_list("slug", flat=True).distinct().order_by()
        home = work.commons.get_absolute_url()
        return {slug: f"{home}definitions/{slug}/" for slug in slugs}

    return lambda slug: addresses().get(slug)


def used_in(html: str, commons: Commons, preferred: list[str]) -> list[Term]:
    """The terms that a rendered text links to, in its order, as they are defined now. One query."""
    link = re.compile(rf'href="{re.escape(commons.get_absolute_url())}definitions/([-a-z0-9_]+)/"')
    slugs = list(dict.fromkeys(link.findall(html)))[:MOST]
    return terms_by_slug(commons, slugs, preferred) if slugs else []
