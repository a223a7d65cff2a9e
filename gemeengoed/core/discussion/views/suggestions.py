"""Suggesting another wording, taking it over, declining it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gemeengoed.core.ui import keep
from gemeengoed.core.ui.saving import saved

from .. import queries, showing
from ..access import Discussing, enter_discussion
from ..forms import ReasonForm, SuggestForm
from ..models import Comment, Suggestion
from ..services import suggestions, telling
from ..services.suggestions import PassageChanged
from ..spots import find_again

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def suggest(request: HttpRequest, handle: str, pk: int, block: int) -> HttpResponse:
    """`?from=<thread>` begins with what an older suggestion proposed."""
    here = enter_discussion(request, handle, pk)
    here.access.require("discussion.suggest")
    if request.method != "POST":
        if not 1 <= block <= len(here.blocks):
            raise Http404
        return _page(
            request, here, block, _form(here, block, initial=_initial(request, here, block))
        )
    form = _form(here, block, request.POST)
    made: list[Comment] = []
    if saved(form, lambda: made.append(_suggest(here, block, form))):
        keep.saved(request, _("Your suggestion stands below."), _key(here, block))
        return redirect(telling.address(made[0]))
    return _page(request, here, block, form, status=422)


def _suggest(here: Discussing, block: int, form: SuggestForm) -> Comment:
    fields = form.cleaned_data
    number: int | None = block
    if fields["seen"] != here.revision.number:
        number = find_again(here.blocks, block, fields["about"])
    if number is None:
        raise ValidationError(
            _("The text has changed meanwhile, and this passage is no longer there.")
        )
    return suggestions.suggest(here.spot(number), here.actor, fields["proposed"], fields["text"])


def _key(here: Discussing, block: int) -> str:
    return f"discussion/{here.document.pk}/s{block}"


def _form(here: Discussing, block: int, *args: object, **kwargs: object) -> SuggestForm:
    return SuggestForm(*args, keep_as=_key(here, block), **kwargs)


def _initial(request: HttpRequest, here: Discussing, block: int) -> dict[str, object]:
    shown = here.blocks[block - 1]
    proposed, given = shown.source, request.GET.get("from", "")
    if given.isascii() and given.isdigit() and len(given) < 10:
        earlier = getattr(here.thread(int(given)), "suggestion", None)
        proposed = earlier.proposed if earlier else proposed
    about = shown.plain[: showing.ABOUT]
    return {"proposed": proposed, "seen": here.revision.number, "about": about}


def _page(
    request: HttpRequest, here: Discussing, block: int, form: SuggestForm, status: int = 200
) -> HttpResponse:
    context = {
        "here": here,
        "document": here.document,
        "block": here.blocks[block - 1] if 1 <= block <= len(here.blocks) else None,
        "form": form,
        "address": telling.page_of(here.document),
    }
    return render(request, "discussion/suggest.html", context, status=status)


def _suggestion(here: Discussing, thread: int) -> Suggestion:
    found = here.thread(thread)
    suggestion: Suggestion | None = getattr(found, "suggestion", None)
    if suggestion is None:
        raise Http404
    suggestion.thread = found
    return suggestion


@require_POST
def accept(request: HttpRequest, handle: str, pk: int, thread: int) -> HttpResponse:
    """A passage that has changed since is shown beside what was proposed (status 409)."""
    here = enter_discussion(request, handle, pk)
    here.text.require_writer()
    suggestion = _suggestion(here, thread)
    try:
        revision = suggestions.accept(suggestion, here.actor)
    except PassageChanged as changed:
        return _changed(request, here, suggestion, changed)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        told = _("Taken over: it is in revision %(number)d, which readers do not see yet.")
        messages.success(request, told % {"number": revision.number})
    return redirect(_back(suggestion))


def _changed(
    request: HttpRequest, here: Discussing, suggestion: Suggestion, changed: PassageChanged
) -> HttpResponse:
    context = {
        "document": here.document,
        "suggestion": suggestion,
        "changed": changed,
        "between": showing.differ(changed.now, suggestion.proposed),
        "address": telling.page_of(here.document),
        "back": _back(suggestion),
    }
    return render(request, "discussion/changed.html", context, status=409)


@get_or_post
def decline(request: HttpRequest, handle: str, pk: int, thread: int) -> HttpResponse:
    here = enter_discussion(request, handle, pk)
    here.text.require_writer()
    suggestion = _suggestion(here, thread)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and saved(
        form, lambda: suggestions.decline(suggestion, here.actor, form.cleaned_data["reason"])
    ):
        messages.success(request, _("Declined; who suggested it reads why."))
        return redirect(_back(suggestion))
    context = {
        "document": here.document,
        "changes": showing.changes(suggestion),
        "form": form,
        "address": telling.page_of(here.document),
        "back": _back(suggestion),
    }
    return render(request, "discussion/decline.html", context, status=422 if form.is_bound else 200)


@require_POST
def take_back(request: HttpRequest, handle: str, pk: int, thread: int) -> HttpResponse:
    here = enter_discussion(request, handle, pk)
    here.access.require("discussion.suggest")
    suggestion = _suggestion(here, thread)
    try:
        suggestions.take_back(suggestion, here.actor)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Your suggestion is taken back."))
    return redirect(_back(suggestion))


def _back(suggestion: Suggestion) -> str:
    return telling.address(queries.opener_of(suggestion.thread))
