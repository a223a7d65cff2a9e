"""OpenDocument text (ODF 1.3, ISO/IEC 26300): structure as styles, so that it can be worked on."""

from .file import write

__all__ = ["write"]
