"""Letters on the web: the archive, one letter with a permanent address, the feed."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gemeengoed.core.actors.kept_pages import kept_for_readers
from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.text.xml import allowed

from .. import rendering
from ..models import Letter, LetterText
from ..queries import letters as queries

PER_PAGE = 20
IN_FEED = 30


@require_safe
@kept_for_readers
def letters(request: HttpRequest, handle: str) -> HttpResponse:
    """What went out, newest first; for editors above it what is being made."""
    access = enter(request, handle)
    page = Paginator(queries.out(access.commons), PER_PAGE).get_page(request.GET.get("page"))
    writes = access.may("newsletters.write")
    making = list(queries.being_made(access.commons)) if writes else []
    context = {
        "page_obj": page,
        "letters": [_listed(access, letter) for letter in page],
        "making": [_listed(access, letter) for letter in making],
    }
    return render(request, "newsletters/letters.html", context)


def _listed(access: Access, letter: Letter) -> LetterText:
    letter.commons = access.commons
    return queries.best(letter, access.preferred)


@require_safe
@kept_for_readers
def letter(request: HttpRequest, handle: str, slug: str, language: str = "") -> HttpResponse:
    """One letter, in the reader's best language or the one that is asked for. Raises Http404 for what did
    not go out; editors see it under 'preview'."""
    access = enter(request, handle)
    found = get_object_or_404(queries.out(access.commons, whole=True), slug=slug)
    found.commons = access.commons
    texts = sorted(found.texts.all(), key=lambda text: text.language)
    if language and language not in {text.language for text in texts}:
        raise Http404
    text = queries.best(found, [language] if language else access.preferred)
    context = {
        "letter": found,
        "text": text,
        "others": [one for one in texts if one != text],
        "content": rendering.content(text),
    }
    return render(request, "newsletters/letter.html", context)


@require_safe
@kept_for_readers
def feed(request: HttpRequest, handle: str) -> HttpResponse:
    """Atom (RFC 4287), each letter whole, in the language that the reader's program asks for."""
    access = enter(request, handle)
    home = f"{settings.BASE_URL}{access.commons.get_absolute_url()}newsletters/"
    made = Atom1Feed(
        title=allowed(_("%(name)s: letters") % {"name": access.commons.name}),
        link=home,
        description="",
        language=access.preferred[0],
        feed_url=f"{home}feed.atom",
    )
    whole = queries.out(access.commons, whole=True)[:IN_FEED]
    texts = [_listed(access, found) for found in whole]
    for text, inside in zip(texts, rendering.all_for_feed(texts), strict=True):
        made.add_item(**_entry(text, inside))
    return HttpResponse(
        made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def _entry(text: LetterText, inside: str) -> dict[str, Any]:
    link = f"{settings.BASE_URL}{text.letter.get_absolute_url()}{text.language}/"
    return {
        "title": allowed(text.subject),
        "link": link,
        "description": allowed(inside),
        "author_name": allowed(text.letter.commons.name_in(text.language)),
        "unique_id": link,
        "pubdate": text.letter.went_out,
        "updateddate": text.letter.went_out,
    }
