"""Keeping the index: an object is read anew through what its capability declared."""

import unicodedata
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import translation

from gemeengoed.core import registry
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.queries import uses_section
from gemeengoed.core.registry import SearchEntry
from gemeengoed.core.text import stems

from . import counting, tokens
from .models import Entry, Item
from .stores import store

BATCH = 25


@transaction.atomic
def index(uri: str, object_type: str) -> None:
    """Makes the index say what now holds for the object at `uri`; forgets it when nothing does.

    Does nothing for a type that nobody declared. Two at once for one object wait for one another and
    each reads it anew; only of two that are both the first, one fails and is tried again.
    """
    declared = registry.searchable(object_type)
    if declared is None:
        return
    item = _locked(uri)
    entries = {entry.language: entry for entry in declared.entries(uri)}
    if _is_off(entries.values(), object_type):
        entries = {}
    if not entries:
        _forget(item)
        return
    item = item or Item(uri=uri)
    item.published = max((e.published for e in entries.values() if e.published), default=None)
    item.save()
    _write_all(item, entries, object_type)


def _is_off(entries: Iterable[SearchEntry], object_type: str) -> bool:
    """Whether they belong to a section that their commons has switched off."""
    section = registry.section_of(object_type)
    homes = {entry.commons for entry in entries}
    return section is not None and not all(uses_section(home, section.slug) for home in homes)


def index_sections(handle: str, slugs: Sequence[str]) -> None:
    """Indexes anew what a commons has in these sections, when they were switched on or off."""
    for slug in slugs:
        section = registry.get(slug)
        for declared in section.searchable if section else ():
            found = declared.all_uris()
            _index_all([u for u in found if u.startswith(f"/@{handle}/")], declared.object_type)


def _locked(uri: str) -> Item | None:
    return Item.objects.select_for_update().filter(uri=uri).first()


@transaction.atomic
def remove(uri: str) -> None:
    """Forgets the object at `uri`, in all languages."""
    _forget(_locked(uri))


def rebuild() -> int:
    """Indexes everything that can be found, forgets the rest, and says how many objects there are."""
    seen: set[str] = set()
    for declared in _declared():
        found = list(declared.all_uris())
        _index_all(found, declared.object_type)
        seen.update(found)
    for uri in set(Item.objects.values_list("uri", flat=True)) - seen:
        remove(uri)
    counting.count()
    return len(seen)


def _index_all(uris: list[str], object_type: str) -> None:
    """Several in one transaction: quicker than one by one, and short enough for who else writes. All
    addresses were read before: a cursor that stays open stands in the way of writing."""
    for first in range(0, len(uris), BATCH):
        with transaction.atomic():
            for uri in uris[first : first + BATCH]:
                index(uri, object_type)
        counting.count()


def _declared() -> list[registry.Searchable]:
    return [one for capability in registry.capabilities() for one in capability.searchable]


def _actors(handles: Iterable[str]) -> dict[str, Actor]:
    return {actor.handle: actor for actor in Actor.objects.filter(handle__in=set(handles))}


def _write_all(item: Item, entries: dict[str, SearchEntry], object_type: str) -> None:
    kept = {entry.language: entry for entry in item.entries.all()}
    _erase([entry for language, entry in kept.items() if language not in entries])
    first = item.pk * Entry.SLOTS
    free = sorted(set(range(Entry.MOST)) - {entry.pk - first for entry in kept.values()})
    commons = _actors(one for e in entries.values() for one in (e.commons, *e.found_in))
    for language, entry in sorted(entries.items())[: Entry.MOST]:
        row = kept.get(language) or Entry(pk=first + free.pop(0), item=item, language=language)
        row.object_type, row.commons = object_type, commons.get(entry.commons)
        places = [commons[one].pk for one in (entry.commons, *entry.found_in) if one in commons]
        _write(row, entry, places, is_new=language not in kept)


def _write(row: Entry, entry: SearchEntry, places: Iterable[int], *, is_new: bool) -> None:
    before = _words(row)
    row.title = unicodedata.normalize("NFC", entry.title)[:300]
    row.text = unicodedata.normalize("NFC", entry.text)
    row.audience, row.published = str(entry.audience), entry.published
    with translation.override("en"):  # the source language; who shows it translates it
        row.kind = str(entry.kind)[:80]
    row.save(force_insert=is_new)
    made = tokens.make(row.title, row.text, row.language, _scope(row, places))
    store().write(row.pk, made.words, made.marks)
    counting.note(row.language, _words(row), before)


def _scope(entry: Entry, places: Iterable[int]) -> list[str]:
    """The marks of who may see it, and of the commons in whose own search it stands."""
    seen = tokens.seen_by(entry.audience, entry.commons_id)
    return [seen, *(tokens.in_commons(place) for place in places)]


def _words(entry: Entry) -> set[str]:
    found = {*stems.words(entry.title), *stems.words(entry.text)}
    return {word for word in found if counting.worth_knowing(word)}


def _forget(item: Item | None) -> None:
    if item is not None:
        _erase(list(item.entries.all()))
        item.delete()


def _erase(entries: list[Entry]) -> None:
    for entry in entries:
        counting.note(entry.language, set(), _words(entry))
    keys = [entry.pk for entry in entries]
    store().erase(keys)
    Entry.objects.filter(pk__in=keys).delete()
