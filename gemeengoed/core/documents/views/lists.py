"""The core's own pages about one text."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gemeengoed.core.actors.kept_pages import kept_for_readers
from gemeengoed.core.sources.finding import LARGEST
from gemeengoed.core.sources.views.lists import answer

from ..access import enter_text
from ..queries import sources_of


@require_safe
@kept_for_readers
def sources(request: HttpRequest, handle: str, pk: int, ending: str) -> HttpResponse:
    """`/@handle/texts/12/sources.bib`: what the text rests on, as a reading list."""
    if pk > LARGEST:
        raise Http404
    text = enter_text(request, handle, pk)
    cited = [citation.source for citation in sources_of(text.document.work)]
    return answer(ending, cited, f"{handle}-text-{pk}-sources")
