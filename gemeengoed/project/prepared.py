"""Whether database and static files already fit this version, so that a second start is quick.

`prepared.json` in the data folder holds a fingerprint of the program and of where its database is. It
is a note, not a truth: whoever doubts it runs `gemeengoed migrate`.
"""

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import TypedDict

import gemeengoed

PROGRAM = Path(gemeengoed.__file__).parent
NOT_THE_PROGRAM = {"__pycache__", "tests"}
CHANGED = (
    "The server that runs was started with other files of the program than there are now: restart it, "
    "or parts of two versions run together."
)


class Note(TypedDict, total=False):
    program: str
    database: str
    demo: bool
    set_up: bool


def program() -> str:
    """Hash over path, size and time of every file of the program, over the Python that runs it and the
    packages that `./dev` put beside it."""
    settings = os.environ.get("DJANGO_SETTINGS_MODULE") or "gemeengoed.project.settings"
    stamp = Path(sys.prefix, "base.stamp")
    packages = stamp.read_text("ascii") if stamp.exists() else ""
    known = f"{gemeengoed.__version__} {settings} {sys.prefix} {sys.version} {packages}"
    digest = hashlib.sha256(known.encode())
    for line in sorted(_files(PROGRAM)):
        digest.update(line.encode())
    return digest.hexdigest()


def _files(folder: Path) -> list[str]:
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name not in NOT_THE_PROGRAM:
                    found += _files(Path(entry.path))
            else:
                status = entry.stat()
                found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}\n")
    return found


def database(values: dict[str, str]) -> str:
    """Which SQLite file it is, by its inode; "" for a server, which may have been changed elsewhere."""
    if values["DATABASE_URL"]:
        return ""
    path = Path(values["GEMEENGOED_DATA"]) / "gemeengoed.sqlite3"
    return f"{path} {path.stat().st_ino}" if path.exists() else ""


def read(values: dict[str, str]) -> Note:
    try:
        note: Note = json.loads(_path(values).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return note


def fits(values: dict[str, str], *, demo: bool) -> bool:
    """Whether nothing changed since the last start, so that there is nothing to prepare."""
    note = read(values)
    return (
        bool(note.get("set_up"))
        and bool(note.get("database"))
        and note.get("database") == database(values)
        and note.get("program") == program()
        and (bool(note.get("demo")) or not demo)
    )


def has_static_files(values: dict[str, str]) -> bool:
    """Whether the static files in the data folder were made by this program."""
    there = Path(values["GEMEENGOED_DATA"], "static").exists()
    return there and read(values).get("program") == program()


def write(values: dict[str, str], *, demo: bool, set_up: bool) -> None:
    note = Note(program=program(), database=database(values), demo=demo, set_up=set_up)
    temporary = _path(values).with_suffix(".new")
    temporary.write_text(json.dumps(note), "utf-8")
    temporary.replace(_path(values))


def forget(values: dict[str, str]) -> None:
    _path(values).unlink(missing_ok=True)


def _path(values: dict[str, str]) -> Path:
    return Path(values["GEMEENGOED_DATA"]) / "prepared.json"
