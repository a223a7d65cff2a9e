"""Writes docs/federation-inputs.md: what a reader sees of each example.

.venv/bin/python -m gemeengoed.core.federation.tests.pasture.table
"""

import json
import os
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[5] / "docs" / "federation-inputs.md"
HEAD = """# What a reader sees of what other servers send

Each row is an example of [fediverse-pasture-inputs](https://inputs.funfedi.dev/) 0.3.0: what its object holds
besides type (`Note`), author, time and recipients, and what of it stands on a page here. HTML is shown as it
is put on the page. This file is written by `python -m gemeengoed.core.federation.tests.pasture.table`; a test
says when it is out of date.
"""
LONGEST = 300


def table() -> str:
    from gemeengoed.core.federation.activitystreams import reading  # noqa: PLC0415 - needs Django

    from . import activities, groups  # noqa: PLC0415

    objects = {name: activity["object"] for name, activity in activities()}
    parts = [HEAD]
    for group, found in groups().items():
        parts.append(
            f"\n## {found['title']}\n\n| | what is sent | what a reader sees |\n|--:|---|---|\n"
        )
        for number, example in enumerate(found["examples"], 1):
            seen = reading.described(objects[f"{group}-{number}"], ("nl", "en"))
            parts.append(f"| {number} | {_code(_sent(example))} | {_seen(seen)} |\n")
    return "".join(parts)


def _sent(example: dict[str, Any]) -> str:
    written = json.dumps(example, ensure_ascii=False)
    return written if len(written) <= LONGEST else f"{written[:LONGEST]}…"


def _seen(seen: Any) -> str:
    parts = [] if seen.type == "Note" else [seen.type]
    if seen.name:
        parts.append(f"name: {_code(seen.name)}")
    if seen.summary:
        parts.append(f"summary: {_code(seen.summary)}")
    if seen.sensitive:
        parts.append("marked as sensitive")
    if seen.html:
        parts.append(_code(seen.html))
    if seen.language:
        parts.append(f"language: {seen.language}")
    if seen.answers:
        parts.append(f"answers {_code(seen.answers)}")
    parts += [_attachment(one) for one in seen.attachments]
    return "<br>".join(parts) or "nothing"


def _attachment(one: dict[str, Any]) -> str:
    alt = f", {_code(one['alt'])}" if one["alt"] else ""
    return f"{one['type']}: {_code(one['url'])}{alt}"


def _code(text: str) -> str:
    """In a cell of a table: no line ends, no pipes, and more backticks around than within."""
    text = " ".join(text.split()).replace("|", "\\|")
    fence = "``" if "`" in text else "`"
    return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    FILE.write_text(table(), "utf-8")
