"""Setting files as PDF or picture, outside this process: typst cannot hang or eat the server."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
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
    """`pages` counts all of them, the cover too; 0 for a picture. `standards` is empty where a letter that
    no font has made the standard impossible."""

    data: bytes
    pages: int = 0
    standards: tuple[str, ...] = ()


def typeset(files: Mapping[str, bytes], *, stamp: datetime | None = None) -> Set:
    """`main.typ` among `files` as a tagged PDF (PDF/UA-1), dated `stamp`. Raises CannotSet."""
    seconds = int(stamp.timestamp()) if stamp else 0
    task = {"format": "pdf", "ppi": None, "standards": ["ua-1"], "stamp": seconds}
    return _run(files, {**task, "output": "out.pdf"})


def picture(files: Mapping[str, bytes], *, ppi: float = 192) -> bytes:
    """The first page of `main.typ` as PNG. Raises CannotSet."""
    task = {"format": "png", "ppi": ppi, "standards": [], "stamp": 0, "output": "out.png"}
    return _run(files, task).data


def _run(files: Mapping[str, bytes], task: dict[str, Any]) -> Set:
    with tempfile.TemporaryDirectory(prefix="gemeengoed-typst-") as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        answer = _ask(
            {
                "folder": folder,
                "fonts": str(FONTS),
                "tasks": [{"main": "main.typ", **task}],
                "seconds": SECONDS,
                "bytes": BYTES,
            }
        )
        if "error" in answer:
            raise CannotSet(answer["error"])
        data = (Path(folder) / task["output"]).read_bytes()
    return Set(data, answer.get("pages", 0), tuple(answer.get("standards", ())))


def _ask(request: dict[str, Any]) -> dict[str, Any]:
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
    return answer
