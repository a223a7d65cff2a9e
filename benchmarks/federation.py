"""What comes in from other servers and what goes out to them, in one run."""

from . import federation_in, federation_out
from .rows import Row


def run(*, quick: bool) -> list[Row]:
    return [*federation_in.run(quick=quick), *federation_out.run(quick=quick)]
