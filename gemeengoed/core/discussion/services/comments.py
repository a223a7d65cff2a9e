"""Saying something at a passage, answering, taking back, resolving, hiding."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.actors.services import touch
from gemeengoed.core.log import services as log
from gemeengoed.core.notices.services import retract

from ..models import Comment, Thread
from ..spots import Spot
from . import telling, words
from .places import placed


def begin(spot: Spot, author: Actor, text: str) -> Comment:
    """Opens a thread at a block. Raises ValidationError (text; too-many)."""
    text, html = words.rendered(text)
    with transaction.atomic():
        comment = open_thread(spot, author, text, html)
        telling.of_comment(comment)
    return comment


def open_thread(spot: Spot, author: Actor, text: str, html: str) -> Comment:
    """The rows of a thread with its first comment, inside the caller's transaction."""
    words.keep_pace(author)
    passage = spot.passage
    thread = Thread.objects.create(
        document=spot.document,
        revision=spot.revision.number,
        block=spot.number,
        quote=passage.words,
        among_writers=spot.among_writers,
    )
    placed(thread, spot.revision.number, passage).save()
    return Comment.objects.create(thread=thread, author=author, text=text, html=html)


def reply(thread: Thread, author: Actor, text: str) -> Comment:
    """Answers in a thread, which that opens again. Raises ValidationError (text; too-many)."""
    text, html = words.rendered(text)
    with transaction.atomic():
        words.keep_pace(author)
        Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
        comment = Comment.objects.create(thread=thread, author=author, text=text, html=html)
        Thread.objects.filter(pk=thread.pk, suggestion__isnull=True).update(
            resolved=None, resolved_by=None
        )
        telling.of_comment(comment)
    return comment


def may_edit(comment: Comment, actor: Actor | None, later: bool) -> bool:
    """Whether its writer may still change it: until somebody answered (`later` tells)."""
    mine = actor is not None and comment.author_id == actor.pk
    return mine and not later and not comment.taken_back and not comment.hidden


def edit(comment: Comment, author: Actor, text: str) -> Comment:
    """Changes one's own words. Raises ValidationError (text; answered)."""
    text, html = words.rendered(text)
    with transaction.atomic():
        Thread.objects.select_for_update(no_key=True).get(pk=comment.thread_id)
        comment = Comment.objects.select_related("thread").get(pk=comment.pk)
        later = Comment.objects.filter(thread=comment.thread_id, pk__gt=comment.pk).exists()
        if not may_edit(comment, author, later):
            raise ValidationError(
                _("Somebody has answered, so these words stay. Write a new comment below them."),
                code="answered",
            )
        comment.text, comment.html, comment.edited = text, html, timezone.now()
        comment.save(update_fields=["text", "html", "edited"])
        _shown_anew(comment)
    return comment


@transaction.atomic
def take_back(comment: Comment, author: Actor) -> None:
    """Erases one's own words; that there was a comment stays, so that answers keep their place."""
    mine = Comment.objects.filter(pk=comment.pk, author=author, taken_back__isnull=True)
    if not mine.update(text="", html="", taken_back=timezone.now()):
        raise ValidationError(_("This comment was taken back already."), code="gone")
    retract(telling.address(comment))
    _shown_anew(comment)


def hide(comment: Comment, by: Actor, reason: str) -> None:
    """Takes a comment from readers, with a reason that they and the public log get."""
    reason = words.reason(reason)[:300]
    with transaction.atomic():
        shown = Comment.objects.filter(pk=comment.pk, hidden__isnull=True, taken_back__isnull=True)
        if not shown.update(hidden=timezone.now(), hidden_by=by, hidden_reason=reason):
            raise ValidationError(_("This comment was hidden or taken back already."), code="gone")
        _log(comment, by, "comment.hidden", reason)
        retract(telling.address(comment))
        _shown_anew(comment)


@transaction.atomic
def show_again(comment: Comment, by: Actor) -> None:
    """Ends hiding."""
    hidden = Comment.objects.filter(pk=comment.pk, hidden__isnull=False)
    if not hidden.update(hidden=None, hidden_by=None, hidden_reason=""):
        raise ValidationError(_("This comment is not hidden."), code="shown")
    _log(comment, by, "comment.shown", "")
    _shown_anew(comment)


def _log(comment: Comment, by: Actor, act: str, reason: str) -> None:
    document = comment.thread.document
    log.append(
        document.work.commons.actor,
        act,
        by,
        object=telling.page_of(document),
        reason=reason,
        details={"title": telling.title_of(document)},
        concerns=[comment.author] if comment.author else [],
    )


def _shown_anew(comment: Comment) -> None:
    touch(comment.thread.document.work.commons.actor)


@transaction.atomic
def resolve(thread: Thread, by: Actor) -> None:
    """Raises ValidationError when somebody did so already."""
    still_open = Thread.objects.filter(pk=thread.pk, resolved__isnull=True)
    if not still_open.update(resolved=timezone.now(), resolved_by=by):
        raise ValidationError(_("Somebody resolved this already."), code="resolved")
    touch(thread.document.work.commons.actor)


@transaction.atomic
def reopen(thread: Thread, by: Actor) -> None:
    """Raises ValidationError when it is open, or ended with the answer to a suggestion."""
    ended = Thread.objects.filter(pk=thread.pk, resolved__isnull=False)
    ended = ended.exclude(suggestion__isnull=False)
    if not ended.update(resolved=None, resolved_by=None):
        raise ValidationError(_("This is open already, or was answered for good."), code="open")
    touch(thread.document.work.commons.actor)
