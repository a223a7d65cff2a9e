"""`/@<handle>/texts/<id>/review/`, `/@<handle>/reviews/`, and the rules of a commons."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gemeengoed.core.commons.access import enter
from gemeengoed.core.commons.views.settings import allowed, save, show
from gemeengoed.core.documents.access import TextAccess, enter_text
from gemeengoed.core.documents.models import Document
from gemeengoed.core.ui.saving import saved

from .. import queries, showing
from ..forms import AnswerForm, AskForm, RulesForm, initial_rules
from ..models import Review
from ..services import reviews, rules, telling

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _reviewing(request: HttpRequest, handle: str, pk: int) -> TextAccess:
    text = enter_text(request, handle, pk)
    text.access.require("discussion.review")
    text.require_writer()
    text.document.work.commons = text.access.commons
    if text.document.head is None:
        raise Http404
    return text


def _waiting(document: Document) -> Review | None:
    head = document.head.number if document.head else 0
    return queries.reviews(document).filter(revision=head, approved__isnull=True).first()


@get_or_post
@never_cache
def review(request: HttpRequest, handle: str, pk: int) -> HttpResponse:
    """What became of reviews of this text; POST asks for one of the newest revision."""
    text = _reviewing(request, handle, pk)
    writers = queries.writers_of_changes(text.document)
    people = telling.writers(text.document).exclude(actor__in=writers)
    people = people.exclude(actor=text.access.actor).order_by("actor__name")
    form = AskForm(request.POST if request.method == "POST" else None, reviewers=list(people))
    if request.method == "POST" and saved(form, lambda: _ask(text, form)):
        messages.success(request, _("Asked. You hear of the answer."))
        return redirect("discussion:review", handle, pk)
    return _page(request, text, form, _answer_form(request, text))


def _ask(text: TextAccess, form: AskForm) -> object:
    chosen = form.chosen()
    of = chosen.actor if chosen else None
    return reviews.ask(text.document, text.access.actor, of, form.cleaned_data["words"])


def _answer_form(request: HttpRequest, text: TextAccess) -> AnswerForm | None:
    """For who may answer what is asked now."""
    asked, me = _waiting(text.document), text.access.actor
    mine = asked is not None and asked.of_id in (None, me.pk)
    return AnswerForm() if mine and me.pk not in queries.writers_of_changes(text.document) else None


def _page(
    request: HttpRequest, text: TextAccess, form: AskForm, answer: AnswerForm | None
) -> HttpResponse:
    document = text.document
    earlier = queries.reviews(document).filter(approved__isnull=False)
    bound = form.is_bound or bool(answer and answer.is_bound)
    seen = document.published_id == document.head_id and document.state == "published"
    context = {
        "document": document,
        "rules": queries.rules_of(text.access.commons),
        "waiting": _waiting(document),
        "approved": reviews.is_approved(document),
        "wrote": text.access.actor.pk in queries.writers_of_changes(document),
        "nothing_new": seen,
        "page_obj": Paginator(earlier, 20).get_page(request.GET.get("page")),
        "form": form,
        "answer": answer,
        "changes": "" if seen else _changes(document),
        "discussion": telling.page_of(document),
        "text_address": f"{document.work.uri}{document.language}/",
    }
    return render(request, "discussion/review.html", context, status=422 if bound else 200)


def _changes(document: Document) -> str:
    """From what readers see to the newest revision; nothing for a text that never was published."""
    if document.published is None or document.head is None:
        return ""
    return showing.differ(document.published.text, document.head.text)


@require_POST
def answer(request: HttpRequest, handle: str, pk: int, review: int) -> HttpResponse:
    text = _reviewing(request, handle, pk)
    asked = get_object_or_404(queries.reviews(text.document), pk=review)
    asked.document = text.document
    form = AnswerForm(request.POST)
    if saved(form, lambda: _answer(text, asked, form)):
        told = _("Approved.") if form.cleaned_data["approve"] else _("Your words are passed on.")
        messages.success(request, told)
        return redirect("discussion:review", handle, pk)
    return _page(request, text, AskForm(reviewers=[]), form)


def _answer(text: TextAccess, asked: Review, form: AnswerForm) -> object:
    fields = form.cleaned_data
    return reviews.answer(asked, text.access.actor, approve=fields["approve"], text=fields["text"])


@require_POST
def withdraw(request: HttpRequest, handle: str, pk: int, review: int) -> HttpResponse:
    """Whoever may write the text can end a question that nobody answered."""
    text = _reviewing(request, handle, pk)
    asked = get_object_or_404(queries.reviews(text.document), pk=review)
    asked.document = text.document
    try:
        reviews.withdraw(asked, text.access.actor)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("The question is taken back."))
    return redirect("discussion:review", handle, pk)


@never_cache
def waiting(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@<handle>/reviews/`: what waits for me."""
    access = enter(request, handle)
    access.require("discussion.review")
    rows = queries.waiting_reviews(access.commons, access.actor)
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    return render(request, "discussion/waiting.html", {"page_obj": page})


@get_or_post
def settings(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@<handle>/settings/discussion/`"""
    access, person = allowed(request, handle, "discussion.settings")
    initial = initial_rules(queries.rules_of(access.commons))
    form = RulesForm(request.POST if request.method == "POST" else None, initial=initial)
    if save(request, form, lambda: rules.change(access.commons, person.actor, **form.cleaned_data)):
        return redirect("discussion:settings", handle)
    context = {"form": form, "title": _("Discussion")}
    return show(request, "discussion:settings", "form", context)
