"""From bytes to words: transfer encodings, character sets, encoded headers and flowed lines."""

import binascii
import codecs
import quopri
import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from .mime import Part

MOST_BYTES = 2 * 1024 * 1024
"""Of one text part, before it is decoded."""
_NO_TEXT = frozenset(
    {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs"}
)
"""Codecs of Python that no mail is written in; some take a time that grows with the square."""
_LATIN = frozenset({"iso-8859-1", "latin1", "latin-1"})
"""Said of Windows' western set as often as not (WHATWG Encoding, section 4.2)."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ud800-\udfff]")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def text(raw: bytes, part: Part) -> str:
    """The words of a text part; lines end with a line feed, flowed ones are joined (RFC 3676)."""
    words = characters(content(raw, part), part.parameter("charset"))
    words = clean(words.replace("\r\n", "\n").replace("\r", "\n"))
    if part.type == "text/plain" and part.parameter("format").lower() == "flowed":
        return flowed(words, delete_space=part.parameter("delsp").lower() == "yes")
    return words


def content(raw: bytes, part: Part, most: int = MOST_BYTES) -> bytes:
    """The bytes of a part without their transfer encoding (RFC 2045, section 6), as far as they go."""
    encoded = raw[part.start : min(part.end, part.start + most)]
    encoding = part.headers.get("Content-Transfer-Encoding").strip().lower()
    if encoding == "base64":
        return _base64(encoded)
    if encoding == "quoted-printable":
        return quopri.decodestring(encoded)
    return encoded


def size(raw: bytes, part: Part) -> int:
    """How many bytes a part has, counted without decoding or copying it: exact for base64 in lines, else as
    many as are on the way."""
    length = part.end - part.start
    if part.headers.get("Content-Transfer-Encoding").strip().lower() != "base64":
        return length
    others = sum(raw.count(one, part.start, part.end) for one in (b"\r", b"\n", b" ", b"="))
    return (length - others) * 3 // 4


def _base64(encoded: bytes) -> bytes:
    letters = _NOT_BASE64.sub(b"", encoded)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def characters(content: bytes, charset: str) -> str:
    """In the character set that is said; where that cannot be, UTF-8, else Windows' western one."""
    said = charset.strip().strip("'\"")
    for name in ("cp1252" if said.lower() in _LATIN else said, "utf-8"):
        try:
            if name and _is_text(name):
                return content.decode(name)
        except (UnicodeError, LookupError, ValueError):
            continue
    fits_mostly = said.lower() not in ("", "us-ascii", "ascii", "utf-8") and _is_text(said)
    return content.decode(said if fits_mostly else "cp1252", "replace")


def _is_text(name: str) -> bool:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return False
    return found.name.replace("-", "_") not in _NO_TEXT and getattr(
        found, "_is_text_encoding", True
    )


def clean(words: str) -> str:
    """Without control characters and halves of characters, which no database takes."""
    return _CONTROLS.sub("", words)


def header(value: str, most: int) -> str:
    """A header's words, decoded (RFC 2047), on one line, at most so many characters."""
    try:
        decoded = str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError, UnicodeError):
        decoded = value
    return " ".join(clean(decoded).split())[:most]


def flowed(words: str, *, delete_space: bool) -> str:
    """Lines that end with a space go on in the next one with as many '>' (RFC 3676, section 4)."""
    lines: list[list[str]] = []  # of pieces, since joining one by one copies what was joined before
    depth_before, goes_on = -1, False
    for line in words.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        said = line[depth:].removeprefix(" ")
        if not (goes_on and depth == depth_before and said != "-- "):
            lines.append([">" * depth + (" " if depth else "")])
        goes_on, depth_before = said.endswith(" ") and said != "-- ", depth
        lines[-1].append(said[:-1] if goes_on and delete_space else said)
    return "\n".join("".join(pieces) for pieces in lines)
