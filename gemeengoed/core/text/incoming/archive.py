"""The archive that .docx and .odt are: looked at before anything in it is read.

Nothing is ever written to disk, so the names inside can lead nowhere.
"""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import etree

from ..xml import allowed

MAX_PARTS = 2_000
MAX_TOTAL = 200_000_000
"""Bytes, unpacked; `zipfile` never reads beyond the size that a part states."""
MAX_XML = 20_000_000
"""Bytes of one XML part; a book of 400 pages has about 5 million."""
MAX_TAGS = 400_000
"""Of one XML part, opening and closing; each takes up to a kilobyte of memory while it is read."""
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Begins Word's files of before 2007 and every encrypted .docx ([MS-CFB], section 2.2)."""
ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
# OpenOffice.org 2 and 3 name the type of their manifest; without a part of its own it declares nothing.
_BARE_TYPE = re.compile(rb"<!DOCTYPE[^<>\[\]]{0,300}>")
UTF8 = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


def opened(data: bytes) -> ZipFile:
    """The archive in `data`. Raises ValidationError when it is none, or holds too much."""
    if data.startswith(COMPOUND):
        raise ValidationError(
            _(
                "This document is locked with a password, or is a .doc of before 2007. "
                "Open it, save it as .docx or .odt without a password, and choose that."
            ),
            code="encrypted",
        )
    try:
        archive = ZipFile(BytesIO(data))
    # zipfile says NotImplementedError of an archive that claims a version it does not know.
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise wrong_type() from error
    _check_size(archive.infolist())
    return archive


def wrong_type() -> ValidationError:
    return ValidationError(
        _(
            "This is not a .docx or .odt document. Save the text as one of these and choose it again."
        ),
        code="wrong-type",
    )


def broken() -> ValidationError:
    return ValidationError(
        _("The document is broken or not complete. Open it, save it anew and choose it again."),
        code="broken",
    )


def _check_size(parts: list[ZipInfo]) -> None:
    """By what the directory of the archive states; nothing is unpacked for it."""
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_TOTAL:
        raise ValidationError(
            _("The document holds far more than a text. Save it without what is embedded in it."),
            code="too-large",
        )
    if len({part.filename for part in parts}) < len(parts):
        raise broken()
    if any(part.flag_bits & 0x1 for part in parts):
        raise encrypted()


def encrypted() -> ValidationError:
    return ValidationError(
        _("This document is locked with a password. Save it without one and choose it again."),
        code="encrypted",
    )


def with_macros() -> ValidationError:
    return ValidationError(
        _(
            "This document holds macros (programs). Save it as a plain .docx or .odt, without "
            "macros, and choose that."
        ),
        code="macros",
    )


def check_xml(archive: ZipFile) -> None:
    """Refuses every part of XML that is too large or declares entities; raises ValidationError."""
    for part in archive.infolist():
        if part.filename.lower().endswith((".xml", ".rels")):
            xml(archive, part.filename)


def xml(archive: ZipFile, name: str) -> bytes:
    """The XML part `name`, without DTD and in UTF-8. Raises ValidationError."""
    part = archive.getinfo(name)
    if part.file_size > MAX_XML:
        raise too_long()
    data = read(archive, name)
    if data.count(b"<") > MAX_TAGS:
        raise too_long()
    encoding = ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    # Another encoding could hide a declaration from the look for it.
    if b"\0" in data or (encoding and encoding[1].lower() not in UTF8):
        raise broken()
    data = _BARE_TYPE.sub(b"", data, count=1)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValidationError(
            _("The document declares entities, which no word processor does. It is not read."),
            code="entities",
        )
    return data


def parsed(data: bytes) -> etree._Element:
    """The root of a part of XML that `xml` let through. Raises ValidationError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        # Some programs write characters that no XML may hold, and read them back.
        mended = allowed(data.decode("utf-8", "replace")).encode()
        if mended == data:
            raise broken() from error
    try:
        return etree.fromstring(mended, parser)
    except etree.XMLSyntaxError as error:
        raise broken() from error


def read(archive: ZipFile, name: str) -> bytes:
    """The part `name`. Raises ValidationError when it cannot be unpacked."""
    try:
        return archive.read(name)
    except Exception as error:  # zlib, lzma and bz2 each fail in ways of their own
        raise broken() from error


def too_long() -> ValidationError:
    return ValidationError(
        _("The document is too long to take over at once. Divide it into several documents."),
        code="too-large",
    )
