"""One change taken out again, and the return to an earlier revision: both as a new revision."""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor

from .merged import MergedWords, Words, merge_words
from .models import Document, Revision
from .saving import EditConflict, save_revision, words_of


@dataclass(frozen=True)
class Without:
    """The newest text without one change. Where `merge` is not clean, later changes touch it."""

    newest: Revision
    merge: MergedWords
    words: Words


def newest_of(document: Document) -> Revision:
    """Raises ValidationError for a text that is not begun."""
    if document.head is None:
        raise ValidationError(_("There is no text yet."))
    return document.head


def without(document: Document, revision: Revision) -> Without:
    """The newest text of `document` without what `revision` changed. Raises ValidationError for the first
    revision, which changed nothing."""
    newest = newest_of(document)
    before = document.revisions.filter(number__lt=revision.number).order_by("-number").first()
    if before is None:
        raise ValidationError(_("This is how the text began: there is no change to undo."))
    words = words_of(newest)
    merge = merge_words(words_of(revision), words_of(before), words)
    return Without(newest, merge, merge.words(words))


def undo(document: Document, revision: Revision, author: Actor, reason: str) -> Revision:
    """Saves the newest text without that change. Raises ValidationError where later changes touch it, or
    where nothing of it is left."""
    found = without(document, revision)
    if not found.merge.clean:
        raise ValidationError(_("Later changes touch this one, so it cannot be undone by itself."))
    if found.words == words_of(found.newest):
        raise ValidationError(_("Nothing of this change is left in the newest text."))
    said = reason or _("Change %(number)d undone") % {"number": revision.number}
    return _save(document, found.newest, replace(found.words, reason=said), author)


def go_back(document: Document, revision: Revision, author: Actor, reason: str) -> Revision:
    """Saves the text as it was in `revision`, as the newest."""
    said = reason or _("Back to change %(number)d") % {"number": revision.number}
    words = replace(words_of(revision), reason=said)
    return _save(document, newest_of(document), words, author)


def _save(document: Document, newest: Revision, words: Words, author: Actor) -> Revision:
    try:
        return save_revision(document.work, document.language, words, author, newest.number)
    except EditConflict as conflict:
        raise ValidationError(
            _("Somebody saved this text meanwhile. Look again at what it becomes.")
        ) from conflict
