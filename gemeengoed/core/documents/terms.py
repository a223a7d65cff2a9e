"""Terms in a text: finding them while writing, and showing what they mean beside it."""

import re
from collections.abc import Callable
from functools import cache

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.sources.queries import Term, terms_by_slug

from .models import Document, TermUse, Work

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
    slugs = _linked(html, commons.get_absolute_url())[:MOST]
    return terms_by_slug(commons, slugs, preferred) if slugs else []


def keep_uses(document: Document, html: str) -> None:
    """Within the transaction that shows `html` to readers: keeps which terms it links to, so that the page
    of a term need not look through every text."""
    document.term_uses.all().delete()
    home = document.work.commons.get_absolute_url()
    TermUse.objects.bulk_create(
        TermUse(document=document, slug=slug) for slug in _linked(html, home)
    )


def _linked(html: str, home: str) -> list[str]:
    """Slugs of the terms of the commons at `home`, in the order of the text, each once."""
    link = re.compile(rf'href="{re.escape(home)}definitions/([-a-z0-9_]{{1,60}})/"')
    return list(dict.fromkeys(link.findall(html)))
