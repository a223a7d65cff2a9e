"""What somebody typed, merged with what was saved meanwhile: title, summary and text."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from gemeengoed.core.text import merging
from gemeengoed.core.text.merging import Choice, Conflict, Merge

Field = Literal["title", "summary", "text"]
FIELDS: tuple[Field, ...] = ("title", "summary", "text")


@dataclass(frozen=True)
class Words:
    """What an editor typed. `text` is Markdown; `reason` says what changed and why. `follows` is the
    language and number of the revision that this, as a translation, is up to date with; None leaves that
    as it was, and begins a translation with the newest."""

    title: str
    summary: str = ""
    text: str = ""
    reason: str = ""
    follows: tuple[str, int] | None = None


@dataclass(frozen=True)
class MergedWords:
    """Each field merged. Titles and summaries go as a whole, the text by word."""

    fields: Mapping[Field, Merge]

    @property
    def clean(self) -> bool:
        return all(merge.clean for merge in self.fields.values())

    @property
    def conflicts(self) -> list[tuple[Field, int, Conflict]]:
        """Field, number within the field, and what the two made of it."""
        return [
            (name, number, conflict)
            for name in FIELDS
            for number, conflict in enumerate(self.fields[name].conflicts)
        ]

    def words(
        self, mine: Words, choices: Mapping[tuple[Field, int], Choice] | None = None
    ) -> Words:
        """`mine` with the fields merged; where nothing is chosen mine stays."""
        chosen = choices or {}
        made = {
            name: merge.text({number: c for (field, number), c in chosen.items() if field == name})
            for name, merge in self.fields.items()
        }
        return replace(mine, title=made["title"], summary=made["summary"], text=made["text"])


def merge_words(base: Words, mine: Words, theirs: Words) -> MergedWords:
    return MergedWords(
        {
            "title": _whole(base.title, mine.title.strip(), theirs.title),
            "summary": _whole(base.summary, mine.summary.strip(), theirs.summary),
            "text": merging.merge(base.text, mine.text, theirs.text),
        }
    )


def _whole(base: str, mine: str, theirs: str) -> Merge:
    if mine in (base, theirs):
        return Merge([merging.Agreed(theirs)])
    if theirs == base:
        return Merge([merging.Agreed(mine)])
    return Merge([Conflict(base, mine, theirs)])
