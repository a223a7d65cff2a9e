"""A changed passage: proposed by a member, taken over or declined by who may write the text."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.documents.models import Document, Revision
from gemeengoed.core.documents.services import EditConflict, Words, save_revision
from gemeengoed.core.documents.terms import term_finder
from gemeengoed.core.text import markdown
from gemeengoed.core.text.markdown import Block

from .. import queries
from ..models import Comment, Suggestion, SuggestionState, Thread
from ..spots import Spot, blocks_of
from . import telling, words
from .comments import open_thread
from .places import settle

LONGEST = 20_000
"""Characters of a proposed passage."""
LEASE = timedelta(minutes=1)
"""How long a suggestion may be TAKING; after that a crash is assumed and it is open again."""


class PassageChanged(ValidationError):
    """The passage is no longer as it was when the suggestion was made; `now` is its Markdown now, empty
    when it is gone. `number` is its block."""

    def __init__(self, now: str, number: int | None) -> None:
        super().__init__(
            _(
                "The passage has changed since this was suggested, so it cannot be taken over as it "
                "is. Both are shown; suggest it anew where it still helps."
            ),
            code="changed",
        )
        self.now, self.number = now, number


def suggest(spot: Spot, author: Actor, proposed: str, why: str) -> Comment:
    """Opens a thread with a suggestion. Raises ValidationError (proposed, text; too-many)."""
    why, html = words.rendered(why)
    proposed = _proposed(spot, proposed)
    with transaction.atomic():
        comment = open_thread(spot, author, why, html)
        Suggestion.objects.create(
            thread=comment.thread, original=spot.block.source, proposed=proposed
        )
        telling.of_comment(comment, "suggest")
    return comment


def _proposed(spot: Spot, proposed: str) -> str:
    proposed = proposed.replace("\r\n", "\n").strip("\n")
    if not spot.block.source:
        raise ValidationError(
            {"proposed": _("This passage cannot be changed by itself. Comment on it instead.")}
        )
    if proposed == spot.block.source:
        raise ValidationError({"proposed": _("This is what it says already. Change something.")})
    words.short(proposed, "proposed", LONGEST)
    try:
        text = markdown.replaced(spot.revision.text, spot.block, proposed)
        markdown.check(text, term=term_finder(spot.document.work))
    except ValidationError as error:
        raise ValidationError({"proposed": error.messages}) from error
    return proposed


def passage_now(suggestion: Suggestion, document: Document) -> Block | None:
    """The block of the newest revision that the suggestion is about, or None when it is gone."""
    if document.head is None:
        return None
    blocks = blocks_of(document, document.head)
    settle(document, document.head, blocks)
    place = suggestion.thread.places.filter(revision=document.head.number).first()
    return blocks[place.block - 1] if place and place.block else None


def accept(suggestion: Suggestion, by: Actor) -> Revision:
    """Saves a new revision with the proposed passage in it, credited to who suggested it.

    Raises PassageChanged, or ValidationError (code answered) when somebody else answers. The suggestion
    is claimed first, so that of two who accept one saves; rendering happens outside the transactions.
    """
    _claim(suggestion)
    try:
        revision = _save(suggestion, by)
    except BaseException:
        _release(suggestion)
        raise
    with transaction.atomic():
        _end(suggestion, by, SuggestionState.ACCEPTED, saved_as=revision.number)
        telling.of_answer(suggestion.thread, "accepted", by)
    return revision


def _claim(suggestion: Suggestion) -> None:
    now = timezone.now()
    free = Q(state=SuggestionState.OPEN) | Q(
        state=SuggestionState.TAKING, taking_since__lt=now - LEASE
    )
    mine = Suggestion.objects.filter(free, pk=suggestion.pk)
    if not mine.update(state=SuggestionState.TAKING, taking_since=now):
        raise _answered()


def _answered() -> ValidationError:
    return ValidationError(
        _("Somebody else answered this suggestion just now. Look at it again."), code="answered"
    )


def _release(suggestion: Suggestion) -> None:
    Suggestion.objects.filter(pk=suggestion.pk, state=SuggestionState.TAKING).update(
        state=SuggestionState.OPEN, taking_since=None
    )


def release_stuck() -> None:
    """The clock's part: what a crash left half taken over is open again."""
    stuck = Suggestion.objects.filter(
        state=SuggestionState.TAKING, taking_since__lt=timezone.now() - LEASE
    )
    stuck.update(state=SuggestionState.OPEN, taking_since=None)


def _save(suggestion: Suggestion, by: Actor) -> Revision:
    document = Document.objects.select_related("work__commons__actor", "head").get(
        pk=suggestion.thread.document_id
    )
    head, block = document.head, passage_now(suggestion, document)
    if head is None or block is None:
        raise PassageChanged("", None)
    if block.source == suggestion.proposed:
        return head  # saved before a crash, or by hand
    if block.source != suggestion.original:
        raise PassageChanged(block.source, block.number)
    text = markdown.replaced(head.text, block, suggestion.proposed)
    changed = Words(head.title, head.summary, text, _reason(suggestion.thread))
    try:
        return save_revision(document.work, document.language, changed, by, head.number)
    except EditConflict as conflict:
        raise ValidationError(
            _("Somebody saved this text at the same moment. Look at it again."), code="conflict"
        ) from conflict


def _reason(thread: Thread) -> str:
    """Credits by handle, which stays when somebody leaves; the name does not."""
    first = queries.opener_of(thread)
    handle = f"@{first.author.handle}" if first.author else "–"
    told = _("Suggestion by %(who)s: %(why)s") % {"who": handle, "why": first.plain}
    return told if len(told) <= 300 else f"{told[:299].rstrip()}…"


def _end(
    suggestion: Suggestion,
    by: Actor,
    state: SuggestionState,
    answer: str = "",
    saved_as: int | None = None,
) -> None:
    """From open (or taking, for who takes it over) to its end, once; the thread is resolved by it."""
    before = SuggestionState.TAKING if saved_as else SuggestionState.OPEN
    now = timezone.now()
    ended = Suggestion.objects.filter(pk=suggestion.pk, state=before).update(
        state=state,
        answered=now,
        answered_by=by,
        answer=answer,
        saved_as=saved_as,
        taking_since=None,
    )
    if not ended:
        raise _answered()
    Thread.objects.filter(pk=suggestion.thread_id).update(resolved=now, resolved_by=by)


def decline(suggestion: Suggestion, by: Actor, reason: str) -> None:
    """Says no, with a reason that the suggester gets. Raises ValidationError (reason; answered)."""
    reason = words.reason(reason)
    with transaction.atomic():
        _end(suggestion, by, SuggestionState.DECLINED, answer=reason)
        telling.of_answer(suggestion.thread, "declined", by, reason)


@transaction.atomic
def take_back(suggestion: Suggestion, by: Actor) -> None:
    """Ends one's own suggestion; the words stay. Raises ValidationError (code answered)."""
    first = queries.opener_of(suggestion.thread)
    if first.author_id != by.pk:
        raise ValidationError(_("Only who made a suggestion takes it back."), code="not-yours")
    _end(suggestion, by, SuggestionState.TAKEN_BACK)
