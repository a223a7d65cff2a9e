"""Setting files as PDF or picture, outside this process: typst cannot hang or eat the server."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent.parent / "fonts"
CHILD = Path(__file__).with_name("child.py")
SECONDS = 40
"""Processor time for one text; a book of 1 MB takes about 10."""
BYTES = 3 << 30
"""Address space, of which typst reserves much and uses little."""


class CannotSet(Exception):
    """Says in typst's words, or ours, why there is no file."""


@dataclass(frozen=True)
class Set:
    """`pages` counts all of them, the cover too. `standards` is empty where a letter that
    no font has made the standard impossible."""

    data: bytes
    pages: int
    standards: tuple[str, ...]


def typeset(files: Mapping[str, bytes], *, stamp: datetime | None = None) -> Set:
    """`main.typ` among `files` as a tagged PDF (PDF/UA-1), dated `stamp`. Raises CannotSet."""
    seconds = int(stamp.timestamp()) if stamp else 0
    with _folder(files) as folder:
        answer = _ask(folder, format="pdf", standards=["ua-1"], stamp=seconds)
        data = (folder / "0.pdf").read_bytes()
    return Set(data, answer["pages"], tuple(answer["standards"]))


def pictures(files: Mapping[str, bytes], *, ppi: float) -> list[bytes]:
    """Each page of `main.typ` as PNG. Raises CannotSet."""
    with _folder(files) as folder:
        answer = _ask(folder, format="png", ppi=ppi)
        return [(folder / f"{number}.png").read_bytes() for number in range(answer["pages"])]


@contextmanager
def _folder(files: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder with `files`, of which nothing stays."""
    with tempfile.TemporaryDirectory(prefix="gemeengoed-typst-") as name:
        folder = Path(name)
        for file, data in files.items():
            (folder / file).write_bytes(data)
        yield folder


def _ask(folder: Path, **task: Any) -> dict[str, Any]:
    request = {
        "folder": str(folder),
        "fonts": str(FONTS),
        "ppi": None,
        "standards": [],
        "stamp": 0,
        "seconds": SECONDS,
        "bytes": BYTES,
        "parent": os.getpid(),
        **task,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD)],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=2 * SECONDS,
            check=False,
            env={"PATH": os.environ.get("PATH", ""), "RAYON_NUM_THREADS": "2"},
        )
    except subprocess.TimeoutExpired as error:
        raise CannotSet("it took too long") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise CannotSet(said or f"it took too much time or memory ({done.returncode})")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "error" in answer:
        raise CannotSet(answer["error"])
    return answer
