"""{% load conversations %}: what readers asked and others answered, under what it is about."""

from typing import Any

from django import template
from django.conf import settings

from gemeengoed.core.federation.models import RemoteActor, RemoteObject
from gemeengoed.core.federation.remote import pictures
from gemeengoed.core.federation.steering import blocking

from .. import on_servers, queries, thread
from ..models import Message

register = template.Library()


@register.inclusion_tag("conversations/exchanges.html")
def exchanges_about(uri: str) -> dict[str, Any]:
    """{% exchanges_about uri %}: published exchanges about the object at that address, what people on other
    servers answered, and how to do that."""
    exchanges, is_shown = queries.stands_below(uri)
    return {
        "exchanges": exchanges,
        "answers": thread.shown_about(uri) if is_shown else None,
        "around": thread.around(uri),
    }


@register.filter
def page_of(one: RemoteObject | RemoteActor) -> str:
    """{{ message.remote|page_of }}: where a person can look at it, on its own server."""
    return on_servers.page_of(one)


@register.filter
def attached(thing: RemoteObject) -> list[dict[str, Any]]:
    """{{ message.remote|attached }}: what came along, as [{"url", "type", "alt", …}], with the address here
    of each `picture`; nothing from servers whose files are not taken."""
    if blocking.rejects_media(thing.author):
        return []
    return [
        {**one, "picture": _picture(one)}
        for one in thing.attachments
        if _is_on_the_web(one.get("url"))
    ]


def _picture(file: dict[str, Any]) -> str:
    shown = file.get("type") == "Image" and settings.REMOTE_MEDIA
    return pictures.address(file["url"]) if shown else ""


def _is_on_the_web(url: object) -> bool:
    return isinstance(url, str) and url.startswith(("https://", "http://"))


@register.filter
def answers_whom(message: Message) -> str:
    """{{ message|answers_whom }}: who wrote what it answers; empty where that is not shown."""
    above = message.parent
    if above is None:
        return ""
    if above.author is not None:
        return above.author.name
    return above.remote.author.address if above.remote and above.remote.gone is None else ""
