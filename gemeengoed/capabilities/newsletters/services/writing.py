"""Beginning, saving and removing letters that have not gone out."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons

from .. import blocks
from ..models import Letter, LetterState, LetterText

RESERVED = frozenset(
    {"join", "asked", "confirm", "leave", "mine", "list", "settings", "new", "draft", "feed.atom"}
)
OPEN = (LetterState.DRAFT, LetterState.APPROVED, LetterState.STUCK)
"""States in which a letter can be written."""
DRAFT_AGAIN = {
    "state": LetterState.DRAFT,
    "approved": None,
    "approved_by": None,
    "approved_edition": "",
    "trouble": "",
}
"""After a change to what goes out or to whom: the second editor saw something else."""


class Conflict(ValidationError):
    """Somebody else saved in the meantime; `theirs` is what they saved."""

    def __init__(self, theirs: LetterText) -> None:
        words = _("Somebody saved this letter in the meantime. Compare, and save once more.")
        super().__init__(words, code="conflict")
        self.theirs = theirs


def begin(
    commons: Commons,
    author: Actor,
    *,
    language: str,
    subject: str,
    content: list[blocks.Block] | None = None,
    slug: str = "",
) -> LetterText:
    """A new letter in one language, at an address after `slug` or its subject. Raises ValidationError
    (subject)."""
    subject = checked_subject(subject)
    with transaction.atomic():
        letter = Letter.objects.create(
            commons=commons, author=author, slug=_slug(commons, slug or subject)
        )
        return LetterText.objects.create(
            letter=letter, language=language, subject=subject, blocks=blocks.checked(content or [])
        )


def checked_subject(subject: str) -> str:
    """One line. Raises ValidationError (subject) when nothing is in it."""
    subject = _line(subject)
    if not subject:
        raise ValidationError({"subject": _("Give the letter a subject.")})
    return subject[:200]


def checked_preview(preview: str) -> str:
    """One line, or nothing."""
    return _line(preview)[:200]


def _line(words: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", " ", words).split())


def _slug(commons: Commons, words: str) -> str:
    wanted = slugify(words)[:60].strip("-") or "letter"
    taken = set(
        Letter.objects.filter(commons=commons, slug__startswith=wanted).values_list(
            "slug", flat=True
        )
    )
    number, slug = 1, wanted
    while slug in taken or slug in RESERVED:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def save(
    text: LetterText,
    *,
    subject: str,
    preview: str,
    content: list[blocks.Block],
    edition: int,
    by: Actor,
) -> LetterText:
    """Saves what `by` wrote on `edition`. Raises Conflict, or ValidationError (subject; alt)."""
    subject, content = checked_subject(subject), blocks.checked(content)
    with transaction.atomic():
        _open(text.letter, by)
        mine = LetterText.objects.filter(pk=text.pk, edition=edition)
        if not mine.update(
            subject=subject,
            preview=checked_preview(preview),
            blocks=content,
            edition=edition + 1,
        ):
            raise Conflict(LetterText.objects.get(pk=text.pk))
        text.refresh_from_db()
    return text


def add_language(letter: Letter, language: str, based_on: LetterText, by: Actor) -> LetterText:
    """A version in `language` that begins with the blocks of another, to translate."""
    with transaction.atomic():
        _open(letter, by)
        if letter.texts.filter(language=language).exists():
            raise ValidationError(_("There is a version in this language."))
        return LetterText.objects.create(
            letter=letter, language=language, subject=based_on.subject, blocks=based_on.blocks
        )


def remove_language(text: LetterText, by: Actor) -> None:
    with transaction.atomic():
        _open(text.letter, by)
        if text.letter.texts.count() == 1:
            raise ValidationError(_("This is the only version: throw the letter away instead."))
        text.delete()


def throw_away(letter: Letter, by: Actor) -> None:
    with transaction.atomic():
        _open(letter, by)
        letter.delete()


def set_topics(letter: Letter, topics: list[int], by: Actor) -> None:
    with transaction.atomic():
        _open(letter, by)
        letter.topics.set(letter.commons.topics.filter(pk__in=topics))


def _open(letter: Letter, by: Actor) -> None:
    """In the transaction of a change by somebody; what was approved is a draft again. Raises
    ValidationError."""
    rows = Letter.objects.filter(pk=letter.pk, state__in=OPEN)
    if not rows.update(changed=timezone.now(), changed_by=by, **DRAFT_AGAIN):
        raise ValidationError(_("This letter has gone out, so it stays as it is."))
