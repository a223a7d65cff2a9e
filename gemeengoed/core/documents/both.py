"""Two versions side by side, stretch by stretch, where both changed the same words.

The page posts again what was typed (`typed-…`) and a choice for each stretch (`choice-<field>-<n>`). Who
edits the text field instead is right as well: what stands there goes before a choice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.safestring import SafeString

from gemeengoed.core.text import differences
from gemeengoed.core.text.merging import Agreed, Choice, Conflict

from .merged import FIELDS, Field, MergedWords, Words, merge_words
from .models import Document, Revision
from .saving import EditConflict, words_of

AROUND = 120
"""Characters of the agreed text that are shown before and after a stretch, at most."""


@dataclass(frozen=True)
class Stretch:
    """`mine` and `theirs` as differences from what both began from."""

    field: Field
    name: str
    before: str
    mine: SafeString
    theirs: SafeString
    after: str


@dataclass(frozen=True)
class Both:
    theirs: Revision
    typed: Words
    typed_base: int
    stretches: list[Stretch]


def side_by_side(conflict: EditConflict, base: int) -> Both:
    """What the page shows; `base` is the revision that the writer began from."""
    stretches = [stretch for name in FIELDS for stretch in _stretches(name, conflict.merge)]
    return Both(conflict.theirs, conflict.mine, base, stretches)


def _stretches(name: Field, merge: MergedWords) -> list[Stretch]:
    pieces = merge.fields[name].pieces
    found: list[Stretch] = []
    for place, piece in enumerate(pieces):
        if isinstance(piece, Conflict):
            found.append(
                Stretch(
                    name,
                    f"choice-{name}-{len(found)}",
                    _end_of(pieces[place - 1] if place else None),
                    _shown(piece.base, piece.mine),
                    _shown(piece.base, piece.theirs),
                    _beginning_of(pieces[place + 1] if place + 1 < len(pieces) else None),
                )
            )
    return found


def _shown(base: str, side: str) -> SafeString:
    return differences.as_html(differences.compare(base, side))


def _end_of(piece: Agreed | Conflict | None) -> str:
    text = piece.text if isinstance(piece, Agreed) else ""
    line = text.rpartition("\n")[2] if not text.endswith("\n") else ""
    return line if len(line) <= AROUND else "… " + line[-AROUND:].partition(" ")[2]


def _beginning_of(piece: Agreed | Conflict | None) -> str:
    text = piece.text if isinstance(piece, Agreed) else ""
    line = text.partition("\n")[0]
    return line if len(line) <= AROUND else line[:AROUND].rpartition(" ")[0] + " …"


def is_choice(posted: QueryDict) -> bool:
    return "typed-base" in posted


def chosen(posted: QueryDict, document: Document, now: Words) -> Words:
    """What the writer wants: `now` is what stands in the form; the posted `base` is their revision."""
    typed = Words(
        posted.get("typed-title", ""),
        posted.get("typed-summary", ""),
        posted.get("typed-text", "").replace("\r\n", "\n"),
    )
    merge = merge_words(
        _words(document, posted.get("typed-base", "")),
        typed,
        _words(document, posted.get("base", "")),
    )
    shown = merge.words(typed)
    wanted = merge.words(typed, _choices(posted, merge))
    return merge_words(shown, now, wanted).words(now)


def _words(document: Document, number: str) -> Words:
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return Words("")
    found = document.revisions.filter(number=int(number)).first()
    return words_of(found) if found else Words("")


def _choices(posted: QueryDict, merge: MergedWords) -> Mapping[tuple[Field, int], Choice]:
    known: dict[str, Choice] = {"theirs": "theirs", "both": "both"}
    asked = {
        (name, number): posted.get(f"choice-{name}-{number}", "")
        for name, number, _conflict in merge.conflicts
    }
    return {place: known[choice] for place, choice in asked.items() if choice in known}
