"""An editor's answer as other servers read it: a Note of the commons (ActivityStreams vocabulary, section
3.3), which begins with a mention of whom it answers, as Mastodon and its kind expect."""

import re
from typing import Any

from django.utils import timezone
from django.utils.html import escape, linebreaks, urlize

from gemeengoed.core.federation import addresses
from gemeengoed.core.federation.models import RemoteActor, RemoteObject
from gemeengoed.core.registry import Federated, FederatedObject

from .models import Message
from .on_servers import page_of

Json = dict[str, Any]
OBJECT_TYPE = "answer"
_PATH = re.compile(r"/@([a-z0-9_-]{1,30})/answers/([0-9]{1,18})/")
_WITH_REMOTE = ("conversation__commons__actor", "parent__remote__author__host", "author")


def path(message: Message) -> str:
    """Its address, which is also its id on other servers."""
    return f"/@{message.conversation.commons.handle}/answers/{message.pk}/"


def public_at(handle: str, number: int) -> Message | None:
    """The answer with that number (pk) of the commons `handle`, when it was given to everybody and not taken
    back."""
    rows = Message.objects.select_related(*_WITH_REMOTE).filter(
        conversation__commons__actor__handle=handle,
        conversation__commons__actor__gone__isnull=True,
        author__isnull=False,
        withheld__isnull=True,
        parent__remote__public=True,
    )
    return rows.filter(pk=number).first()


def document(uri: str) -> FederatedObject | None:
    found = _PATH.fullmatch(uri)
    message = public_at(found[1], int(found[2])) if found else None
    thing = message.parent.remote if message and message.parent else None
    if message is None or thing is None:
        return None
    handle = message.conversation.commons.handle
    return FederatedObject(handle, handle, note(message, thing), mentions=(thing.author.uri,))


def note(message: Message, thing: RemoteObject) -> Json:
    """Without who it is for. `thing` is what it answers."""
    handle = message.conversation.commons.handle
    address = addresses.absolute(path(message))
    author = thing.author
    content = _html(message.words, author)
    language = (message.conversation.commons.language or "und")[:35]
    return {
        "id": address,
        "type": "Note",
        "attributedTo": addresses.actor(handle),
        "inReplyTo": thing.uri,
        "content": content,
        "contentMap": {language: content},
        "url": address,
        "published": message.created.isoformat(),
        "tag": [{"type": "Mention", "href": author.uri, "name": author.address}],
    }


def _html(words: str, author: RemoteActor) -> str:
    """The typed plain words as HTML; the classes are those by which Mastodon knows a mention."""
    mention = (
        f'<span class="h-card"><a href="{escape(page_of(author))}" class="u-url mention">'
        f"@<span>{escape(author.username)}</span></a></span>"
    )
    html = linebreaks(urlize(words, nofollow=True, autoescape=True))
    return html.replace("<p>", f"<p>{mention} ", 1)


def created(message: Message, thing: RemoteObject) -> Json:
    """For its author only, who did not say it to everybody."""
    only = [thing.author.uri]
    return _activity(message, "Create", {**note(message, thing), "to": only, "cc": []}, only)


def deleted(message: Message, thing: RemoteObject) -> Json:
    stone = {"id": addresses.absolute(path(message)), "type": "Tombstone", "formerType": "Note"}
    return _activity(message, "Delete", stone, [thing.author.uri])


def _activity(message: Message, type_: str, thing: Json, to: list[str]) -> Json:
    handle = message.conversation.commons.handle
    return {
        "id": addresses.activity(handle, f"answer-{message.pk}-{type_.lower()}"),
        "type": type_,
        "actor": addresses.actor(handle),
        "object": thing,
        "published": timezone.now().isoformat(),
        "to": to,
        "cc": [],
    }


FEDERATED = Federated(OBJECT_TYPE, document, lambda: ())
"""They are said when they are given, so there is none that was never said."""
