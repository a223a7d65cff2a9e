"""The inbox of a commons, and what of it everybody may read, as JSON."""

from datetime import datetime
from typing import Annotated, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.html import linebreaks
from ninja import Router, Schema, Status
from pydantic import Field

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.federation import addresses
from gemeengoed.core.federation.models import RemoteObject
from gemeengoed.core.people.api_auth import anybody, read, write

from . import notes, queries, thread
from .models import Conversation, ConversationState, Message
from .on_servers import page_of
from .services import answering
from .services.acts import ACTS, on_message

router = Router(tags=["conversations"])
INBOX = "/commons/{handle}/inbox"
EXCHANGES = "/commons/{handle}/exchanges"
REPLIES = "/commons/{handle}/replies"


class AttachedOut(Schema):
    """A file that came along and is not kept; `size` in bytes."""

    name: str
    type: str
    size: int


class RemoteOut(Schema):
    """What somebody on another server said. `uri` is its id, `url` its page there; `author` is `@name@host`.
    `html` is safe to show; `public` whether it was said to everybody, `sensitive` and `summary` warn of what
    it holds."""

    uri: str
    url: str
    author: str
    name: str
    html: str
    language: str
    summary: str
    sensitive: bool
    public: bool
    gone: bool


class SaidOut(Schema):
    """`author` is the handle of the editor who answered; empty for who wrote in. `remote` is None for mail
    and answers; `parent` the id of what it answers. `version` changes with what is said; `shown`, `withheld`:
    when that was decided."""

    id: int
    author: str
    words: str
    quoted: str
    from_elsewhere: bool
    attachments: list[AttachedOut]
    created: datetime
    remote: RemoteOut | None
    parent: int | None
    version: str
    shown: datetime | None
    withheld: datetime | None
    changed: datetime | None


class ConversationOut(Schema):
    """`correspondent` is `@name@host` of who began it on another server, empty for mail; then `name` and
    `address` are empty. `came_back` is when mail to the person came back; empty again once they write or are
    answered anew."""

    id: int
    subject: str
    about: str
    language: str
    name: str
    address: str
    correspondent: str
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
    open. Without it all of them count as read. `to` is the id of the message that is answered, where they
    came from other servers; without it the last."""

    words: str
    seen: Annotated[int, Field(ge=0, lt=10**18)] | None = None
    to: Annotated[int, Field(ge=0, lt=10**18)] | None = None


class DecisionIn(Schema):
    """`version` is that of the message that was read: when it says something else by now it is not shown.
    `further`: also show what follows in the thread."""

    version: str = ""
    further: bool = False


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
    author = one.correspondent.address if one.correspondent else ""
    names = set(ConversationOut.model_fields) - {"id", "correspondent"}
    return {"id": one.pk, "correspondent": author} | {name: getattr(one, name) for name in names}


def _said(message: Message) -> dict[str, Any]:
    names = set(SaidOut.model_fields) - {"id", "author", "remote", "parent"}
    return {
        "id": message.pk,
        "author": message.author.handle if message.author else "",
        "remote": _remote(message.remote) if message.remote else None,
        "parent": message.parent_id,
        **{name: getattr(message, name) for name in names},
    }


def _remote(thing: RemoteObject) -> dict[str, Any]:
    names = ("uri", "name", "html", "language", "summary", "sensitive", "public")
    return {
        "url": page_of(thing),
        "author": thing.author.address,
        "gone": thing.gone is not None,
        **{name: getattr(thing, name) for name in names},
    }


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
    """Sends an answer: by mail, or to the server where it was written."""
    access = _enter(request, handle, "conversations.answer")
    one = _one(access, pk)
    said = answering.answer(one, access.actor, given.words, given.seen, given.to)
    return Status(201, _said(said))


@router.post(INBOX + "/{pk}/messages/{number}/{verb}", response=SaidOut, auth=write)
def decide(
    request: HttpRequest, handle: str, pk: int, number: int, verb: str, given: DecisionIn
) -> dict[str, Any]:
    """Lets a message from another server be read under what it answers ('show'), or not any more ('withhold',
    which also takes an answer of editors back)."""
    access = _enter(request, handle, "conversations.answer")
    one = _one(access, pk)
    message = get_object_or_404(queries.with_remote(one), pk=number)
    message.conversation = one
    decided = on_message(message, access.actor, verb, version=given.version, further=given.further)
    if not decided:
        raise Http404
    return _said(message)


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


class ReplyOut(Schema):
    """`author` is `@name@host`, or the handle of the editor who answered in the name of the commons; `url` is
    where it was written, `address` where it is read here. `answers` is the id of what it answers, None for
    what it is about. `html` is safe to show."""

    id: int
    address: str
    url: str
    about: str
    answers: int | None
    author: str
    name: str
    words: str
    html: str
    language: str
    summary: str
    sensitive: bool
    created: datetime


class ReplyPage(Schema):
    total: int
    page: int
    items: list[ReplyOut]


@router.get(REPLIES, response=ReplyPage, auth=anybody)
def list_replies(
    request: HttpRequest, handle: str, about: str = "", page: int = 1, per_page: int = 30
) -> dict[str, Any]:
    """What people on other servers answered and editors let be read, with what editors answered to that;
    newest first, about what you may read. With `about` (an address from `/@` on) only what is about that. At
    most 100 a page."""
    access = enter(request, handle)
    rows = thread.readable(access.commons, access.audiences)
    rows = rows.filter(conversation__about=about) if about else rows
    current = Paginator(rows, max(1, min(per_page, 100))).get_page(page)
    items = [_reply(one) for one in current]
    return {"total": current.paginator.count, "page": current.number, "items": items}


def _reply(one: Message) -> dict[str, Any]:
    about = one.conversation.about
    shown = {"id": one.pk, "about": about, "address": f"{about}#m{one.pk}", "words": one.words}
    shown |= {"answers": one.parent_id, "created": one.created}
    if one.remote is not None:
        said = _remote(one.remote)
        names = ("url", "author", "html", "language", "summary", "sensitive")
        name = one.remote.author.name or one.remote.author.username
        return shown | {"name": name} | {key: said[key] for key in names}
    author = one.author
    return shown | {
        "url": addresses.absolute(notes.path(one)),
        "author": author.handle if author else "",
        "name": author.name if author else "",
        "html": linebreaks(one.words, autoescape=True),
        "language": one.conversation.commons.language,
        "summary": "",
        "sensitive": False,
    }
