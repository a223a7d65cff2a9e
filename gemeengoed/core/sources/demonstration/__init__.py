"""The werkplaats' definitions, made through the same services that editors use."""

import tomllib
from pathlib import Path
from typing import Any

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons

from ..models import Source, SourceKind
from ..services.definitions import save_definition
from ..services.sources import save_source

HERE = Path(__file__).parent
Table = dict[str, Any]


def build(handle: str, people: Table) -> None:
    """Makes what is not there yet; what people changed since stays as they left it."""
    commons = Commons.objects.get(actor__handle=handle)
    editor: Actor = people["editor"].actor
    content = tomllib.loads((HERE / "definitions.toml").read_text("utf-8"))
    made = set(commons.definitions.values_list("slug", "position"))
    for described in content["definition"]:
        if (described["slug"], described["position"]) not in made:
            _definition(commons, editor, described)


def _definition(commons: Commons, editor: Actor, described: Table) -> None:
    save_definition(
        commons,
        editor,
        slug=described["slug"],
        position=described["position"],
        term=described["term"],
        text=described["text"],
        used_by=described.get("used_by", {}),
        source=_source(commons, editor, described.get("source")),
    )


def _source(commons: Commons, editor: Actor, described: Table | None) -> Source | None:
    """The commons' record of it: definitions and texts that rest on the same source share it."""
    if described is None:
        return None
    known = commons.sources.filter(title=described["title"]).first()
    return (
        known
        or save_source(
            commons,
            editor,
            {
                "kind": described.get(
                    "kind", SourceKind.WEB_PAGE if described.get("url") else "book"
                ),
                "authors": described.get("author", ""),
                "title": described["title"],
                "publisher": described.get("publisher", ""),
                "date": str(described.get("date", "")),
                "url": described.get("url", ""),
                "language": described.get("language", ""),
                "keep_copy": False,  # a demonstration asks nothing of other sites before somebody wants it
            },
        )
    )
