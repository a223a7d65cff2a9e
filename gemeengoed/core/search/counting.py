"""Counting the words of the index in batches: no entry waits for another that has the same words."""

from collections import Counter

from django.db import connection, transaction

from gemeengoed.core.text import stems

from .models import Word, WordChange
from .vocabulary import grams

BATCH = 500
AT_ONCE = 400
LONGEST = 40

Key = tuple[str, str]


def note(language: str, added: set[str], removed: set[str]) -> None:
    """Keeps for later that an entry now has the words `added` and no longer has `removed`."""
    come, gone = added - removed, removed - added
    if come or gone:
        WordChange.objects.create(
            language=stems.base(language), added=" ".join(come), removed=" ".join(gone)
        )


def worth_knowing(word: str) -> bool:
    return 2 <= len(word) <= LONGEST and not word.isdigit()


def count() -> None:
    """Adds up all changes that wait. May run twice at the same time: each takes its own rows."""
    while _count_batch():
        pass


@transaction.atomic
def _count_batch() -> int:
    changes = list(WordChange.objects.select_for_update(skip_locked=True).order_by("pk")[:BATCH])
    sums: Counter[Key] = Counter()
    for change in changes:
        sums.update((word, change.language) for word in change.added.split())
        sums.subtract((word, change.language) for word in change.removed.split())
    keys = sorted(key for key, difference in sums.items() if difference)
    known = _known(keys)
    _add(keys, sums)
    _add_grams(set(keys) - known)
    _forget(keys)
    WordChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    return len(changes)


def _known(keys: list[Key]) -> set[Key]:
    found: set[Key] = set()
    for at in range(0, len(keys), AT_ONCE):
        words = [word for word, _language in keys[at : at + AT_ONCE]]
        found |= set(Word.objects.filter(word__in=words).values_list("word", "language"))
    return found


def _add(keys: list[Key], sums: Counter[Key]) -> None:
    """In the order of the words, so that two counts never wait for one another crosswise."""
    rows = []
    for word, language in keys:
        stem = stems.stem(word, language)
        rows.append((word, language, stem, stem[::-1], sums[word, language]))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_word (word, language, stem, backwards, entries)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (word, language)"
            " DO UPDATE SET entries = search_word.entries + EXCLUDED.entries",
            rows,
        )


def _add_grams(new: set[Key]) -> None:
    keys = sorted(new)
    for at in range(0, len(keys), AT_ONCE):
        words = [word for word, _language in keys[at : at + AT_ONCE]]
        found = Word.objects.filter(word__in=words).values_list("pk", "word", "language", "stem")
        rows = [
            (gram, len(stem), pk)
            for pk, word, language, stem in found
            if (word, language) in new
            for gram in sorted(grams(stem))
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_gram (gram, length, word_id) VALUES (%s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                rows,
            )


def _forget(keys: list[Key]) -> None:
    """A word that no entry has any more is not kept: somebody may have asked to take it away."""
    for at in range(0, len(keys), AT_ONCE):
        words = [word for word, _language in keys[at : at + AT_ONCE]]
        Word.objects.filter(word__in=words, entries__lte=0).delete()
