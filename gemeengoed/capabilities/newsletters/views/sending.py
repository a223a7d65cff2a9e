"""Sending a letter: what to look at first, who approves, when it goes, and who got it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gemeengoed.core.commons.access import Access, enter, require_person
from gemeengoed.core.mail import standing
from gemeengoed.core.mail.models import Copy, CopyState
from gemeengoed.core.ui.saving import saved

from .. import checking
from ..finding import find, find_text
from ..models import Letter, LetterState
from ..progress import progress_of
from ..queries import letters as queries
from ..queries import subscribers
from ..services import approving, link_checks, sending, writing
from ..services.arranging import settings_of
from ..spreadsheet import download
from ..templatetags.newsletters import reason
from ..writing_forms import ScheduleForm

PER_PAGE = 100
ENDED = (LetterState.SENT, LetterState.CANCELLED)


def _sender(request: HttpRequest, handle: str) -> Access:
    access = enter(request, handle)
    access.require("newsletters.send")
    return access


@require_safe
@never_cache
def send(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    access = _sender(request, handle)
    return _page(request, access, find(access, slug), ScheduleForm())


def _page(request: HttpRequest, access: Access, letter: Letter, form: ScheduleForm) -> HttpResponse:
    is_open = letter.state in writing.OPEN
    needs_approval = settings_of(access.commons).needs_approval
    tally = None if is_open else queries.tally_of(letter)
    refusals = [] if is_open else queries.refusals(letter)
    chosen = set(letter.topics.values_list("pk", flat=True))
    context = {
        "letter": letter,
        "texts": queries.texts(letter),
        "is_open": is_open,
        "findings": checking.of_letter(letter) if is_open else [],
        "form": form,
        "needs_approval": needs_approval,
        "edition": approving.edition(letter) if is_open and needs_approval else "",
        "mine": letter.author_id == access.actor.pk,
        "readers": subscribers.who_get(access.commons, list(chosen)).count() if is_open else 0,
        "topics": [(one, one.pk in chosen) for one in subscribers.topics(access.commons)],
        "standing": None if letter.state in ENDED else standing.now(),
        "refusals": refusals,
        "tally": tally,
        "progress": progress_of(letter.state, tally, len(refusals)) if tally else None,
    }
    return render(request, "newsletters/send.html", context, status=422 if form.is_bound else 200)


@require_POST
def schedule(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    access = _sender(request, handle)
    letter = find(access, slug)
    form = ScheduleForm(request.POST)
    if saved(form, lambda: sending.schedule(letter, access.actor, form.cleaned_data["goes_out"])):
        messages.success(request, _("It goes out."))
        return redirect("newsletters:send", handle, slug)
    letter.refresh_from_db()
    letter.commons = access.commons
    return _page(request, access, letter, form)


Act = Callable[[HttpRequest, Access, Letter], object]
ACTS: dict[str, Act] = {
    "approve": lambda request, access, letter: approving.approve(
        letter, access.actor, request.POST.get("edition", "")
    ),
    "unschedule": lambda request, access, letter: sending.unschedule(letter),
    "pause": lambda request, access, letter: sending.pause(letter),
    "resume": lambda request, access, letter: sending.resume(letter),
    "cancel": lambda request, access, letter: sending.cancel_rest(letter, access.actor),
    "check-links": lambda request, access, letter: link_checks.ask(letter),
    "topics": lambda request, access, letter: writing.set_topics(
        letter,
        [int(pk) for pk in request.POST.getlist("topics") if pk.isdecimal() and len(pk) < 10],
        access.actor,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def act(request: HttpRequest, handle: str, slug: str, verb: str) -> HttpResponse:
    """One of `ACTS`; what cannot be done now is told on the page of the letter. A GET asks once more whether
    to stop, after which nothing goes on."""
    access = _sender(request, handle)
    letter = find(access, slug)
    if verb not in ACTS or (request.method != "POST" and verb != "cancel"):
        raise Http404
    if request.method != "POST":
        return _sure(request, letter)
    try:
        ACTS[verb](request, access, letter)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Done."))
    return redirect("newsletters:send", handle, slug)


def _sure(request: HttpRequest, letter: Letter) -> HttpResponse:
    context = {
        "heading": _("Stop this letter?"),
        "text": _(
            "Who has not got it yet, does not get it. This cannot be undone. To wait, choose Pause."
        ),
        "action_label": _("Stop: the rest does not get it"),
        "danger": True,
        "cancel_url": f"{letter.get_absolute_url()}send/",
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def test(request: HttpRequest, handle: str, slug: str, language: str) -> HttpResponse:
    """The letter to the editor's own address."""
    access = _sender(request, handle)
    text = find_text(access, slug, language)
    person = require_person(request)
    try:
        sending.test(text, person)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("The test goes to %(address)s.") % {"address": person.email})
    return redirect("newsletters:preview", handle, slug, language)


def _accounted(request: HttpRequest, handle: str, slug: str) -> tuple[Letter, str, str]:
    """The letter, and the state and the words (of an address) that are asked for."""
    access = _sender(request, handle)
    access.require("newsletters.list")
    state = request.GET.get("state", "")
    if state not in ("", queries.DOUBLED, *CopyState.values):
        raise Http404
    return find(access, slug), state, request.GET.get("find", "").strip()


@require_safe
@never_cache
def copies(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """Who got it, who did not and why: one row a subscriber; at `?state=` those in one state, `doubled` those
    who may have got it twice, at `?find=` those with these words in their address."""
    letter, state, words = _accounted(request, handle, slug)
    rows = queries.copies_of(letter, state, words)
    context = {
        "letter": letter,
        "texts": queries.texts(letter),
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "words": words,
        "tally": queries.tally_of(letter),
    }
    return render(request, "newsletters/copies.html", context)


@require_safe
@never_cache
def copies_csv(request: HttpRequest, handle: str, slug: str) -> StreamingHttpResponse:
    """The same as CSV, all of it."""
    letter, state, words = _accounted(request, handle, slug)
    columns = ("address", "language", "state", "sent", "answer", "perhaps_twice", "attempts")
    rows = queries.copies_of(letter, state, words)
    return download(letter.slug, columns, map(_row, rows.iterator(chunk_size=2000)))


def _row(copy: Copy) -> tuple[object, ...]:
    language = copy.mailing.reference.rpartition(":")[2]
    said = (copy.state, copy.sent, reason(copy.answer))
    return (copy.recipient, language, *said, "yes" if copy.doubts else "", copy.attempts)
