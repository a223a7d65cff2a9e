"""Which revision of which language a text is up to date with, and what came since."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from gemeengoed.core.text import differences

from .contents import text_of
from .models import Document, DocumentState, Revision, Work

NOTHING = ("", 0)
"""The mark of a text that follows no other."""


@dataclass(frozen=True)
class Standing:
    """`source` is the text that is translated; `follows` the number of its revision that the
    translation is up to date with, None when nobody said so."""

    source: Document
    newest: Revision
    follows: int | None

    @property
    def ahead(self) -> int:
        """How many changes the source is further; 0 when nobody said what the translation follows."""
        return 0 if self.follows is None else max(0, self.newest.number - self.follows)

    @property
    def mark(self) -> str:
        """What a form posts to say that it is up to date now."""
        return f"{self.source.language}:{self.newest.number}"


@dataclass(frozen=True)
class ToTranslate:
    """What a translator sees beside the text: the whole source, or what changed in it."""

    standing: Standing
    changes: SafeString
    text: str
    up_to_date: bool
    """Whether the box 'this text follows it' begins ticked."""


def standing(documents: Iterable[Document], language: str) -> Standing | None:
    """How the text in `language` stands to the one it is made from; None for that one itself.

    `documents` are all texts of one work, with their heads. A text that does not say what it follows is
    taken to be made from the oldest of them.
    """
    by_language = {d.language: d for d in documents if d.head is not None}
    mine = by_language.get(language)
    head = mine.head if mine else None
    said = head.follows_language if head else ""
    source = by_language.get(said) if said else _oldest(by_language.values())
    if source is None or source.language == language or source.head is None:
        return None
    return Standing(source, source.head, head.follows_number if head and said else None)


def _oldest(documents: Iterable[Document]) -> Document | None:
    return min(documents, key=lambda document: document.pk, default=None)


def newer_for_readers(documents: Iterable[Document], shown: Document) -> Document | None:
    """The text in another language, when it was published again since `shown` followed it."""
    revision = shown.published
    if revision is None or not revision.follows_language:
        return None
    for other in documents:
        if other.language == revision.follows_language:
            out = other.published if other.state == DocumentState.PUBLISHED else None
            return other if out and out.number > (revision.follows_number or 0) else None
    return None


def to_translate(work: Work, language: str, *, asked: bool = False) -> ToTranslate | None:
    """For the page on which `language` is written; None when it is no translation or up to date.

    `asked`: the writer came to bring it up to date.
    """
    documents = list(work.documents.select_related("head"))
    found = standing(documents, language)
    if found is None or (found.follows is not None and not found.ahead):
        return None
    begun = any(d.language == language and d.head_id for d in documents)
    text = text_of(found.newest)
    before = _followed(found)
    changes = differences.compare(text_of(before), text) if before else []
    return ToTranslate(found, differences.as_html(changes), text, asked or not begun)


def _followed(found: Standing) -> Revision | None:
    if found.follows is None:
        return None
    return found.source.revisions.filter(number=found.follows).first()


def follows(posted: str) -> tuple[str, int] | None:
    """The mark that a form or the API gave, such as 'nl:12'."""
    language, _colon, number = posted.partition(":")
    if not language or not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    return language, int(number)


def first_mark(work: Work, language: str) -> tuple[str, int]:
    """What a translation that begins now is taken to follow: the newest of the text it is made from."""
    found = standing(work.documents.select_related("head"), language)
    return (found.source.language, found.newest.number) if found else NOTHING


def mark_of(revision: Revision) -> str:
    """What it follows, as 'nl:12', or nothing."""
    return (
        f"{revision.follows_language}:{revision.follows_number}" if revision.follows_number else ""
    )


def valid_mark(work: Work, language: str, mark: tuple[str, int] | None) -> tuple[str, int] | None:
    """`mark` where such a revision of another language of `work` is there, else None."""
    if mark is None or mark[0] == language:
        return None
    there = Revision.objects.filter(document__work=work, document__language=mark[0], number=mark[1])
    return mark if there.exists() else None
