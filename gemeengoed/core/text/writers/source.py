"""Markdown as it was written, with a head of YAML that says what it is."""

import json

from .model import Manuscript


def write(manuscript: Manuscript) -> str:
    """Values are JSON, which YAML reads as its own (YAML 1.2, section 1.3); empty ones are left out."""
    head = {
        "title": manuscript.title,
        "summary": manuscript.summary,
        "kind": manuscript.place,
        "series": manuscript.series,
        "number": manuscript.number,
        "language": manuscript.language,
        "authors": list(manuscript.bylines),
        "publisher": manuscript.publisher,
        "date": manuscript.made.date().isoformat() if manuscript.made else "",
        "version": manuscript.version or "draft",
        "licence": manuscript.licence.id,
        "address": manuscript.permanent or manuscript.address,
    }
    rows = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items() if value
    ]
    return "\n".join(["---", *rows, "---", "", manuscript.source.strip("\n"), ""])
