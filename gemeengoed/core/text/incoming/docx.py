"""Word's .docx: mammoth makes HTML of it, which goes the way of all foreign HTML."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import mammoth
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import archive
from .model import SCHEME, Context

STYLES = """
p[style-name='Title'] => p.document-title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Table'] => p.caption:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
p[style-name='TOC Heading'] => !
p[style-name='toc 1'] => !
p[style-name='toc 2'] => !
p[style-name='toc 3'] => !
p[style-name='toc 4'] => !
p[style-name='Contents 1'] => !
p[style-name='Contents 2'] => !
p[style-name='Contents 3'] => !
p[style-name='Contents Heading'] => !
r[style-name='Strong'] => strong
r[style-name='Emphasis'] => em
r[style-name='Source Text'] => code
strike => s
"""
DOCUMENT = "word/document.xml"
TRACKED = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)[ >]")
CONTENTS = re.compile(rb'w:val="(?:TOC1|Contents1|Inhopg1)"', re.IGNORECASE)


def is_docx(parts: ZipFile) -> bool:
    return "[Content_Types].xml" in parts.namelist() and DOCUMENT in parts.namelist()


def html(data: bytes, parts: ZipFile, context: Context) -> str:
    """The HTML of the document; its pictures go to `context.stored`. Raises ValidationError."""
    _check_macros(parts)
    archive.check_xml(parts)
    document = archive.xml(parts, DOCUMENT)
    context.left_out["tracked"] += len(TRACKED.findall(document))
    context.left_out["contents"] += bool(CONTENTS.search(document))
    context.left_out["formulas"] += document.count(b"<m:oMath>")
    context.left_out["drawings"] += document.count(b"<c:chart ") + document.count(b"<wpc:wpc")
    if "word/comments.xml" in parts.namelist():
        remarks = archive.xml(parts, "word/comments.xml")
        context.left_out["remarks"] += remarks.count(b"<w:comment ")
    try:
        return str(
            mammoth.convert_to_html(
                BytesIO(data),
                style_map=STYLES,
                include_embedded_style_map=False,
                convert_image=mammoth.images.img_element(_keeper(context)),
            ).value
        )
    except ValidationError:
        raise
    except Exception as error:  # whatever a broken document makes mammoth stumble over
        raise archive.broken() from error


def _check_macros(parts: ZipFile) -> None:
    macros = any(name.lower().rpartition("/")[2] == "vbaproject.bin" for name in parts.namelist())
    if macros or b"macroEnabled" in archive.xml(parts, "[Content_Types].xml"):
        raise with_macros()


def with_macros() -> ValidationError:
    return ValidationError(
        _(
            "This document holds macros (programs). Save it as a plain .docx or .odt, without "
            "macros, and choose that."
        ),
        code="macros",
    )


def _keeper(context: Context) -> Any:
    def keep(image: Any) -> dict[str, str]:
        """mammoth adds the alternative text itself."""
        number = len(context.stored) + 1
        try:
            with image.open() as file:
                context.stored[number] = (file.read(), image.content_type or "", "")
        except Exception:  # linked to a file elsewhere, or not there
            context.left_out["unreadable"] += 1
            return {"src": ""}
        return {"src": f"{SCHEME}{number}"}

    return keep
