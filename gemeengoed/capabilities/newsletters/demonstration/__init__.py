"""The letters of the werkplaats and a small list, made through the services that editors use.

All of it once: what people throw away or leave afterwards stays gone. No mail is sent.
"""

import csv
import io
import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.media import queries as media

from .. import blocks
from ..models import Letter, LetterText, Subscriber
from ..services import archiving, arranging, importing, subscribing, writing

CONTENT = Path(__file__).parent / "letters.toml"
Table = dict[str, Any]


def build(handle: str, people: Table) -> None:
    """Nothing where there are letters or readers already."""
    commons = Commons.objects.select_related("actor").get(actor__handle=handle)
    steward, editor = people["steward"].actor, people["editor"].actor
    there = Letter.objects.filter(commons=commons), Subscriber.objects.filter(commons=commons)
    if any(rows.exists() for rows in there):
        return
    content = tomllib.loads(CONTENT.read_text("utf-8"))
    arranging.change_settings(commons, steward, **content["settings"])
    _readers(commons, content["readers"], steward)
    for described in content["letters"]:
        _letter(commons, editor, described)


def _readers(commons: Commons, described: Table, steward: Actor) -> None:
    """On the list as any list from elsewhere, with its ground; who left, left by the link in a letter."""
    held = io.StringIO()
    lines = csv.writer(held)
    lines.writerow(("address", "name", "language"))
    lines.writerows((one["address"], one["name"], one["language"]) for one in described["people"])
    importing.bring(
        commons,
        ContentFile(held.getvalue().encode()),
        ground=described["ground"],
        language=commons.language,
        confirm=False,
        by=steward,
    )
    left = [one["address"] for one in described["people"] if one.get("left")]
    for subscriber in Subscriber.objects.filter(commons=commons, folded__in=left):
        subscribing.leave(subscriber, "link")


def _letter(commons: Commons, editor: Actor, described: Table) -> None:
    text: LetterText | None = None
    for written in described["texts"]:
        language = written["language"]
        content = [one for block in written["blocks"] if (one := _block(commons, block, language))]
        if text is None:
            slug, subject = described["slug"], written["subject"]
            text = writing.begin(commons, editor, language=language, subject=subject, slug=slug)
        else:
            text = writing.add_language(text.letter, language, text, editor)
        writing.save(
            text,
            subject=written["subject"],
            preview=written.get("preview", ""),
            content=content,
            edition=text.edition,
            by=editor,
        )
    if text is not None and "went_out" in described:
        archiving.keep(text.letter, _morning(described["went_out"]))


def _block(commons: Commons, described: Table, language: str) -> blocks.Block | None:
    """As letters keep it; None for what this commons does not have (any more)."""
    block = dict(described)
    if block["kind"] == blocks.OBJECT:
        block["uri"] = f"{commons.get_absolute_url()}{block['uri']}"
        return block if blocks.content(block, language) else None
    if block["kind"] == blocks.PICTURE:
        file = media.files_of(commons.actor).filter(original_name=block["file"]).first()
        return {**block, "file": file.pk} if file else None
    return block


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8), tzinfo=UTC)
