"""Somebody on another server, and what they say, as federation stores it."""

from typing import Any

from django.db import transaction

from gemeengoed.core.conversations import from_servers
from gemeengoed.core.federation.models import Host, RemoteActor, RemoteObject

ABOUT = "/@werf/publications/delen/"


def somebody(name: str = "ada", host: str = "there.example", **more: Any) -> RemoteActor:
    uri = f"https://{host}/users/{name}"
    values = {
        "host": Host.objects.get_or_create(name=host)[0],
        "type": "Person",
        "username": name,
        "name": f"{name.title()} van ginder",
        "url": f"https://{host}/@{name}",
        "inbox": f"{uri}/inbox",
        "shared_inbox": f"https://{host}/inbox",
    }
    found, _is_new = RemoteActor.objects.get_or_create(uri=uri, defaults=values | more)
    return found


def thing(words: str, answers: str = "", *, author: RemoteActor | None = None, **more: Any) -> Any:
    """Stored, in answer to the publication unless `answers` (an id) says otherwise."""
    author = author or somebody()
    number = RemoteObject.objects.count() + 1
    values = {
        "uri": f"{author.uri}/notes/{number}",
        "type": "Note",
        "answers": answers or f"http://localhost{ABOUT}",
        "about": ABOUT,
        "url": f"{author.url}/{number}",
        "html": f"<p>{words}</p>",
        "plain": words,
        "language": "nl",
    }
    return RemoteObject.objects.create(author=author, **(values | more))


def comes_in(words: str, answers: str = "", **more: Any) -> Any:
    """A reply that was taken; its message."""
    said = thing(words, answers, **more)
    with transaction.atomic():
        assert from_servers.take("Create", said) == "conversation"
    said.refresh_from_db()
    return said.message


def changes(said: RemoteObject, words: str) -> str | None:
    said.html, said.plain = f"<p>{words}</p>", words
    said.save()
    with transaction.atomic():
        return from_servers.take("Update", said)
