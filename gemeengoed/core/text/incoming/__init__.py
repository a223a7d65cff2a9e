"""Foreign documents to our Markdown: HTML of a word processor or a web page, .docx and .odt.

    incoming = incoming.convert(html)
    incoming.markdown, incoming.title, incoming.pictures, incoming.left_out
    incoming = incoming.read_file(upload)

A picture stands in the Markdown as `![alt](picture:3)`, where 3 is its number in `pictures`; the caller
stores it and puts its own address there. Everything is bounded in size, depth and time and raises
ValidationError, with what to do, beyond that.
"""

from .converting import MAX_HTML, convert, too_large
from .files import MAX_FILE, read_file
from .model import MAX_PICTURES, SCHEME, Incoming, Picture

__all__ = [
    "MAX_FILE",
    "MAX_HTML",
    "MAX_PICTURES",
    "SCHEME",
    "Incoming",
    "Picture",
    "convert",
    "read_file",
    "too_large",
]
