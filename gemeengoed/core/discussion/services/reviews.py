"""A second editor reads a text before it is published, where the commons wants that."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.actors.services import touch
from gemeengoed.core.documents.models import Document

from .. import queries
from ..models import Review
from . import telling, words

LONGEST_ANSWER = 2000
"""Characters of what a reviewer says."""


def ask(document: Document, by: Actor, of: Actor | None = None, text: str = "") -> Review:
    """Asks for a review of the newest revision, of one editor or of any. Raises ValidationError."""
    text = words.short(text, "words")
    head = document.head
    if head is None:
        raise ValidationError(_("There is no text to review yet."))
    if document.published_id == head.pk and document.state == "published":
        raise ValidationError(_("Readers see this revision already: there is nothing to review."))
    _check_reviewer(document, of)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                document=document, revision=head.number, asked_by=by, of=of, words=text
            )
            telling.of_review(review, by, "asked", text)
    except IntegrityError as error:
        raise ValidationError(
            _("A review of this revision is asked already."), code="asked"
        ) from error
    return review


def _check_reviewer(document: Document, of: Actor | None) -> None:
    if of is None:
        return
    if not telling.writers(document).filter(actor=of).exists():
        raise ValidationError({"of": _("Choose somebody who may write this text.")})
    if of.pk in queries.writers_of_changes(document):
        raise ValidationError({"of": _("Who wrote these changes cannot review them.")})


def answer(review: Review, by: Actor, *, approve: bool, text: str = "") -> Review:
    """Approves, or asks for changes in words. Raises ValidationError (text; writer, stale, answered)."""
    text = words.short(text, "text", LONGEST_ANSWER)
    if not approve and not text:
        raise ValidationError({"text": _("Say what should change.")})
    with transaction.atomic():
        # The text is held, so that no newer revision comes between looking and approving.
        document = Document.objects.select_for_update(of=("self",), no_key=True).get(
            pk=review.document_id
        )
        _check_answer(review, document, by)
        mine = Review.objects.filter(pk=review.pk, approved__isnull=True)
        if not mine.update(approved=approve, answered=timezone.now(), answered_by=by, answer=text):
            raise ValidationError(_("Somebody answered this already."), code="answered")
        review.refresh_from_db()
        telling.of_review(review, by, "answered", text)
    return review


def _check_answer(review: Review, document: Document, by: Actor) -> None:
    if by.pk in queries.writers_of_changes(document):
        raise ValidationError(
            _("You wrote some of these changes; somebody else must read them."), code="writer"
        )
    if review.of_id not in (None, by.pk):
        raise ValidationError(_("This was asked of somebody else."), code="not-yours")
    if document.head is None or document.head.number != review.revision:
        raise ValidationError(
            _("There is a newer revision. Ask for a review of that one."), code="stale"
        )


@transaction.atomic
def withdraw(review: Review, by: Actor) -> None:
    """Ends one's own question, or somebody's of a revision that is no longer the newest."""
    waiting = Review.objects.filter(pk=review.pk, approved__isnull=True)
    if not waiting.delete()[0]:
        raise ValidationError(_("Somebody answered this already."), code="answered")
    touch(review.document.work.commons.actor)


def is_approved(document: Document) -> bool:
    """Whether the newest revision was approved; an approval of an older one does not count."""
    head = document.head
    return (
        head is not None
        and Review.objects.filter(document=document, revision=head.number, approved=True).exists()
    )


def require_approval(document: Document) -> None:
    """For whoever publishes, in the transaction that holds the document: raises ValidationError (code
    not-approved) where the commons wants a second editor and none approved the newest revision."""
    rules = queries.rules_of(document.work.commons)
    if rules.second_editor and not is_approved(document):
        raise ValidationError(
            _(
                "In this commons a second editor approves a text before it is published. "
                "Ask for a review of this revision first."
            ),
            code="not-approved",
        )
