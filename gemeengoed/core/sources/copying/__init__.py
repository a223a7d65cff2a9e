"""Getting what stands at the address of a source, made fit to keep: no script, nothing from elsewhere."""

from .obtaining import NotObtained, Obtained, obtain

__all__ = ["NotObtained", "Obtained", "obtain"]
