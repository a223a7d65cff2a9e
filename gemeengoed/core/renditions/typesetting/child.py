"""Runs as a process of its own: sets one folder with typst and ends. Imports nothing of ours.

    python -I child.py < request.json > answer.json

Request: {folder, fonts, format ('pdf' or 'png'), ppi, standards, stamp, seconds, bytes, parent}. It sets
`main.typ` of the folder as `0.pdf`, or each page as `0.png`, `1.png`, …. Answer: {pages, standards} or
{error}. It reads only the folder and the fonts, and stops at its limits of processor time and memory, and
with the process `parent` that asked.
"""

import ctypes
import json
import os
import re
import resource
import signal
import sys
from pathlib import Path
from typing import Any

import typst

LACKING = re.compile(r'the text `"((?:\\.|[^"\\])*)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
"""How typst writes a letter that does not stand by itself, such as an accent."""
BOX = "□"
PR_SET_PDEATHSIG = 1
ROUNDS = 4
"""Times that letters which no font has are looked for; one is nearly always enough."""


def main() -> None:
    asked = json.load(sys.stdin)
    _end_with(asked["parent"])
    resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"], asked["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (asked["bytes"], asked["bytes"]))
    json.dump(_set(asked), sys.stdout)


def _end_with(parent: int) -> None:
    """On Linux the kernel ends this process when the thread that waits for it is gone, also by kill -9
    (prctl(2)); elsewhere its own limits do."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before that was set
        sys.exit(1)


def _set(task: dict[str, Any]) -> dict[str, Any]:
    """First with our fonts; then with the machine's as well, for letters that ours lack; at last with a
    box for each letter that no font has, since the standard forbids to leave it out (PDF/UA-1, 7.21.8)."""
    main = Path(task["folder"]) / "main.typ"
    error = ""
    for system_fonts in (False, *[True] * ROUNDS):
        try:
            return _compiled(task, system_fonts)
        except typst.TypstError as failed:
            error = " ".join([str(failed.message), *map(str, failed.hints)])[:300]
            lacking = _lacking(str(failed.diagnostic))
        if not lacking:
            break
        if system_fonts:
            text = main.read_text("utf-8")
            main.write_text(text.translate({ord(letter): BOX for letter in lacking}), "utf-8")
    return {"error": error}


def _lacking(said: str) -> set[str]:
    """Letters that typst said no font has. None of ASCII: those are what the source is written in, and what
    is said quotes the text, which may say anything."""
    named = "".join(LACKING.findall(said))
    letters = {chr(int(code, 16)) for code in ESCAPED.findall(named)} | set(named)
    return {letter for letter in letters if not letter.isascii()} - {BOX}


def _compiled(task: dict[str, Any], system_fonts: bool) -> dict[str, Any]:
    """Without the machine's fonts only those that the template names are used: it is the same on every
    machine, and what they lack is known."""
    folder = Path(task["folder"])
    compiler = typst.Compiler(
        str(folder / "main.typ"),
        root=str(folder),
        font_paths=typst.Fonts(include_system_fonts=system_fonts, font_paths=[task["fonts"]]),
        package_path=str(folder / "none"),
        package_cache_path=str(folder / "none"),
        sys_inputs={"any-font": "yes" if system_fonts else "no"},
    )
    output = compiler.compile(
        format=task["format"],
        ppi=task["ppi"],
        pdf_standards=task["standards"],
        timestamp=task["stamp"],
    )
    pages = output if isinstance(output, list) else [output]
    for number, page in enumerate(pages):
        (folder / f"{number}.{task['format']}").write_bytes(page or b"")
    if task["format"] != "pdf":
        return {"pages": len(pages)}
    count = compiler.query("<last-page>", field="value", one=True)
    return {"pages": int(json.loads(count)), "standards": task["standards"]}


if __name__ == "__main__":
    main()
