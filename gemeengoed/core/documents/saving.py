"""Saving one revision: merged with what was saved meanwhile, rendered, and the one before it packed.

All of that is done before the transaction, which only looks whether the newest revision is still the
one it was done for.
"""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gemeengoed.core import registry
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.jobs import wake
from gemeengoed.core.text import languages, markdown, typed

from . import drafts, rendering
from .ageing import Aged, aged, replace_newest
from .authorship import keep_authorship
from .contents import text_of
from .merged import MergedWords, Words, merge_words
from .models import Document, Revision, Work
from .translation import first_mark

LONGEST = {"title": 200, "summary": 1000, "reason": 300}
"""Characters of what stands in lists, in feeds and in the history."""
MOST_LANGUAGES = 100
"""Languages of one work."""
ATTEMPTS = 20
"""So many others may save while this one is being prepared."""


class EditConflict(Exception):
    """Somebody saved a newer revision since, and it touches what was typed. Nothing was stored.

    `theirs` is that revision, with its text; `mine` what was typed; `merge` both, field by field.
    """

    def __init__(self, theirs: Revision, mine: Words, merge: MergedWords) -> None:
        super().__init__(f"revision {theirs.number} is newer")
        self.theirs = theirs
        self.mine = mine
        self.merge = merge


@dataclass(frozen=True)
class _Ready:
    """All that is known before the transaction. `head` is the revision it comes after; without
    `rendered` nothing changed."""

    head: Revision | None
    words: Words
    merged_with: int | None = None
    rendered: markdown.Rendered | None = None
    aged: Aged | None = None


def save_revision(
    work: Work, language: str, words: Words, author: Actor, base: int, *, drop_draft: bool = False
) -> Revision:
    """Stores what was typed as the next revision of `work` in `language`.

    `base` is the number of the revision that the author began from (0: none). When there is a newer one,
    what does not touch is merged and the revision says so (`merged_with`); else it raises EditConflict.
    Raises ValidationError (by field) when the text cannot be kept as it is. Saving what is already there
    makes no revision. `drop_draft`: these are the words that the author's draft holds.
    """
    if not language or languages.normal(language) != language:
        raise ValidationError({"language": _("Give the language as a code, such as nl or en.")})
    words = _tidy(words)
    ready = _prepare(work, language, words, base)
    for _attempt in range(ATTEMPTS):
        saved = _store(work, language, ready, author, drop_draft=drop_draft)
        if saved is not None:
            return saved
        ready = _prepare(work, language, words, base)
    raise ValidationError(_("Many people save this text at this moment. Save again."))


def _tidy(words: Words) -> Words:
    """Title and reason on one line, nothing unseen in the summary; the text stays as it was typed."""
    title, reason = typed.line(words.title), typed.line(words.reason)
    return replace(words, title=title, summary=typed.lines(words.summary), reason=reason)


def _wrong(words: Words) -> dict[str, list[str]]:
    """By field, what cannot be kept; the text is looked at when it is rendered."""
    errors: dict[str, list[str]] = {}
    if not words.title:
        errors["title"] = [_("Give the text a title.")]
    for name, most in LONGEST.items():
        if len(getattr(words, name)) > most:
            errors[name] = [_("Use %(most)d characters at most.") % {"most": most}]
    return errors


def words_of(revision: Revision) -> Words:
    return Words(revision.title, revision.summary, text_of(revision))


def _prepare(work: Work, language: str, words: Words, base: int) -> _Ready:
    document = Document.objects.filter(work=work, language=language).select_related("head").first()
    head = document.head if document else None
    if document is None or head is None:
        words = replace(words, follows=words.follows or first_mark(work, language))
        return _Ready(None, words, rendered=_rendered(work, language, words))
    if _same(head, words):
        return _Ready(head, words)
    merged_with = None
    if head.number != base:
        words, merged_with = _tidy(_merged(document, head, words, base)), head.number
        if _same(head, words):
            return _Ready(head, words)
    rendered = _rendered(work, language, words)
    older = aged(head, words.text) if head.pk != document.published_id else None
    return _Ready(head, words, merged_with, rendered, older)


def _same(head: Revision, words: Words) -> bool:
    return (words.title, words.summary, words.text) == (head.title, head.summary, head.text)


def _rendered(work: Work, language: str, words: Words) -> markdown.Rendered:
    """Raises ValidationError, by field, for all that cannot be kept."""
    errors, rendered = _wrong(words), None
    try:
        rendered = rendering.rendered(work, language, words.text, strict=True)
    except ValidationError as error:
        errors["text"] = error.messages
    if errors or rendered is None:
        raise ValidationError(errors)
    return rendered


def _merged(document: Document, head: Revision, mine: Words, base: int) -> Words:
    """Raises EditConflict. A base that is not there counts as an empty text: then nothing is alike."""
    began = document.revisions.filter(number=base).first() if base > 0 else None
    merge = merge_words(words_of(began) if began else Words(""), mine, words_of(head))
    if not merge.clean:
        raise EditConflict(head, mine, merge)
    return merge.words(mine)


def _store(
    work: Work, language: str, ready: _Ready, author: Actor, *, drop_draft: bool
) -> Revision | None:
    """None when another revision came in between."""
    with transaction.atomic():
        document, new = Document.objects.select_for_update().get_or_create(
            work=work, language=language
        )
        document.work = work
        _check_number_of_languages(work, new)
        if document.head_id != (ready.head.pk if ready.head else None):
            return None
        if drop_draft:
            drafts.drop(author, work, language)
        if ready.head is not None and ready.rendered is None:
            return _marked(ready.head, ready.words.follows)
        replace_newest(document, ready.aged)
        revision = _next(document, ready, author)
        document.head = revision
        document.save(update_fields=["head"])
        wake(keep_authorship, document.pk)
        registry.tell_revision_saved(revision.pk)
    return revision


def _check_number_of_languages(work: Work, new: bool) -> None:
    if new and work.documents.count() > MOST_LANGUAGES:
        words = _("Use %(most)d languages at most.") % {"most": MOST_LANGUAGES}
        raise ValidationError({"language": words})


def _marked(head: Revision, follows: tuple[str, int] | None) -> Revision:
    """The same text may have been found up to date with a newer one in another language."""
    if follows is not None and follows != (head.follows_language, head.follows_number):
        head.follows_language, head.follows_number = follows
        head.save(update_fields=["follows_language", "follows_number"])
    return head


def _next(document: Document, ready: _Ready, author: Actor) -> Revision:
    head, words, rendered = ready.head, ready.words, ready.rendered
    assert rendered is not None  # noqa: S101 - the caller looked
    known = (head.follows_language, head.follows_number) if head else ("", None)
    follows_language, follows_number = words.follows or known
    return Revision.objects.create(
        document=document,
        number=head.number + 1 if head else 1,
        title=words.title,
        summary=words.summary,
        text=words.text,
        html=rendered.html,
        plain=rendered.plain,
        headings=[[h.level, h.id, h.text] for h in rendered.headings],
        words=rendered.words,
        author=author,
        reason=words.reason,
        licence=document.work.licence,
        merged_with=ready.merged_with,
        follows_language=follows_language,
        follows_number=follows_number or None,
    )
