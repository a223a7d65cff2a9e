"""Changing, taking back and hiding one comment."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gemeengoed.core.ui.saving import saved

from ..access import Discussing, enter_discussion
from ..forms import EditForm, ReasonForm
from ..models import Comment
from ..services import comments, telling

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def edit(request: HttpRequest, handle: str, pk: int, comment: int) -> HttpResponse:
    here = enter_discussion(request, handle, pk)
    found = here.comment(comment)
    here.require_own(found)
    form = EditForm(
        request.POST if request.method == "POST" else None, initial={"text": found.text}
    )
    if request.method == "POST" and saved(
        form, lambda: comments.edit(found, here.actor, form.cleaned_data["text"])
    ):
        messages.success(request, _("Saved."))
        return redirect(telling.address(found))
    return _page(request, here, found, "edit", {"form": form})


@get_or_post
def take_back(request: HttpRequest, handle: str, pk: int, comment: int) -> HttpResponse:
    here = enter_discussion(request, handle, pk)
    found = here.comment(comment)
    here.require_own(found)
    if request.method == "POST":
        return _did(request, found, lambda: comments.take_back(found, here.actor), _("Taken back."))
    return _page(request, here, found, "take_back", {})


@get_or_post
def hide(request: HttpRequest, handle: str, pk: int, comment: int) -> HttpResponse:
    here = enter_discussion(request, handle, pk)
    here.access.require("discussion.moderate")
    found = here.comment(comment)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and saved(
        form, lambda: comments.hide(found, here.actor, form.cleaned_data["reason"])
    ):
        messages.success(
            request, _("Hidden. The reason stands in its place and in the public log.")
        )
        return redirect(telling.address(found))
    return _page(request, here, found, "hide", {"form": form})


@require_POST
def show_again(request: HttpRequest, handle: str, pk: int, comment: int) -> HttpResponse:
    here = enter_discussion(request, handle, pk)
    here.access.require("discussion.moderate")
    found = here.comment(comment)
    return _did(
        request, found, lambda: comments.show_again(found, here.actor), _("It can be read again.")
    )


def _did(
    request: HttpRequest, comment: Comment, act: Callable[[], object], said: str
) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, said)
    return redirect(telling.address(comment))


def _page(
    request: HttpRequest, here: Discussing, comment: Comment, name: str, context: dict[str, object]
) -> HttpResponse:
    form = context.get("form")
    context |= {
        "comment": comment,
        "document": here.document,
        "back": telling.address(comment),
        "address": telling.page_of(here.document),
    }
    status = 422 if isinstance(form, EditForm | ReasonForm) and form.is_bound else 200
    return render(request, f"discussion/{name}.html", context, status=status)
