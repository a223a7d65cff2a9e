"""typst in a process of its own, with a clock and a bound on memory."""

from .setting import CannotSet, Set, picture, typeset

__all__ = ["CannotSet", "Set", "picture", "typeset"]
