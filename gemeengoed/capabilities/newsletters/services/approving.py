"""A second editor's approval: of one edition of a letter, which is what goes out and to whom."""

import json
from dataclasses import asdict
from hashlib import blake2b
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor

from .. import blocks
from ..models import Letter, LetterState, LetterText
from ..queries import letters as queries
from .arranging import settings_of

TO_APPROVE = (LetterState.DRAFT, LetterState.STUCK)
MEANWHILE = "it changed after it was approved"


def edition(letter: Letter) -> str:
    """The name of all that goes out now, and to whom: the texts with what their blocks show, what stands at
    the foot, and the topics. Another letter, or the same after any change, has another name; the language of
    whoever asks is no change."""
    kept = settings_of(letter.commons)
    with translation.override(letter.commons.language[:2]):
        whole = {
            "texts": [_text(text) for text in queries.texts(letter)],
            "foot": [kept.postal_address, kept.footer],
            "topics": sorted(letter.topics.values_list("pk", flat=True)),
        }
        plain = json.dumps(whole, sort_keys=True, default=str)
    return blake2b(plain.encode(), digest_size=16).hexdigest()


def _text(text: LetterText) -> list[Any]:
    shown = blocks.contents(text.blocks, text.language)
    seen = [asdict(one) for one in shown.values()]
    return [text.language, text.subject, text.preview, text.blocks, seen]


def approve(letter: Letter, by: Actor, seen: str) -> None:
    """A second editor, who neither began it nor changed it last, says that the edition they saw (`edition`)
    can go. Raises ValidationError."""
    if letter.author_id == by.pk:
        raise ValidationError(_("A second editor approves: ask somebody else."))
    # Read before the rest, so that a change in between is noticed.
    changed, changed_by = Letter.objects.values_list("changed", "changed_by").get(pk=letter.pk)
    if changed_by == by.pk:
        raise ValidationError(
            _("You changed this letter last. Ask somebody else, who reads it with other eyes.")
        )
    if seen != edition(letter):
        raise ValidationError(_changed(), code="edition")
    rows = Letter.objects.filter(pk=letter.pk, changed=changed, state__in=TO_APPROVE)
    values = {"state": LetterState.APPROVED, "approved": timezone.now(), "approved_by": by}
    if not rows.update(**values, approved_edition=seen, trouble=""):
        is_open = Letter.objects.filter(pk=letter.pk, state__in=TO_APPROVE).exists()
        words = _changed() if is_open else _("This letter is no draft.")
        raise ValidationError(words, code="edition" if is_open else None)


def _changed() -> str:
    return _("This letter was changed after you opened it. Read it as it is now, and approve that.")


def must_be_as_approved(letter: Letter) -> None:
    """Raises ValidationError when what was approved is another letter by now; then it is a draft again."""
    if not letter.approved_edition or letter.approved_edition == edition(letter):
        return
    rows = Letter.objects.filter(pk=letter.pk, approved_edition=letter.approved_edition)
    rows.filter(state__in=[LetterState.APPROVED, LetterState.SCHEDULED]).update(
        state=LetterState.DRAFT,
        goes_out=None,
        approved=None,
        approved_by=None,
        approved_edition="",
        trouble=MEANWHILE,
    )
    words = _("Something in this letter changed after it was approved: have it approved anew.")
    raise ValidationError(words, code="edition")
