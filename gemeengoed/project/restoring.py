"""Putting a restored data folder in the place of the present one: all or nothing.

What was there is set aside by renaming, what is new is renamed into its place, and `swapping` says that
this is going on. Whoever finds that file puts back what was set aside. One file system is needed.
"""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from .data_folder import BESIDE, fsync_folder

WORKPLACE = ".restore"
# The queue is left out on purpose: the sweeps find again what it would wake.
NAMES = (
    *(f"gemeengoed.sqlite3{end}" for end in ("", "-wal", "-shm")),
    *(f"queue.sqlite3{end}" for end in ("", "-wal", "-shm")),
    *BESIDE,
    "media",
    "prepared.json",
)


def workplace(data: Path) -> Path:
    """An empty folder within the data folder to unpack in."""
    folder = data / WORKPLACE
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "new").mkdir(parents=True, mode=0o700)
    (folder / "old").mkdir()
    return folder


def swap(data: Path, load: Callable[[], None], stays: Sequence[str] = ()) -> None:
    """Puts `new` in the place of what is there, except of what `stays`, and calls `load`; when that
    fails, puts all back."""
    folder = data / WORKPLACE
    there = [name for name in NAMES if (data / name).exists()]
    changes = [name for name in NAMES if name not in stays]
    _mark(folder, there)
    try:
        for name in (name for name in changes if name in there):
            (data / name).rename(folder / "old" / name)
        for name in changes:
            if (folder / "new" / name).exists():
                (folder / "new" / name).rename(data / name)
        load()
    except BaseException:
        undo_half_done(data)
        raise
    (folder / "swapping").unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _mark(folder: Path, there: list[str]) -> None:
    """Writes `swapping`, whole and on the disk before anything is renamed: half of it would say that
    what stands there is new."""
    temporary = folder / "swapping.new"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(json.dumps(there))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / "swapping")
    fsync_folder(folder)


def undo_half_done(data: Path) -> bool:
    """Puts back what an interrupted restore set aside; True when there was something to do."""
    folder = data / WORKPLACE
    marker = folder / "swapping"
    if not marker.exists():
        shutil.rmtree(folder, ignore_errors=True)
        return False
    there = json.loads(marker.read_text("utf-8"))
    for name in NAMES:
        aside = folder / "old" / name
        if aside.exists():
            _remove(data / name)
            aside.rename(data / name)
        elif name not in there:
            _remove(data / name)
    marker.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    return True


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
