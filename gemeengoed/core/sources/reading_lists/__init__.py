"""Reading lists as BibTeX, CSL-JSON and RIS: out, and in.

    written = write("bib", sources)             # text
    found = read(text)                          # found.entries, found.problems

What comes in is what one would type in the form of a source (see `details.tidied`), unchecked.
"""

from .formats import FORMATS, Format, NotAList, read, write

__all__ = ["FORMATS", "Format", "NotAList", "read", "write"]
