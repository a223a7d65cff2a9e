"""Pages about when a text comes out, and for who reads it before."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.documents.models import Document
from gemeengoed.core.text import licences
from gemeengoed.core.ui.not_found import NotFound

from . import releasing
from .finding import find
from .forms import EarlyReaderForm, ReleaseForm, initial_release
from .models import Publication, Release


def _at_text(
    request: HttpRequest, handle: str, slug: str, language: str
) -> tuple[Access, Publication, Document]:
    """For who may publish."""
    access = enter(request, handle)
    access.require("publications.publish")
    publication = find(access, slug)
    document = get_object_or_404(
        Document.objects.select_related("head", "published", "release"),
        work=publication.work,
        language=language,
    )
    return access, publication, document


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def release(request: HttpRequest, handle: str, slug: str, language: str) -> HttpResponse:
    """When this text comes out by itself, whether it is under embargo, and the links for early readers."""
    access, publication, document = _at_text(request, handle, slug, language)
    planned = Release.objects.filter(document=document).first()
    form = ReleaseForm(request.POST or None, initial=initial_release(planned))
    if request.method == "POST" and form.is_valid():
        try:
            embargo = form.cleaned_data["embargo"]
            releasing.schedule(document, form.moment(), access.actor, embargo=embargo)
        except ValidationError as error:
            form.add_error("day", error.messages[0])
        else:
            messages.success(request, _("It comes out by itself at that moment."))
            return redirect("publications:release", handle, slug, language)
    return _page(request, publication, document, planned, form=form)


def _page(
    request: HttpRequest,
    publication: Publication,
    document: Document,
    planned: Release | None,
    **more: object,
) -> HttpResponse:
    context = {
        "publication": publication,
        "document": document,
        "language": document.language,
        "planned": planned,
        "form": ReleaseForm(initial=initial_release(planned)),
        "reader_form": EarlyReaderForm(),
        "readers": document.early_readers.order_by("created") if planned else [],
        **more,
    }
    return render(request, "publications/release.html", context)


@require_POST
def cancel(request: HttpRequest, handle: str, slug: str, language: str) -> HttpResponse:
    _access, _publication, document = _at_text(request, handle, slug, language)
    releasing.cancel(document)
    messages.success(request, _("It no longer comes out by itself. Links for early readers ended."))
    return redirect("publications:release", handle, slug, language)


@require_POST
@never_cache
def invite(request: HttpRequest, handle: str, slug: str, language: str) -> HttpResponse:
    """Makes a link for one early reader; it is shown this once."""
    access, publication, document = _at_text(request, handle, slug, language)
    planned = Release.objects.filter(document=document).first()
    form = EarlyReaderForm(request.POST)
    if not form.is_valid():
        return _page(request, publication, document, planned, reader_form=form)
    try:
        secret = releasing.invite(document, form.cleaned_data["name"], access.actor)
    except ValidationError as error:
        form.add_error("name", error.messages[0])
        return _page(request, publication, document, planned, reader_form=form)
    address = f"{access.commons.get_absolute_url()}publications/early/{secret}/"
    made = request.build_absolute_uri(address)
    return _page(
        request, publication, document, planned, made=made, made_for=form.cleaned_data["name"]
    )


@require_POST
def end_invitation(
    request: HttpRequest, handle: str, slug: str, language: str, pk: int
) -> HttpResponse:
    _access, _publication, document = _at_text(request, handle, slug, language)
    releasing.end_invitation(document, pk)
    messages.success(request, _("That link no longer works."))
    return redirect("publications:release", handle, slug, language)


@require_safe
@never_cache
def early(request: HttpRequest, handle: str, secret: str) -> HttpResponse:
    """The text under embargo, for whoever has the link; nothing else of the commons opens with it."""
    access = enter(request, handle)
    reader = releasing.early_reader(secret)
    if reader is None or reader.document.work.commons_id != access.commons.pk:
        raise NotFound(_("This link has ended. Perhaps the text has come out since."))
    releasing.note_opened(reader)
    document = reader.document
    publication = document.work.publication
    context = {
        "publication": publication,
        "document": document,
        "revision": document.head,
        "reader": reader,
        "licence": licences.describe(document.work.licence),
    }
    response = render(request, "publications/early.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
