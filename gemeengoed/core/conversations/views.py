"""`/@<handle>/inbox/` for editors, and the page on which somebody says whether an exchange may be read."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gemeengoed.core import registry
from gemeengoed.core.actors.kept_pages import kept_for_readers
from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.ui import keep
from gemeengoed.core.ui.saving import saved

from . import about_questions, notes, queries, thread
from .forms import AboutForm, AnswerForm, ConsentForm
from .models import Consent, Conversation, ConversationState, Message
from .on_servers import can_be_shown
from .services import answering, publishing
from .services.acts import ACTS, on_message

PER_PAGE = 30


def _inside(request: HttpRequest, handle: str, pk: int) -> tuple[Access, Conversation]:
    access = enter(request, handle)
    access.require("conversations.read")
    conversation = get_object_or_404(Conversation, commons=access.commons, pk=pk)
    conversation.commons = access.commons
    return access, conversation


@require_safe
@never_cache
def inbox(request: HttpRequest, handle: str) -> HttpResponse:
    """What waits for an answer, the longest first; the other states at `?state=`."""
    access = enter(request, handle)
    access.require("conversations.read")
    state = request.GET.get("state", ConversationState.OPEN)
    if state not in ConversationState.values:
        raise Http404
    page = Paginator(queries.listed(access.commons, state), PER_PAGE).get_page(
        request.GET.get("page")
    )
    found = queries.counts(access.commons)
    context = {
        "page_obj": page,
        "state": state,
        "states": [
            (value, label, found.get(value, 0)) for value, label in ConversationState.choices
        ],
    }
    return render(request, "conversations/inbox.html", context)


@require_safe
@never_cache
def conversation(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    return _page(request, *_inside(request, handle, pk))


def _page(
    request: HttpRequest,
    access: Access,
    conversation: Conversation,
    answer: AnswerForm | None = None,
    about: AboutForm | None = None,
) -> HttpResponse:
    bound = answer is not None or about is not None
    said = queries.messages(conversation)
    answerable = queries.answerable(conversation) if conversation.correspondent_id else []
    may = access.may("conversations.answer") and bool(conversation.address or answerable)
    context = {
        "conversation": conversation,
        "title": queries.title_of(conversation),
        "said": said,
        "showable": {one.pk for one in answerable if _is_showable(conversation, one)},
        "may": access.may("conversations.answer"),
        "form": (answer or _empty(conversation, said, answerable)) if may else None,
        "about_form": about or AboutForm(initial={"about": conversation.about}),
    }
    return render(request, "conversations/conversation.html", context, status=422 if bound else 200)


def _is_showable(conversation: Conversation, message: Message) -> bool:
    return message.remote is not None and can_be_shown(conversation, message.remote)


def _empty(
    conversation: Conversation, said: list[Message], answerable: list[Message]
) -> AnswerForm:
    last = max((message.pk for message in said), default=None)
    return AnswerForm(keep_as=_kept(conversation), answerable=answerable, initial={"seen": last})


def _kept(conversation: Conversation) -> str:
    return f"conversations/{conversation.pk}"


@require_POST
def answer(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    access, conversation = _inside(request, handle, pk)
    access.require("conversations.answer")
    answerable = queries.answerable(conversation) if conversation.correspondent_id else []
    form = AnswerForm(request.POST, keep_as=_kept(conversation), answerable=answerable)
    words = form.data.get("words", "")
    seen, to = (_number(form.data.get(name, "")) for name in ("seen", "to"))
    if saved(form, lambda: answering.answer(conversation, access.actor, words, seen, to)):
        keep.saved(request, _("Your answer is on its way."), _kept(conversation))
        if conversation.state == ConversationState.OPEN:
            messages.warning(
                request,
                _(
                    "Another message came in the meantime, which you had not seen. It waits for an answer."
                ),
            )
        return redirect("conversations:conversation", handle, pk)
    return _page(request, access, conversation, answer=form)


def _number(typed: str) -> int | None:
    return int(typed) if re.fullmatch("[0-9]{1,18}", typed) else None


@require_POST
def about(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    access, conversation = _inside(request, handle, pk)
    access.require("conversations.answer")
    form = AboutForm(request.POST)
    if saved(form, lambda: answering.tie(conversation, form.cleaned_data["about"].strip())):
        messages.success(request, _("Saved."))
        return redirect("conversations:conversation", handle, pk)
    return _page(request, access, conversation, about=form)


@require_POST
def act(request: HttpRequest, handle: str, pk: int, verb: str) -> HttpResponse:
    """One of `ACTS`; what cannot be done now is told on the page of the conversation."""
    access, conversation = _inside(request, handle, pk)
    access.require("conversations.answer")
    if verb not in ACTS:
        raise Http404
    try:
        ACTS[verb](conversation, access.actor)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Done."))
    return redirect("conversations:conversation", handle, pk)


@require_POST
def act_on(request: HttpRequest, handle: str, pk: int, number: int, verb: str) -> HttpResponse:
    """Shows one message from another server, or not (any more)."""
    access, conversation = _inside(request, handle, pk)
    access.require("conversations.answer")
    message = get_object_or_404(queries.with_remote(conversation), pk=number)
    message.conversation = conversation
    version, further = request.POST.get("version", ""), request.POST.get("further") == "on"
    try:
        if not on_message(message, access.actor, verb, version=version, further=further):
            raise Http404
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Done."))
    return redirect(f"{conversation.get_absolute_url()}#m{number}")


@require_safe
@kept_for_readers
def given(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    """What an editor answered to somebody on another server: where it is read, or by itself. Other servers
    get it as a Note at the same address."""
    access = enter(request, handle)
    message = notes.public_at(access.commons.handle, pk)
    if message is None:
        raise Http404
    about = message.conversation.about
    if about and thread.shown().filter(pk=pk).exists() and _is_public(access, about):
        return redirect(f"{about}#m{pk}")
    return render(request, "conversations/given.html", {"message": message})


def _is_public(access: Access, about: str) -> bool:
    standing = registry.stands_at([about], access.commons.language).get(about)
    return standing is not None and standing.audience == registry.Audience.PUBLIC


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def consent(request: HttpRequest, handle: str, token: str) -> HttpResponse:
    """For who has the link of the mail: the exchange, and whether others may read it. The token is the proof:
    with 'no-referrer' a browser sends `Origin: null`, which the check of cookies refuses."""
    access = enter(request, handle)
    found = Conversation.objects.exclude(consent=Consent.NONE)
    conversation = get_object_or_404(found, commons=access.commons, consent_token=token)
    conversation.commons = access.commons
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["given"]
        publishing.consent(conversation, given=said != "no", named=said == "named")
        conversation.refresh_from_db()
        conversation.commons = access.commons
    context = {
        "conversation": conversation,
        "said": queries.asked_about(conversation),
        "form": form,
        "done": request.method == "POST" and form.is_valid(),
    }
    status = 422 if form.errors else 200
    answer = render(request, "conversations/consent.html", context, status=status)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@require_safe
@kept_for_readers
def exchange(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    """One that is published about a question; others are read with what they are about, by who may see it."""
    access = enter(request, handle)
    conversation = get_object_or_404(about_questions.readable(access.commons), pk=pk)
    is_thread = conversation.correspondent_id is not None
    context = {
        "conversation": conversation,
        "threads": thread.threads_of(thread.shown().filter(conversation=pk)) if is_thread else None,
    }
    return render(request, "conversations/exchange.html", context)
