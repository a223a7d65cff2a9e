"""`/settings/`: what a person decides for themselves."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gemeengoed.core.ui.saving import saved

from .. import second_factor, settings_pages
from ..forms.profile import LanguageForm, TokenForm
from ..permissions import require_person
from ..services import profile, tokens


def hub(request: HttpRequest) -> HttpResponse:
    """`/settings/`"""
    pages = settings_pages.pages(require_person(request))
    return render(request, "people/settings.html", {"pages": pages})


def security(request: HttpRequest) -> HttpResponse:
    """`/settings/security/`"""
    person = require_person(request)
    context = {
        "has_second_factor": second_factor.has(person),
        "has_password": person.has_usable_password(),
    }
    return render(request, "people/security.html", context)


def language(request: HttpRequest) -> HttpResponse:
    """`/settings/language/`"""
    person = require_person(request)
    form = LanguageForm(request.POST or None, initial={"language": person.language[:2]})
    if request.method == "POST" and saved(
        form, lambda: profile.set_language(person, form.cleaned_data["language"])
    ):
        return redirect("people:language")
    return render(request, "people/language.html", {"form": form})


@never_cache
@reauthentication_required(allow_get=True)
def token_list(request: HttpRequest) -> HttpResponse:
    """`/settings/tokens/`: a new token is shown once, on the answer to its own form; making one asks
    for the password, or another proof, when that was long ago."""
    person = require_person(request)
    form = TokenForm(request.POST or None)
    made: list[str] = []
    if request.method == "POST" and saved(
        form, lambda: made.append(tokens.make_token(person, **form.cleaned_data)[1])
    ):
        form = TokenForm()
    context = {
        "form": form,
        "tokens": person.tokens.order_by("-created"),
        "made": made[0] if made else "",
    }
    return render(request, "people/tokens.html", context)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    tokens.revoke_token(require_person(request), pk)
    messages.success(request, _("That token no longer works."))
    return redirect("people:tokens")
