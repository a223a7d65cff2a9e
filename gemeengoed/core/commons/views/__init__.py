"""Pages of a commons."""

from .front import home, programme

__all__ = ["home", "programme"]
