"""`/@<handle>/texts/<id>/discussion/`: the text, and beside each block what is said about it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gemeengoed.core.notices.services import mark_seen_at
from gemeengoed.core.ui import keep

from .. import queries, showing
from ..access import Discussing, enter_discussion
from ..services import comments, telling
from ..showing import Typed
from ..spots import find_again


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def discussion(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    """POST opens a thread at the block that the form stood at."""
    here = enter_discussion(request, handle, pk)
    if request.method != "POST":
        if here.access.person:
            mark_seen_at(here.access.person, telling.page_of(here.document))
        return show(request, here)
    here.access.require("discussion.comment")
    text = request.POST.get("text", "")
    number = _number(request, "block")
    found = _block(request, here, number)
    if found is None:
        told = _("The text has changed meanwhile, and this passage is no longer there.")
        again = min(max(number, 1), len(here.blocks))
        return show(request, here, Typed(f"b{again}", text, [told]))
    try:
        comment = comments.begin(here.spot(found), here.actor, text)
    except ValidationError as error:
        return show(request, here, Typed(f"b{found}", text, error.messages))
    keep.saved(request, _("Your comment stands below."), key(here, f"b{number}"))
    return redirect(telling.address(comment))


def _block(request: HttpRequest, here: Discussing, number: int) -> int | None:
    """The block that the form was about, also when the text was saved anew meanwhile."""
    if _number(request, "seen") in (0, here.revision.number):
        return number
    return find_again(here.blocks, number, request.POST.get("about", ""))


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def key(here: Discussing, target: str) -> str:
    """Under which name the browser keeps what is typed (core/ui/keep.py)."""
    return f"discussion/{here.document.pk}/{target}"


def show(request: HttpRequest, here: Discussing, typed: Typed | None = None) -> HttpResponse:
    page = showing.page(here, typed)
    context = {
        "here": here,
        "document": here.document,
        "revision": here.revision,
        "page": page,
        "typed": typed,
        "kept": f"discussion/{here.document.pk}/",
        "address": telling.page_of(here.document),
        "text_address": f"{here.document.work.uri}{here.document.language}/",
    }
    return render(request, "discussion/discussion.html", context, status=422 if typed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, handle: str, pk: int, thread: int) -> HttpResponse:
    """POST answers in a thread; its address leads to it."""
    here = enter_discussion(request, handle, pk)
    found = here.thread(thread)
    if request.method != "POST":
        return redirect(f"{telling.page_of(here.document)}#t{found.pk}")
    here.access.require("discussion.comment")
    text = request.POST.get("text", "")
    try:
        comment = comments.reply(found, here.actor, text)
    except ValidationError as error:
        return show(request, here, Typed(f"t{found.pk}", text, error.messages))
    keep.saved(request, _("Your answer stands below."), key(here, f"t{found.pk}"))
    return redirect(telling.address(comment))


@require_POST
def resolve(request: HttpRequest, handle: str, pk: int, thread: int) -> HttpResponse:
    return _end(request, handle, pk, thread, resolved=True)


@require_POST
def reopen(request: HttpRequest, handle: str, pk: int, thread: int) -> HttpResponse:
    return _end(request, handle, pk, thread, resolved=False)


def _end(
    request: HttpRequest, handle: str, pk: int, number: int, *, resolved: bool
) -> HttpResponse:
    here = enter_discussion(request, handle, pk)
    found = here.thread(number)
    here.require_resolver(found)
    act = comments.resolve if resolved else comments.reopen
    try:
        act(found, here.actor)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Resolved.") if resolved else _("Open again."))
    opener = queries.opener_of(found)
    return redirect(telling.address(opener))
