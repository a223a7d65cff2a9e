"""Runs as a process of its own: sets one folder with typst and ends. Imports nothing of ours.

    python -I child.py < request.json > answer.json

Request: {folder, fonts, tasks: [{main, output, format, ppi, standards, stamp}], seconds, bytes}. Answer:
{pages, standards} or {error}. Whatever it was asked, it reads only the folder and the fonts, and stops at its
limits of processor time and memory.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

import typst


def main() -> None:
    asked = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"], asked["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (asked["bytes"], asked["bytes"]))
    answer: dict[str, Any] = {}
    for task in asked["tasks"]:
        answer |= _task(Path(asked["folder"]), asked["fonts"], task)
    json.dump(answer, sys.stdout)


def _task(folder: Path, fonts: str, task: dict[str, Any]) -> dict[str, Any]:
    """First with our fonts and the standard; then with the machine's fonts as well, for letters that ours
    lack; at last without the standard, which forbids a letter that no font has."""
    error = ""
    for system_fonts, standards in (
        (False, task["standards"]),
        (True, task["standards"]),
        (True, []),
    ):
        try:
            return _compiled(folder, fonts, task, system_fonts, standards)
        except typst.TypstError as failed:
            error = error or " ".join([str(failed.message), *map(str, failed.hints)])[:300]
    return {"error": error}


def _compiled(
    folder: Path, fonts: str, task: dict[str, Any], system_fonts: bool, standards: list[Any]
) -> dict[str, Any]:
    compiler = typst.Compiler(
        str(folder / task["main"]),
        root=str(folder),
        font_paths=typst.Fonts(include_system_fonts=system_fonts, font_paths=[fonts]),
        package_path=str(folder / "none"),
        package_cache_path=str(folder / "none"),
    )
    output = compiler.compile(
        format=task["format"],
        ppi=task["ppi"],
        pdf_standards=standards,
        timestamp=task["stamp"],
    )
    pages = output if isinstance(output, list) else [output]
    (folder / task["output"]).write_bytes(pages[0])
    if task["format"] != "pdf":
        return {}
    count = compiler.query("<last-page>", field="value", one=True)
    return {"pages": int(json.loads(count)), "standards": standards}


if __name__ == "__main__":
    main()
