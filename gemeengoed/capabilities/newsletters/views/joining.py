"""Joining without an account or cookie, confirming, choosing, leaving. `/@<handle>/newsletters/…`

A GET changes nothing, since programs follow the links in mails before people do.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.mail import addresses
from gemeengoed.core.ui.not_found import NotFound
from gemeengoed.core.ui.saving import saved

from .. import languages, pace, paths, signed_form
from ..forms import JoinForm, MineForm
from ..held import held
from ..models import Subscriber, SubscriberState, Topic
from ..queries import subscribers as queries
from ..services import sending, subscribing

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _language() -> str:
    return (get_language() or "nl")[:2]


@csrf_exempt
@get_or_post
def join(request: HttpRequest, handle: str) -> HttpResponse:
    """The form with all choices; the small form at the foot of other pages posts here as well."""
    access = enter(request, handle)
    form = JoinForm(_given(request), commons=access.commons, language=_language())
    if request.method == "POST" and _accepted(request, access, form):
        return redirect("newsletters:asked", handle)
    context = {
        "form": form,
        "words": _consent_words(access),
        "made": signed_form.signed(handle),
        "mail_address": addresses.of_commons(handle),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "newsletters/join.html", context, status=status)


def _given(request: HttpRequest) -> QueryDict | None:
    """What was posted; the small form leaves the language to the page it stood on."""
    if request.method != "POST":
        return None
    given = request.POST.copy()
    given.setdefault("language", _language())
    return given


def _consent_words(access: Access) -> str:
    words = _(
        "%(name)s sends you its letter by mail, about once a month. Nothing is measured: not whether "
        "you open it and not what you follow. You can leave with one press."
    )
    return words % {"name": access.commons.name}


def _accepted(request: HttpRequest, access: Access, form: JoinForm) -> bool:
    if not form.is_valid():
        return False
    if form.cleaned_data["website"]:
        return True  # a machine: it hears what everybody hears, and nothing happens
    if not signed_form.is_ours(request, access.commons.handle):
        form.add_error(
            None, _("This page was open for long. Your words are kept: send it once more.")
        )
        return False
    if not pace.may_ask(request, access.commons.handle):
        form.add_error(None, _("Many forms came from your network. Try it again in an hour."))
        return False
    return saved(form, lambda: _ask(access, form))


def _ask(access: Access, form: JoinForm) -> object:
    fields = form.cleaned_data
    return subscribing.ask(
        access.commons,
        fields["address"],
        name=fields["name"],
        language=fields["language"],
        topics=fields.get("topics", ()),
        how="form",
        words=_consent_words(access),
    )


@require_safe
def asked(request: HttpRequest, handle: str) -> HttpResponse:
    """'Look in your mail'; the same for everybody, so that nobody learns who is on a list."""
    enter(request, handle)
    context = {"mail_address": addresses.of_commons(handle)}
    return render(request, "newsletters/asked.html", context)


def _mine(request: HttpRequest, handle: str, token: str) -> Subscriber:
    """Also of a list that is not used any more. Raises Http404 with words that say what to do."""
    _dress(request, handle)
    subscriber = queries.by_token(token)
    if subscriber is None:
        raise NotFound(
            _("This link does not work any more: join the list anew on the page of letters.")
        )
    return subscriber


def _dress(request: HttpRequest, handle: str) -> None:
    """The page looks like those of the commons where it sends letters, else like the server's own."""
    with suppress(Http404):
        enter(request, handle)


def _private(response: HttpResponse) -> HttpResponse:
    """The address holds a secret: no other server learns it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt
@get_or_post
@never_cache
def confirm(request: HttpRequest, handle: str, token: str) -> HttpResponse:
    """GET shows a button; POST confirms. Whoever holds the token owns the address, so no cookie is asked."""
    subscriber = _mine(request, handle, token)
    access = enter(request, subscriber.commons.handle)
    with translation.override(_of(request, subscriber)):
        again, words = False, _consent_words(access)
        if request.method == "POST":
            again = not subscribing.confirm(subscriber, "link", words)
            subscriber.refresh_from_db()
        context = _context(subscriber) | {"words": words, "again": again}
        return _private(render(request, "newsletters/confirm.html", context))


def _of(request: HttpRequest, subscriber: Subscriber) -> str:
    """The language of the subscriber, unless the address asks for another, for this page alone."""
    return languages.nearest(request.GET.get("lang", ""), subscriber.language[:2])


def _context(subscriber: Subscriber) -> dict[str, Any]:
    return {
        "subscriber": subscriber,
        "on": subscriber.state == SubscriberState.ON,
        "mine": paths.mine(subscriber),
        "leave": paths.leave(subscriber),
        "confirm": paths.confirm(subscriber) if sending.is_used(subscriber.commons) else "",
    }


@csrf_exempt
@get_or_post
@never_cache
def mine(request: HttpRequest, handle: str, token: str) -> HttpResponse:
    """Their choices; the proof of their consent; taking their data along; being erased."""
    subscriber = _mine(request, handle, token)
    language = _of(request, subscriber)
    with translation.override(language):
        given = request.POST if request.method == "POST" else None
        chosen: Sequence[Topic] = list(subscriber.topics.all())
        initial = {"name": subscriber.name, "language": subscriber.language, "topics": chosen}
        form = MineForm(given, commons=subscriber.commons, language=language, initial=initial)
        done = request.method == "POST" and saved(form, lambda: _change(subscriber, form))
        context = _context(subscriber) | {
            "form": form,
            "done": done,
            "proofs": queries.proofs(subscriber).defer(None),
        }
        status = 422 if request.method == "POST" and not done else 200
        return _private(render(request, "newsletters/mine.html", context, status=status))


def _change(subscriber: Subscriber, form: MineForm) -> None:
    fields = form.cleaned_data
    topics = fields.get("topics", ())
    words = ", ".join([fields["language"], *(topic.slug for topic in topics)])
    subscribing.change(
        subscriber,
        name=fields["name"],
        language=fields["language"],
        topics=topics,
        words=words,
    )


@require_safe
@never_cache
def download(request: HttpRequest, handle: str, token: str) -> HttpResponse:
    """All that is held on this subscriber, as JSON."""
    subscriber = _mine(request, handle, token)
    answer = JsonResponse(held(subscriber), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = 'attachment; filename="newsletter.json"'
    return _private(answer)


@csrf_exempt
@get_or_post
@never_cache
def erase(request: HttpRequest, handle: str, token: str) -> HttpResponse:
    """GET asks once more; POST erases."""
    subscriber = _mine(request, handle, token)
    with translation.override(_of(request, subscriber)):
        if request.method == "POST":
            subscribing.erase(subscriber)
            return _private(render(request, "newsletters/erased.html"))
        return _private(render(request, "newsletters/erase.html", _context(subscriber)))


@csrf_exempt
@get_or_post
@never_cache
def leave(request: HttpRequest, handle: str, token: str) -> HttpResponse:
    """GET shows a button. POST leaves, also the one-click POST of a mail program, which sends no cookie, is
    not redirected and hears 200 (RFC 8058, section 3.1). Who was erased has left: that is no error."""
    _dress(request, handle)
    subscriber = queries.by_token(token)
    if subscriber is None:
        return _private(render(request, "newsletters/left.html"))
    with translation.override(_of(request, subscriber)):
        if request.method == "POST":
            one_click = request.POST.get("List-Unsubscribe") == "One-Click"
            subscribing.leave(subscriber, "one-click" if one_click else "link")
            return _private(render(request, "newsletters/left.html", _context(subscriber)))
        return _private(render(request, "newsletters/leave.html", _context(subscriber)))
