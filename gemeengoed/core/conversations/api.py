"""The inbox of a commons, and what of it everybody may read, as JSON."""

from datetime import datetime
from typing import Annotated, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.people.api_auth import anybody, read, write

from . import queries
from .models import Conversation, ConversationState, Message
from .services import answering
from .services.acts import ACTS

router = Router(tags=["conversations"])
INBOX = "/commons/{handle}/inbox"
EXCHANGES = "/commons/{handle}/exchanges"


class AttachedOut(Schema):
    """A file that came along and is not kept; `size` in bytes."""

    name: str
    type: str
    size: int


class SaidOut(Schema):
    """`author` is the handle of the editor who answered; empty for who wrote in."""

    id: int
    author: str
    words: str
    quoted: str
    from_elsewhere: bool
    attachments: list[AttachedOut]
    created: datetime


class ConversationOut(Schema):
    """`came_back` is when mail to the person came back; empty again once they write or are answered anew."""

    id: int
    subject: str
    about: str
    language: str
    name: str
    address: str
    state: str
    consent: str
    published: datetime | None
    created: datetime
    moved: datetime
    came_back: datetime | None


class WholeOut(ConversationOut):
    """`about_title` is the title of what it is about, in your language."""

    about_title: str
    messages: list[SaidOut]


class InboxPage(Schema):
    total: int
    page: int
    items: list[ConversationOut]


class AnswerIn(Schema):
    """`seen` is the id of the last message that was read; when more came in after it, the conversation stays
    open. Without it all of them count as read."""

    words: str
    seen: Annotated[int, Field(ge=0, lt=10**18)] | None = None


class AboutIn(Schema):
    """Address of what it is about, from `/@` on; empty for nothing."""

    about: str


def _enter(request: HttpRequest, handle: str, act: str) -> Access:
    access = enter(request, handle)
    access.require(act)
    return access


def _one(access: Access, pk: int) -> Conversation:
    conversation = get_object_or_404(Conversation, commons=access.commons, pk=pk)
    conversation.commons = access.commons
    return conversation


def _out(one: Conversation) -> dict[str, Any]:
    return {"id": one.pk} | {
        name: getattr(one, name) for name in ConversationOut.model_fields if name != "id"
    }


def _said(message: Message) -> dict[str, Any]:
    names = ("words", "quoted", "from_elsewhere", "attachments", "created")
    author = message.author.handle if message.author else ""
    return {"id": message.pk, "author": author} | {name: getattr(message, name) for name in names}


@router.get(INBOX, response=InboxPage, auth=read)
def list_conversations(
    request: HttpRequest, handle: str, state: str = "open", page: int = 1, per_page: int = 30
) -> dict[str, Any]:
    """Those in one state (open, answered, closed, spam); at most 100 a page."""
    access = _enter(request, handle, "conversations.read")
    if state not in ConversationState.values:
        raise Http404
    rows = queries.listed(access.commons, state)
    current = Paginator(rows, max(1, min(per_page, 100))).get_page(page)
    items = [_out(one) for one in current]
    return {"total": current.paginator.count, "page": current.number, "items": items}


@router.get(INBOX + "/{pk}", response=WholeOut, auth=read)
def read_conversation(request: HttpRequest, handle: str, pk: int) -> dict[str, Any]:
    one = _one(_enter(request, handle, "conversations.read"), pk)
    title = queries.title_of(one) if one.about else ""
    said = [_said(message) for message in queries.messages(one)]
    return _out(one) | {"about_title": title, "messages": said}


@router.post(INBOX + "/{pk}/answers", response={201: SaidOut}, auth=write)
def answer(request: HttpRequest, handle: str, pk: int, given: AnswerIn) -> Status[dict[str, Any]]:
    """Sends an answer by mail."""
    access = _enter(request, handle, "conversations.answer")
    one = _one(access, pk)
    return Status(201, _said(answering.answer(one, access.actor, given.words, given.seen)))


@router.patch(INBOX + "/{pk}", response=ConversationOut, auth=write)
def tie(request: HttpRequest, handle: str, pk: int, given: AboutIn) -> dict[str, Any]:
    one = _one(_enter(request, handle, "conversations.answer"), pk)
    answering.tie(one, given.about.strip())
    return _out(one)


@router.post(INBOX + "/{pk}/{verb}", response=ConversationOut, auth=write)
def act(request: HttpRequest, handle: str, pk: int, verb: str) -> dict[str, Any]:
    """`verb`: close, reopen, set-aside, ask, publish or take-back."""
    access = _enter(request, handle, "conversations.answer")
    if verb not in ACTS:
        raise Http404
    one = _one(access, pk)
    ACTS[verb](one, access.actor)
    one.refresh_from_db()
    return _out(one)


class ReadOut(Schema):
    """`author` is the handle of the editor who answered; empty for who asked."""

    author: str
    words: str
    created: datetime


class ExchangeOut(Schema):
    """What a reader asked and was answered. `address` is where it is read, `about` what it is about;
    `name` is empty unless they want it shown."""

    id: int
    address: str
    about: str
    subject: str
    language: str
    name: str
    published: datetime
    messages: list[ReadOut]


class ExchangePage(Schema):
    total: int
    page: int
    items: list[ExchangeOut]


@router.get(EXCHANGES, response=ExchangePage, auth=anybody)
def list_exchanges(
    request: HttpRequest, handle: str, about: str = "", page: int = 1, per_page: int = 30
) -> dict[str, Any]:
    """What was published with consent, newest first, about what you may read; with `about` (an address from
    `/@` on) only what is about that. At most 100 a page."""
    access = enter(request, handle)
    rows = queries.readable(access.commons, access.audiences)
    rows = rows.filter(about=about) if about else rows
    current = Paginator(rows, max(1, min(per_page, 100))).get_page(page)
    items = [_exchange(access, one) for one in current]
    return {"total": current.paginator.count, "page": current.number, "items": items}


@router.get(EXCHANGES + "/{pk}", response=ExchangeOut, auth=anybody)
def read_exchange(request: HttpRequest, handle: str, pk: int) -> dict[str, Any]:
    access = enter(request, handle)
    rows = queries.readable(access.commons, access.audiences)
    return _exchange(access, get_object_or_404(rows, pk=pk))


def _exchange(access: Access, one: Conversation) -> dict[str, Any]:
    one.commons = access.commons
    said = one.messages_shown  # type: ignore[attr-defined]
    return {
        "id": one.pk,
        "address": queries.read_at(one),
        **{name: getattr(one, name) for name in ("about", "subject", "language", "published")},
        "name": one.name if one.named else "",
        "messages": [
            {key: _said(message)[key] for key in ReadOut.model_fields} for message in said
        ],
    }
