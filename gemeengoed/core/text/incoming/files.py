"""A document that comes in as a file: which kind it is, and on to Markdown."""

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from ..markdown import MAX_BYTES
from . import archive, docx, odt
from .converting import convert
from .model import Context, Incoming

MAX_FILE = 25_000_000
"""Bytes."""


def read_file(upload: File) -> Incoming:
    """The text of a .docx or .odt. Its content decides which it is; name and stated type do not.

    Raises ValidationError that says what to do: another type, macros, a password, too large, broken,
    more text than can be saved.
    It takes up to some seconds: call it outside of a transaction.
    """
    data = _bytes(upload)
    parts = archive.opened(data)
    context = Context()
    if docx.is_docx(parts):
        html = docx.html(parts, context)
    elif odt.is_odt(parts):
        html = odt.html(parts, context)
    else:
        raise archive.wrong_type()
    incoming = convert(html, context)
    if len(incoming.markdown.encode()) > MAX_BYTES:
        raise archive.too_long()
    if not incoming.markdown.strip() and not incoming.title:
        words = [_("There is no text in this document."), *incoming.left_out]
        raise ValidationError(" ".join(words), code="empty")
    return incoming


def _bytes(upload: File) -> bytes:
    upload.seek(0)
    data = upload.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise ValidationError(
            _(
                "The document is larger than 25 MB. Make its pictures smaller, or bring them one by one."
            ),
            code="too-large",
        )
    if not data:
        raise ValidationError(_("The file is empty. Choose it again."), code="empty")
    return bytes(data)
