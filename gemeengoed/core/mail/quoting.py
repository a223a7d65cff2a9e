"""Quoted-printable (RFC 2045, section 6.7) for words with slots.

Each value stands on lines of its own between soft line breaks, so that words and values are encoded apart and
joined as they are. What comes out is 7 bit, needs no dot-stuffing (RFC 5321, section 4.5.2) and is already
in DKIM's relaxed form (RFC 6376, section 3.4.4): no line begins with a full stop, ends with a space, or
holds two spaces in a row.
"""

import re
from binascii import b2a_qp

SOFT = "=\r\n"
_LONGEST = 75
"""Characters of a line, without the `=` of the soft break."""
_ESCAPED = re.compile(rb"[^\x20-\x3c\x3e-\x7e]|(?<= ) | $")
_PLAIN = re.compile(r"(?!\.|From )(?:[!-<>-~]| (?! |$)){1,70}", re.ASCII)
_SHORT = re.compile(r"(?!\.|From )(?:[^\x00-\x20\x7f]| (?! |$)){1,70}")
"""What `b2a_qp` turns into one line of the same form, unless it becomes too long."""


def piece(words: str) -> str:
    """`words` between two slots, or at an end; it ends with a soft break unless it ends a line."""
    lines = [_line(line) for line in words.replace("\r\n", "\n").split("\n")]
    return "\r\n".join(lines) + (SOFT if lines[-1] else "")


def value(words: str) -> str:
    """`words` that fill a slot."""
    if _PLAIN.fullmatch(words):
        return words + SOFT
    if _SHORT.fullmatch(words):
        encoded = b2a_qp(words.encode(), istext=False).decode("ascii")
        if len(encoded) <= _LONGEST:
            return encoded + SOFT
    return piece(words)


def last(words: str) -> str:
    """`words` at the end of a part, which ends with a line end."""
    return piece(words if words.endswith("\n") else words + "\n")


def _line(line: str) -> str:
    encoded = _ESCAPED.sub(lambda found: b"=%02X" % found[0][0], line.encode()).decode("ascii")
    if len(encoded) <= _LONGEST:
        return _begun(encoded)
    chunks = []
    while encoded:
        end = _end(encoded)
        chunks.append(_begun(encoded[:end]))
        encoded = encoded[end:]
    return SOFT.join(chunks)


def _end(encoded: str) -> int:
    """Where the line can be broken: never inside an escape."""
    end = _LONGEST - 2  # `_begun` may add two
    if len(encoded) <= end:
        return len(encoded)
    return end - 2 if encoded[end - 2] == "=" else end - 1 if encoded[end - 1] == "=" else end


def _begun(chunk: str) -> str:
    """A line that begins with a full stop would be stuffed, one that begins with 'From ' be changed by
    mailboxes."""
    if chunk.startswith("."):
        return f"=2E{chunk[1:]}"
    return f"=46{chunk[1:]}" if chunk.startswith("From ") else chunk
