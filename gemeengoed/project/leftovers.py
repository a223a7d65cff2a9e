"""Half a backup that a killed process left beside the good ones: it goes at the next backup."""

import os
import re
import shutil
from pathlib import Path

_NAME = re.compile(r"\.gemeengoed-backup-(\d+)-.+")


def prefix() -> str:
    """How everything begins that this process makes and takes away again."""
    return f".gemeengoed-backup-{os.getpid()}-"


def remove(folder: Path) -> None:
    """Removes what processes left that are no more; of one that still runs it stays."""
    for path in folder.glob(".gemeengoed-backup-*"):
        found = _NAME.fullmatch(path.name)
        if found and not _is_alive(int(found[1])):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # of another user
        return True
    return True
