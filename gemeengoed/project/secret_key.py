"""The key that signs cookies and links: made once, whole or not at all."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def kept(folder: Path) -> str:
    """The key in `secret.key`, made when it is not there. Of several that begin at once one makes it."""
    path = folder / "secret.key"
    if not path.exists():
        _make(path)
    return path.read_text("ascii").strip()


def _make(path: Path) -> None:
    # A file at its name that is not whole yet would be read by whoever starts at the same moment.
    descriptor, temporary = tempfile.mkstemp(prefix=".secret-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        Path(temporary).unlink()
