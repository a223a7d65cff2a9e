"""The forms of a text over the API: what there is, and the files themselves."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router, Schema

from gemeengoed.core.documents.access import enter_text
from gemeengoed.core.documents.models import Document, Revision
from gemeengoed.core.people.api_auth import anybody

from . import listing
from .models import Form
from .serving import serve

router = Router(tags=["texts"])


class FormOut(Schema):
    """`pages` (without the cover) and `size` (bytes) are 0 until the form was made."""

    form: str
    media_type: str
    address: str
    pages: int
    size: int


@router.get("/commons/{handle}/texts/{pk}/forms", response=list[FormOut], auth=anybody)
def forms(request: HttpRequest, handle: str, pk: int) -> list[dict[str, Any]]:
    """The forms of what readers see of a text now. `pk` is the number (`id`) of the text."""
    document, revision = _published(request, handle, pk)
    return [
        {
            "form": one.form,
            "media_type": one.type,
            "address": settings.BASE_URL + one.address,
            "pages": one.pages,
            "size": one.size,
        }
        for one in listing.forms_of(document, revision)
    ]


@router.get("/commons/{handle}/texts/{pk}/forms/{form}", auth=anybody)
def form(
    request: HttpRequest, handle: str, pk: int, form: Form, draft: bool = False
) -> HttpResponseBase:
    """The file: 202 while it is being made, then ask again. With `draft` the newest revision, for writers;
    `paper` is a4 or a5."""
    if not draft:
        _document, revision = _published(request, handle, pk)
        return serve(request, revision, form)
    text = enter_text(request, handle, pk)
    text.require_writer()
    if text.document.head is None:
        raise Http404
    text.document.head.document = text.document
    return serve(request, text.document.head, form, current=False)


def _published(request: HttpRequest, handle: str, pk: int) -> tuple[Document, Revision]:
    document = enter_text(request, handle, pk).document
    if document.state != "published" or document.published is None:
        raise Http404
    document.published.document = document
    return document, document.published
