"""Threads, comments and suggestions."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from gemeengoed.core.people.api_auth import anybody, write

from .. import showing
from ..access import Discussing, enter_discussion
from ..models import Suggestion
from ..services import comments, suggestions
from ..services.suggestions import PassageChanged
from ..showing import Said, Talk

router = Router(tags=["discussion"])
TEXT = "/commons/{handle}/texts/{pk}/discussion"


class BlockOut(Schema):
    """`source` is its Markdown, empty where it cannot be changed by itself."""

    number: int
    kind: str
    plain: str
    source: str


class CommentOut(Schema):
    """`state`: here, taken back or hidden; of the last two there are words for editors at most."""

    id: int
    author: str
    text: str
    html: str
    created: datetime
    edited: datetime | None
    state: str


class SuggestionOut(Schema):
    original: str
    proposed: str
    state: str
    answered_by: str
    answer: str
    saved_as: int | None


class ThreadOut(Schema):
    """`block` is null when its passage is no longer there; `quote` are the words it was about."""

    id: int
    block: int | None
    quote: str
    among_writers: bool
    resolved: datetime | None
    resolved_by: str
    comments: list[CommentOut]
    suggestion: SuggestionOut | None


class DiscussionOut(Schema):
    """At the newest revision for writers, at the published one for everybody else."""

    revision: int
    language: str
    blocks: list[BlockOut]
    threads: list[ThreadOut]


class CommentIn(Schema):
    """`text` in Markdown, at most 5,000 characters."""

    text: str


class AtBlock(CommentIn):
    """`revision` that you read, of which `block` is a number; 409 when there is a newer one."""

    block: int
    revision: int


class SuggestionIn(AtBlock):
    """`proposed` is the block in Markdown as it should read; `text` says why."""

    proposed: str


class ReasonIn(Schema):
    reason: str = ""


class Newer(Schema):
    detail: str
    revision: int


class Changed(Schema):
    """`now` is the passage as it is, empty when it is gone; `block` its number."""

    detail: str
    now: str
    block: int | None


class Saved(Schema):
    revision: int


def _name(actor: Any) -> str:
    return actor.handle if actor else ""


def _comment(said: Said) -> dict[str, Any]:
    comment = said.comment
    state = "taken back" if comment.taken_back else "hidden" if comment.hidden else "here"
    return {
        "id": comment.pk,
        "author": _name(comment.author),
        "text": comment.text if said.readable else "",
        "html": comment.html if said.readable else "",
        "created": comment.created,
        "edited": comment.edited,
        "state": state,
    }


def _suggestion(suggestion: Suggestion | None) -> dict[str, Any] | None:
    if suggestion is None:
        return None
    names = ("original", "proposed", "state", "answer", "saved_as")
    return {
        **{name: getattr(suggestion, name) for name in names},
        "answered_by": _name(suggestion.answered_by),
    }


def _thread(talk: Talk) -> dict[str, Any]:
    thread = talk.thread
    return {
        "id": thread.pk,
        "block": talk.number,
        "quote": thread.quote,
        "among_writers": thread.among_writers,
        "resolved": thread.resolved,
        "resolved_by": _name(thread.resolved_by),
        "comments": [_comment(said) for said in talk.said],
        "suggestion": _suggestion(talk.suggestion),
    }


def _one(here: Discussing, pk: int) -> dict[str, Any]:
    return next(_thread(talk) for talk in showing.talks(here) if talk.thread.pk == pk)


def _newer(here: Discussing, given: AtBlock) -> Status[dict[str, Any]] | None:
    if given.revision == here.revision.number:
        return None
    detail = f"revision {here.revision.number} is shown now"
    return Status(409, {"detail": detail, "revision": here.revision.number})


def _suggested(here: Discussing, pk: int) -> Suggestion:
    thread = here.thread(pk)
    found: Suggestion | None = getattr(thread, "suggestion", None)
    if found is None:
        raise Http404
    found.thread = thread
    return found


@router.get(TEXT, response=DiscussionOut, auth=anybody)
def read_discussion(request: HttpRequest, handle: str, pk: int) -> dict[str, Any]:
    here = enter_discussion(request, handle, pk)
    return {
        "revision": here.revision.number,
        "language": here.document.language,
        "blocks": here.blocks,
        "threads": [_thread(talk) for talk in showing.talks(here)],
    }


@router.post(f"{TEXT}/threads", response={201: ThreadOut, 409: Newer}, auth=write)
def begin_thread(request: HttpRequest, handle: str, pk: int, given: AtBlock) -> Status[Any]:
    """Comments on a block."""
    here = enter_discussion(request, handle, pk)
    here.access.require("discussion.comment")
    newer = _newer(here, given)
    if newer:
        return newer
    comment = comments.begin(here.spot(given.block), here.actor, given.text)
    return Status(201, _one(here, comment.thread_id))


@router.post(f"{TEXT}/suggestions", response={201: ThreadOut, 409: Newer}, auth=write)
def suggest(request: HttpRequest, handle: str, pk: int, given: SuggestionIn) -> Status[Any]:
    """Suggests another wording of a block."""
    here = enter_discussion(request, handle, pk)
    here.access.require("discussion.suggest")
    newer = _newer(here, given)
    if newer:
        return newer
    spot = here.spot(given.block)
    comment = suggestions.suggest(spot, here.actor, given.proposed, given.text)
    return Status(201, _one(here, comment.thread_id))


@router.post(f"{TEXT}/threads/{{thread}}/comments", response={201: ThreadOut}, auth=write)
def reply(
    request: HttpRequest, handle: str, pk: int, thread: int, given: CommentIn
) -> Status[dict[str, Any]]:
    here = enter_discussion(request, handle, pk)
    here.access.require("discussion.comment")
    comments.reply(here.thread(thread), here.actor, given.text)
    return Status(201, _one(here, thread))


@router.post(f"{TEXT}/threads/{{thread}}/resolve", response=ThreadOut, auth=write)
def resolve(request: HttpRequest, handle: str, pk: int, thread: int) -> dict[str, Any]:
    here = enter_discussion(request, handle, pk)
    found = here.thread(thread)
    here.require_resolver(found)
    comments.resolve(found, here.actor)
    return _one(here, thread)


@router.post(f"{TEXT}/threads/{{thread}}/reopen", response=ThreadOut, auth=write)
def reopen(request: HttpRequest, handle: str, pk: int, thread: int) -> dict[str, Any]:
    here = enter_discussion(request, handle, pk)
    found = here.thread(thread)
    here.require_resolver(found)
    comments.reopen(found, here.actor)
    return _one(here, thread)


@router.patch(f"{TEXT}/comments/{{comment}}", response=ThreadOut, auth=write)
def edit(
    request: HttpRequest, handle: str, pk: int, comment: int, given: CommentIn
) -> dict[str, Any]:
    """Your own, until somebody answers."""
    here = enter_discussion(request, handle, pk)
    found = here.comment(comment)
    here.require_own(found)
    comments.edit(found, here.actor, given.text)
    return _one(here, found.thread_id)


@router.delete(f"{TEXT}/comments/{{comment}}", response={204: None}, auth=write)
def take_back(request: HttpRequest, handle: str, pk: int, comment: int) -> Status[None]:
    """Your own; the place stays."""
    here = enter_discussion(request, handle, pk)
    found = here.comment(comment)
    here.require_own(found)
    comments.take_back(found, here.actor)
    return Status(204, None)


@router.post(f"{TEXT}/comments/{{comment}}/hide", response=ThreadOut, auth=write)
def hide(
    request: HttpRequest, handle: str, pk: int, comment: int, given: ReasonIn
) -> dict[str, Any]:
    """For editors; the reason stands in its place and in the public log."""
    here = enter_discussion(request, handle, pk)
    here.access.require("discussion.moderate")
    found = here.comment(comment)
    comments.hide(found, here.actor, given.reason)
    return _one(here, found.thread_id)


@router.post(f"{TEXT}/comments/{{comment}}/show", response=ThreadOut, auth=write)
def show_again(request: HttpRequest, handle: str, pk: int, comment: int) -> dict[str, Any]:
    """For editors: ends hiding."""
    here = enter_discussion(request, handle, pk)
    here.access.require("discussion.moderate")
    found = here.comment(comment)
    comments.show_again(found, here.actor)
    return _one(here, found.thread_id)


@router.post(f"{TEXT}/threads/{{thread}}/accept", response={200: Saved, 409: Changed}, auth=write)
def accept(request: HttpRequest, handle: str, pk: int, thread: int) -> Status[dict[str, Any]]:
    """For writers of the text: saves a revision. 409 when the passage has changed since."""
    here = enter_discussion(request, handle, pk)
    here.text.require_writer()
    try:
        revision = suggestions.accept(_suggested(here, thread), here.actor)
    except PassageChanged as changed:
        detail = changed.messages[0]
        return Status(409, {"detail": detail, "now": changed.now, "block": changed.number})
    return Status(200, {"revision": revision.number})


@router.post(f"{TEXT}/threads/{{thread}}/decline", response=ThreadOut, auth=write)
def decline(
    request: HttpRequest, handle: str, pk: int, thread: int, given: ReasonIn
) -> dict[str, Any]:
    """For writers of the text, with a reason."""
    here = enter_discussion(request, handle, pk)
    here.text.require_writer()
    suggestions.decline(_suggested(here, thread), here.actor, given.reason)
    return _one(here, thread)


@router.post(f"{TEXT}/threads/{{thread}}/withdraw", response=ThreadOut, auth=write)
def withdraw(request: HttpRequest, handle: str, pk: int, thread: int) -> dict[str, Any]:
    """Your own suggestion."""
    here = enter_discussion(request, handle, pk)
    here.access.require("discussion.suggest")
    suggestions.take_back(_suggested(here, thread), here.actor)
    return _one(here, thread)
