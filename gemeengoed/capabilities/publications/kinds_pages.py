"""The page where editors see the kinds of text, and stewards add their own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gemeengoed.core.commons.access import enter

from . import kinds
from .forms import KindForm
from .models import Kind, OwnKind


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, handle: str) -> HttpResponse:
    access = enter(request, handle)
    access.require("publications.arrange")
    form = KindForm(request.POST or None, initial={"like": Kind.ARTICLE})
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        try:
            kinds.add(access.commons, form.name(), Kind(fields["like"]), fields["pages_advised"])
        except ValidationError as error:
            form.add_error(None, error.messages[0])
        else:
            messages.success(request, _("Saved."))
            return redirect("publications:kinds", handle)
    context = {
        "form": form,
        "standard": Kind.choices,
        "own": access.commons.own_kinds.order_by("slug"),
    }
    return render(request, "publications/kinds.html", context)


@require_POST
def remove(request: HttpRequest, handle: str, kind: str) -> HttpResponse:
    access = enter(request, handle)
    access.require("publications.arrange")
    kinds.remove(get_object_or_404(OwnKind, commons=access.commons, slug=kind))
    messages.success(request, _("Taken away. Texts of this kind became what it was like."))
    return redirect("publications:kinds", handle)
