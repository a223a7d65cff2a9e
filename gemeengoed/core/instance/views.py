"""Pages about the server itself: waiting for its set-up, its settings, and its colours."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gemeengoed.core.ui.saving import saved

from . import colours, queries, services
from .forms import ColoursForm, GeneralForm, LogoForm
from .permissions import require_operator

YEAR = "public, max-age=31536000, immutable"


@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """`/setup/`: says where the link is with which the first steward begins."""
    if queries.current().set_up:
        return redirect("/")
    return render(request, "instance/waiting.html")


def change(request: HttpRequest) -> HttpResponse:
    """`/settings/server/`: three forms; each saves by itself."""
    operator = require_operator(request, "instance.change")
    shown = _forms(request, operator.actor)
    sent = request.POST.get("form", "")
    if sent in shown and saved(*_act(operator.actor, sent, shown[sent])):
        messages.success(request, _("Saved, and written in the public log."))
        return redirect("instance:settings")
    context = {**shown, "quota_mb": settings.MEDIA_QUOTA // 1_000_000}
    return render(request, "instance/settings.html", context)


def _forms(request: HttpRequest, actor: Any) -> dict[str, forms.Form]:
    instance = queries.current()
    sent = request.POST.get("form", "")
    data = {name: request.POST if sent == name else None for name in ("general", "logo", "colours")}
    files = request.FILES if sent == "logo" else None
    return {
        "general": GeneralForm(instance, data["general"]),
        "logo": LogoForm(instance, actor, data["logo"], files),
        "colours": ColoursForm(instance, data["colours"]),
    }


def _act(actor: Any, sent: str, form: Any) -> tuple[forms.Form, Callable[[], object]]:
    acts = {
        "general": lambda: services.change(actor, **form.values()),
        "logo": lambda: services.set_logo(actor, **form.cleaned_data),
        "colours": lambda: services.change(actor, colours=form.cleaned_data),
    }
    return form, acts[sent]


@require_POST
def remove_logo(request: HttpRequest) -> HttpResponse:
    services.remove_logo(require_operator(request, "instance.change").actor)
    messages.success(request, _("The logo is gone."))
    return redirect("instance:settings")


@require_safe
def colours_css(request: HttpRequest) -> HttpResponse:
    """`/colours.css?v=<version>`: kept for a year, since a change gets another address."""
    instance = queries.current()
    response = HttpResponse(colours.stylesheet(instance.colours), content_type="text/css")
    latest = request.GET.get("v") == str(instance.version)
    response.headers["Cache-Control"] = YEAR if latest else "no-cache"
    return response
