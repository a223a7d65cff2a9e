"""What `gemeengoed demo` and `serve --demo` call."""

from .build import build


def fill() -> None:
    """Fills the demonstration; see `build.build`."""
    build()
