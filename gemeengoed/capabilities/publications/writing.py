"""Pages for editors of publications."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gemeengoed.core.commons.access import Access, enter, require_person
from gemeengoed.core.documents import bringing, editing, readings, rendering, sourcing
from gemeengoed.core.documents.forms import (
    DetailsForm,
    WithdrawForm,
    initial_details,
)
from gemeengoed.core.documents.models import Document, DocumentState
from gemeengoed.core.registry import Audience
from gemeengoed.core.text import licences
from gemeengoed.core.ui import keep

from . import services
from .finding import find
from .forms import NewForm, PlaceForm, SeriesForm, initial_place
from .models import Kind, Publication

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _editor(request: HttpRequest, handle: str, act: str = "publications.write") -> Access:
    access = enter(request, handle)
    access.require(act)
    return access


def _document(publication: Publication, language: str) -> Document:
    return get_object_or_404(
        Document.objects.select_related("head", "published"),
        work=publication.work,
        language=language,
    )


@get_or_post
def new(request: HttpRequest, handle: str) -> HttpResponse:
    access = _editor(request, handle)
    initial = {"language": get_language(), "kind": Kind.ARTICLE}
    form = NewForm(
        request.POST or None, request.FILES or None, commons=access.commons, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        publication = services.begin(
            access.commons,
            fields["kind"],
            fields["language"],
            fields["title"],
            access.actor,
        )
        if fields["document"]:
            return _begin_with(request, access, publication, fields)
        return redirect(f"{publication.get_absolute_url()}{fields['language']}/write/")
    return render(request, "publications/new.html", {"form": form})


def _begin_with(
    request: HttpRequest, access: Access, publication: Publication, fields: dict[str, Any]
) -> HttpResponse:
    """On to the writing page with the document that was chosen: kept for this person, not saved yet."""
    language = fields["language"]
    brought = bringing.as_draft(
        publication.work, language, access.actor, fields["title"], fields["document"]
    )
    for sentence in filter(None, [*brought.told, brought.to_do]):
        messages.warning(request, sentence)
    messages.info(request, _("The document stands in the text. Look it over, then save."))
    return redirect(f"{publication.get_absolute_url()}{language}/write/?draft=1")


@get_or_post
def new_series(request: HttpRequest, handle: str) -> HttpResponse:
    access = _editor(request, handle)
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        title = form.title()
        try:
            series = services.create_series(
                access.commons,
                slugify(next(iter(title.values()))),
                title,
                form.cleaned_data["total"] or 0,
            )
        except ValidationError as error:
            form.add_error(None, error.messages[0])
        else:
            return redirect("publications:series", handle, series.slug)
    return render(request, "publications/new_series.html", {"form": form})


@get_or_post
def write(request: HttpRequest, handle: str, slug: str, language: str) -> HttpResponse:
    """Saving keeps a draft; `publish` in the same form goes on to the question whether to publish."""
    access = _editor(request, handle)
    publication = find(access, slug)
    if request.method != "POST":
        return _writing_page(
            request,
            publication,
            language,
            editing.begin(publication.work, language, access.actor, request.GET),
        )
    if "go_on" in request.POST:
        typed = editing.retyped(request, publication.work, language, access.actor)
        return _writing_page(request, publication, language, typed)
    if "bring" in request.POST:
        return _bring(request, access, publication, language)
    writing = editing.write(request, publication.work, language, access.actor)
    if writing.saved is None:
        status = 200 if writing.picture_added else 422
        return _writing_page(request, publication, language, writing, status)
    keep.saved(request, editing.told(writing.saved), editing.kept_as(publication.work, language))
    page = "publish" if "publish" in request.POST else "write"
    return redirect(f"publications:{page}", handle, slug, language)


def _bring(
    request: HttpRequest, access: Access, publication: Publication, language: str
) -> HttpResponse:
    """The form again, with a .docx or .odt behind what was typed; nothing is saved yet."""
    typed = {name: value for name, value in request.POST.items() if name != "bring"}
    upload = request.FILES.get("document")
    brought = bringing.into_form(publication.work, upload, access.actor, typed)
    writing = editing.retyped_as(publication.work, language, access.actor, typed)
    status = 422 if brought.failed else 200
    return _writing_page(request, publication, language, writing, status, brought)


def _writing_page(
    request: HttpRequest,
    publication: Publication,
    language: str,
    writing: editing.Writing,
    status: int = 200,
    brought: bringing.Brought | None = None,
) -> HttpResponse:
    context = {
        "publication": publication,
        "language": language,
        "writing": writing,
        "brought": brought,
        "texts": f"/@{publication.work.commons.handle}/texts/",
    }
    return render(request, "publications/write.html", context, status=status)


@require_POST
def preview(request: HttpRequest, handle: str, slug: str, language: str) -> HttpResponse:
    """What is typed now, as readers would see it; nothing is stored and the form comes along."""
    access = _editor(request, handle)
    publication = find(access, slug)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    rendered = rendering.rendered(publication.work, language, text)
    context = {
        "publication": publication,
        "language": language,
        "rendered": rendered,
        "readings": readings.of(rendered.html, rendered.words, language),
        "writing": editing.retyped(request, publication.work, language, access.actor),
    }
    return render(request, "publications/preview.html", context)


@get_or_post
def publish(request: HttpRequest, handle: str, slug: str, language: str) -> HttpResponse:
    """GET asks, POST does."""
    access = _editor(request, handle, "publications.publish")
    publication = find(access, slug)
    document = _document(publication, language)
    head = document.head
    context = {
        "publication": publication,
        "document": document,
        "language": language,
        "readings": head and readings.of(head.html, head.words, language),
    }
    if request.method != "POST":
        return render(request, "publications/publish.html", context)
    try:
        revision = services.publish(publication, document, access.actor)
    except ValidationError as error:
        refused = {**context, "refused": error.messages}
        return render(request, "publications/publish.html", refused, status=422)
    messages.success(
        request, _("Published: this is version %(version)s.") % {"version": revision.version}
    )
    return redirect("publications:in_language", handle, slug, language)


@get_or_post
def withdraw(request: HttpRequest, handle: str, slug: str, language: str) -> HttpResponse:
    access = _editor(request, handle, "publications.withdraw")
    publication = find(access, slug)
    document = _document(publication, language)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw(publication, document, access.actor, form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Withdrawn. Readers see your reason in its place."))
            return redirect(publication.get_absolute_url())
    context = {
        "publication": publication,
        "document": document,
        "form": form,
        "can": document.state == DocumentState.PUBLISHED,
    }
    return render(request, "publications/withdraw.html", context)


@get_or_post
def details(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """Kind, series, licence, audience, questions, on behalf of."""
    access = _editor(request, handle)
    publication = find(access, slug)
    posted = request.POST or None
    place = PlaceForm(posted, commons=access.commons, initial=initial_place(publication))
    form = DetailsForm(
        posted,
        commons=access.commons,
        person=require_person(request),
        work=publication.work,
        initial=initial_details(publication.work),
    )
    if request.method == "POST" and place.is_valid() and form.is_valid():
        try:
            _set_details(publication, access, place, form)
        except ValidationError as error:
            signing = "on_behalf_of" in getattr(error, "error_dict", {})
            (form if signing else place).add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("publications:details", handle, slug)
    context = {
        "publication": publication,
        "place": place,
        "form": form,
        "licences": licences.COMMON,
    }
    return render(request, "publications/details.html", context)


@transaction.atomic
def _set_details(
    publication: Publication, access: Access, place: PlaceForm, form: DetailsForm
) -> None:
    services.arrange(
        publication,
        access.actor,
        kind=place.cleaned_data["kind"],
        series=place.cleaned_data["series"],
        number=place.cleaned_data["number"],
    )
    fields = form.cleaned_data
    services.set_details(
        publication,
        access.actor,
        licence=fields["licence"],
        audience=Audience(fields["audience"]),
        questions=fields["questions"],
        on_behalf_of=fields["on_behalf_of"],
    )


@get_or_post
def sources(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    access = _editor(request, handle)
    publication = find(access, slug)
    page = sourcing.page(request, access, publication.work)
    if page.chosen is not None:
        services.cite(publication, page.chosen, access.actor)
        messages.success(request, _("Saved."))
        return redirect("publications:sources", handle, slug)
    context = {"publication": publication, "page": page}
    status = 422 if page.form.errors else 200
    return render(request, "publications/sources.html", context, status=status)
