"""`/language/`: the switch in the header of every page.

A person gets what they choose as their own. For a reader without an account it is kept in a cookie with
two letters, for a year, since they asked for it; never for one who did not.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from gemeengoed.core.instance import queries as instances
from gemeengoed.core.text import languages
from gemeengoed.core.ui.saving import saved

from ..forms.profile import LanguageForm
from ..models import Person
from ..services import profile


# The page of a reader holds no token, for that would bring a cookie along.
@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Back to the page `next`, in the language `language`."""
    if isinstance(request.user, Person):
        return _as_their_own(request)
    return _for_this_browser(request)


@csrf_protect
def _as_their_own(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, Person)  # noqa: S101 - `choose` looked
    person, form = request.user, LanguageForm(request.POST)
    if not saved(form, lambda: profile.set_language(person, form.cleaned_data["language"])):
        return redirect("people:language")
    with translation.override(form.cleaned_data["language"]):
        messages.success(request, _("Pages and mail are in English for you from now on."))
    return HttpResponseRedirect(_own(request))


def _for_this_browser(request: HttpRequest) -> HttpResponse:
    if _from_elsewhere(request):
        return render(request, "403.html", {"reason": "csrf"}, status=403)
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise BadRequest("language")
    response = HttpResponseRedirect(_own(request))
    # What would be shown anyhow needs no cookie; so there is also a way to be rid of it.
    if language != (languages.of_the_browser(request) or instances.current().language):
        _keep(response, language)
    elif settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    return response


def _from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that a page of another site sent this, by Fetch Metadata or else by Origin.

    One that says neither is let through: at worst a language is chosen.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


def _own(request: HttpRequest) -> str:
    """The address to go back to when it is one of ours, else the home page. A word is no address: from here
    it would lead to `/language/<word>`."""
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if safe and address.startswith(("/", "http:", "https:")) else "/"


def _keep(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
