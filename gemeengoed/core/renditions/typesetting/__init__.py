"""typst in a process of its own, with a clock and a bound on memory."""

from .setting import CannotSet, Set, pictures, typeset

__all__ = ["CannotSet", "Set", "pictures", "typeset"]
