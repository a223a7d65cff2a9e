"""Word (Office Open XML, ECMA-376): structure as styles, so that it can be worked on."""

from .file import write

__all__ = ["write"]
