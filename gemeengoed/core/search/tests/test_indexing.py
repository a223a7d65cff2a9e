"""The index follows what holds, also when told twice, and forgets what it must."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from gemeengoed.core import registry
from gemeengoed.core.activity import services as activity
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.search import counting, services, tokens, vocabulary
from gemeengoed.core.search.models import Entry, Gram, Item, Word, WordChange
from gemeengoed.core.search.queries import search
from gemeengoed.core.text import stems

from .conftest import TYPE, Shelf


def found(query: str) -> list[str]:
    return [hit.uri for hit in search(query, person=None).items]


def reckoned(shelf: Shelf) -> Counter[tuple[str, str]]:
    """In how many entries each word stands, counted from the texts."""
    sums: Counter[tuple[str, str]] = Counter()
    for entries in shelf.leaflets.values():
        for entry in entries:
            words = {*stems.words(entry.title), *stems.words(entry.text)}
            sums.update((word, entry.language) for word in words if counting.worth_knowing(word))
    return sums


def counted() -> dict[tuple[str, str], int]:
    return {(row.word, row.language): row.entries for row in Word.objects.all()}


def tokens_kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM search_tokens")
        return cursor.fetchone()[0]


def test_words_are_counted_through_every_change(shelf: Shelf) -> None:
    shelf.put("/a", "Water", "Water en land.")
    shelf.put("/b", "Land", "Ander land.")
    shelf.put("/a", "Water", "Of the land.", "en")
    assert counted() == reckoned(shelf)
    shelf.change("/a", text="Lucht, geen aarde.")
    shelf.index("/a")
    assert counted() == reckoned(shelf)
    shelf.take_away("/b")
    assert counted() == reckoned(shelf)
    assert "ander" not in dict(counted())


def test_nothing_is_left_of_what_is_taken_away(shelf: Shelf) -> None:
    shelf.put("/a", "Jan Jansen", "Woont ergens.")
    shelf.put("/a", "Jan Jansen", "Lives somewhere.", "en")
    shelf.take_away("/a")
    assert found("jansen") == []
    assert tokens_kept() == 0
    for model in (Item, Entry, Word, Gram, WordChange):
        assert not model.objects.exists()


def test_a_language_that_goes_leaves_the_other(shelf: Shelf) -> None:
    shelf.put("/a", "Molen", "", "nl")
    shelf.put("/a", "Mill", "", "en")
    shelf.leaflets["/a"] = [entry for entry in shelf.leaflets["/a"] if entry.language == "en"]
    shelf.index("/a")
    assert found("molen") == []
    assert found("mill") == ["/a"]
    assert tokens_kept() == 1


def test_a_new_text_replaces_the_old(shelf: Shelf) -> None:
    shelf.put("/a", "Oud", "Over vroeger.")
    shelf.change("/a", title="Nieuw", text="Over straks.")
    assert found("vroeger") == []
    assert found("straks") == ["/a"]


def test_rebuild_mends_whatever_was_missed(shelf: Shelf) -> None:
    shelf.put("/gone", "Weg", "")
    shelf.put("/kept", "Hier", "")
    del shelf.leaflets["/gone"]
    shelf.leaflets["/new"] = [
        registry.SearchEntry("/new", "nl", "Vers", "", registry.Audience.PUBLIC, "")
    ]
    assert services.rebuild() == 2
    assert (found("weg"), found("hier"), found("vers")) == ([], ["/kept"], ["/new"])
    assert counted() == reckoned(shelf)


def test_a_type_that_nobody_declared_is_left_alone(shelf: Shelf) -> None:
    services.index("/x", "nothing-known")
    assert not Item.objects.exists()


def test_an_activity_is_enough(shelf: Shelf, make_commons: Callable[..., Commons]) -> None:
    commons = make_commons("werf")
    entry = registry.SearchEntry(
        "/@werf/1", "nl", "Sluis", "", registry.Audience.PUBLIC, "werf", "Article"
    )
    shelf.leaflets["/@werf/1"] = [entry]
    with transaction.atomic():
        activity.record(None, "Create", "/@werf/1", object_type=TYPE, commons=commons.actor)
    activity.distribute()
    hit = search("sluiss", person=None).items[0]
    assert (hit.uri, hit.commons, hit.kind) == ("/@werf/1", "werf", "Article")


def test_many_languages_of_one_object(shelf: Shelf) -> None:
    for number in range(Entry.MOST + 5):
        shelf.leaflets.setdefault("/a", []).append(
            registry.SearchEntry("/a", f"x{number:02}", "Boot", "", registry.Audience.PUBLIC, "")
        )
    shelf.index("/a")
    assert Entry.objects.count() == Entry.MOST
    assert found("boot") == ["/a"]


def test_a_text_of_a_megabyte(shelf: Shelf) -> None:
    text = " ".join(f"woord{number}x" for number in range(70_000))
    shelf.put("/long", "Lang", text)
    assert found("woord5x") == ["/long"]
    assert len(tokens.make("", text, "nl", []).words) <= tokens.MAX_WORDS + 1


def test_words_change_counts_without_a_common_row(shelf: Shelf) -> None:
    """Indexing writes rows of its own only; the counts follow in batches."""
    shelf.leaflets["/a"] = [
        registry.SearchEntry("/a", "nl", "Sloot", "", registry.Audience.PUBLIC, "")
    ]
    services.index("/a", TYPE)
    assert not Word.objects.exists()
    assert WordChange.objects.count() == 1
    counting.count()
    assert vocabulary.counts(["sloot"]) == {"sloot": 1}


@pytest.mark.parametrize("language", ["nl", "nl-BE", "en-GB", "fy", "zh-Hant-TW"])
def test_any_language_tag(shelf: Shelf, language: str) -> None:
    shelf.put("/a", "Woorden", "Iets.", language)
    assert found("woorden") == ["/a"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_lose_nothing(shelf: Shelf) -> None:
    """Texts with the same words, and one text twice, indexed and counted by four at the same time."""
    for number in range(12):
        entry = registry.SearchEntry(
            f"/{number}", "nl", "Zelfde", "Water en land.", registry.Audience.PUBLIC, ""
        )
        shelf.leaflets[f"/{number}"] = [entry]
    for uri in shelf.leaflets:
        services.index(uri, TYPE)

    def again(uri: str) -> None:
        try:
            shelf.index(uri)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(again, [*shelf.leaflets] * 2))
    counting.count()
    assert counted() == reckoned(shelf)
    assert search("water land", person=None).total == 12
    assert tokens_kept() == 12
    for uri in list(shelf.leaflets):
        shelf.take_away(uri)
    assert tokens_kept() == 0


@pytest.mark.django_db(transaction=True)
def test_all_is_indexed_anew_while_others_write(shelf: Shelf) -> None:
    """More than the database gives at once, read a few at a time, as a capability with many objects does."""
    for number in range(120):
        leaflet = registry.SearchEntry(
            f"/{number}", "nl", "Zelfde", "Water.", registry.Audience.PUBLIC, ""
        )
        shelf.leaflets[leaflet.uri] = [leaflet]
    rows = [Session(session_key=uri, expire_date=timezone.now()) for uri in shelf.leaflets]
    Session.objects.bulk_create(rows)
    shelf.one_by_one = lambda: Session.objects.values_list("pk", flat=True).iterator(chunk_size=20)
    done = Event()

    def write() -> None:
        try:
            while not done.wait(0.001):
                with transaction.atomic():  # waits its turn, and gets it
                    Session.objects.filter(pk="/0").update(expire_date=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        try:
            assert services.rebuild() == 120
        finally:
            done.set()
        writing.result()
    assert search("water", person=None).total == 120
