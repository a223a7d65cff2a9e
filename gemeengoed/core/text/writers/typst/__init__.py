"""Paper: a text as source for typst, the program that sets it.

What people wrote reaches typst only as string literals, so nothing of it is ever run.
"""

from .document import PAPERS, Files, write, write_cover

__all__ = ["PAPERS", "Files", "write", "write_cover"]
