"""From an entry to a sentence that anybody can read, in the reader's language."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gemeengoed.core import registry
from gemeengoed.core.text import languages

from .models import LogEntry

ROLES = {
    "visitor": gettext_lazy("visitor"),
    "member": gettext_lazy("member"),
    "editor": gettext_lazy("editor"),
    "steward": gettext_lazy("steward"),
    "operator": gettext_lazy("operator"),
}
_END = mark_safe("</a>")
NAMED = re.compile(r"%\((\w+)\)s")
Show = Callable[[str, str], Any]
"""(address, words) to a link, or to the words alone."""


class _Values(dict[str, Any]):
    """What a sentence may name; what an entry does not hold is left out of the sentence."""

    def __missing__(self, key: str) -> str:
        return ""


class _Open(dict[str, str]):
    """Leaves open what only an entry knows."""

    def __missing__(self, key: str) -> str:
        return "" if key in ("actor", "reason", "link", "end") else "…"


def html(entry: LogEntry) -> SafeString:
    """The sentence with links; every word that people typed is escaped."""
    if entry.words is None:
        return conditional_escape(erased(entry))
    sentence = conditional_escape(_sentence(entry))
    values = {key: conditional_escape(value) for key, value in _values(entry, _link).items()}
    if _ours(entry.words["object"]):
        values |= {"link": format_html('<a href="{}">', entry.words["object"]), "end": _END}
    return mark_safe(sentence % _Values(values))


def plain(entry: LogEntry) -> str:
    """The same without links, for a feed or a title."""
    if entry.words is None:
        return erased(entry)
    return _sentence(entry) % _Values(_values(entry, lambda address, words: words))


def erased(entry: LogEntry) -> str:
    return _("The words of this entry (%(act)s) have been erased.") % {"act": act_name(entry.act)}


def act_name(act: str) -> str:
    """What was done, by the sentence of the act without who and what: 'changed the question “…”'.

    Where no sentence is known, `member.role_changed` becomes 'member: role changed'.
    """
    known = registry.log_sentence(act)
    if known:
        return (str(known) % _Open()).strip(" :")
    subject, _dot, verb = act.partition(".")
    return ": ".join(part.replace("_", " ") for part in (subject, verb) if part)


def leftovers(entry: LogEntry) -> list[tuple[str, str]]:
    """Details that the sentence did not name, each with a readable name."""
    if entry.words is None:
        return []
    said = set(NAMED.findall(_sentence(entry)))
    said |= {"title"} if "object" in said else set()
    rest = [
        (detail_name(key), readable(value, key))
        for key, value in sorted(entry.words["details"].items())
        if key not in said
    ]
    return [(key, value) for key, value in rest if value]


def detail_name(key: str) -> str:
    """As declared in the registry; a language code as the language; else the key in words."""
    known = registry.log_detail(key)
    if known is None and key in dict(settings.LANGUAGES):
        return languages.name(key)
    return str(known or key.replace("_", " "))


def reason(entry: LogEntry) -> str:
    """The stated reason, unless the sentence has it."""
    if entry.words is None or "reason" in NAMED.findall(_sentence(entry)):
        return ""
    return str(entry.words["reason"])


def _sentence(entry: LogEntry) -> str:
    known = registry.log_sentence(entry.act)
    return str(known) if known else _("%(actor)s – %(act)s %(object)s")


def _values(entry: LogEntry, show: Show) -> dict[str, Any]:
    words = entry.words or {}
    details = words["details"]
    object_name = readable(details.get("title")) or _short(words["object"])
    actor = words["actor_name"] or words["actor"]
    return {
        **{key: readable(value, key) for key, value in details.items()},
        "act": act_name(entry.act),
        "reason": words["reason"],
        "object": show(words["object"], object_name),
        "actor": show(f"/@{words['actor']}/", actor) if actor else _("The server"),
    }


def _short(address: str) -> str:
    """`/@ada/` reads as @ada."""
    name = address.strip("/")
    return name if name.startswith("@") and "/" not in name else address


def _ours(address: str) -> bool:
    # Only our own paths: what comes from elsewhere is shown, not followed.
    return address.startswith("/") and not address.startswith("//")


def _link(address: str, words: str) -> SafeString | str:
    if _ours(address):
        return format_html('<a href="{}">{}</a>', address, words)
    return words


def readable(value: Any, key: str = "") -> str:
    """A detail as people read it; `key` says which, for values with a word of their own."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return _several(value, key)
    if isinstance(value, list):
        return ", ".join(readable(inner, key) for inner in value)
    return str(registry.log_detail(f"{key}:{value}") or ROLES.get(value, value))


def _several(value: dict[str, Any], key: str) -> str:
    if set(value) == {"from", "to"}:
        old, new = (readable(value[name], key) or _("nothing") for name in ("from", "to"))
        return _("was: %(old)s – became: %(new)s") % {"old": old, "new": new}
    told = {name: readable(inner, key) for name, inner in value.items()}
    return "; ".join(f"{detail_name(name)}: {text}" for name, text in told.items() if text)
