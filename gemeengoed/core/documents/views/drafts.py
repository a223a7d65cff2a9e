"""`/@<handle>/texts/draft/<work>/<language>/`: what is being written, kept every few seconds."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import drafts
from ..access import WorkAccess, enter_work
from ..queries import others_writing

LONGEST_NUMBER = 9


@never_cache
@require_POST
def draft(request: HttpRequest, handle: str, work: str, language: str) -> HttpResponse:
    """Keeps title, summary and text begun from revision `base`; with `drop=1` puts it away.

    Answers `{"kept": ISO time or null, "others": [names]}`; with `back=1`, for who has no script, the
    page where the text is written.
    """
    entered = enter_work(request, handle, int(work))
    kept = None
    if request.POST.get("drop"):
        drafts.drop(entered.access.actor, entered.work, language)
    else:
        try:
            kept = drafts.keep(entered.work, language, entered.access.actor, _typed(request))
        except ValidationError as error:
            return JsonResponse({"detail": error.messages}, status=422)
    if request.POST.get("back"):
        messages.success(request, _("Put away."))
        return redirect(f"{entered.work.uri}{language}/write/")
    return JsonResponse({"kept": kept and kept.isoformat(), "others": _others(entered, language)})


def _typed(request: HttpRequest) -> drafts.Typed:
    posted = request.POST
    base = posted.get("base", "")
    known = base.isascii() and base.isdigit() and len(base) <= LONGEST_NUMBER
    return drafts.Typed(
        posted.get("title", ""),
        posted.get("summary", ""),
        posted.get("text", "").replace("\r\n", "\n"),
        int(base) if known else 0,
    )


def _others(entered: WorkAccess, language: str) -> list[str]:
    return others_writing(entered.work, language, entered.access.actor)
