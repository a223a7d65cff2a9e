"""The one page of its own: the PDF of what is being written."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from gemeengoed.core.documents.access import enter_text

from .models import Form
from .serving import serve


@require_safe
def draft(request: HttpRequest, handle: str, pk: int) -> HttpResponseBase:
    """The PDF of the newest revision, for who writes it."""
    text = enter_text(request, handle, pk)
    text.require_writer()
    head = text.document.head
    if head is None:
        raise Http404
    head.document = text.document
    return serve(request, head, Form.PDF, current=False)
