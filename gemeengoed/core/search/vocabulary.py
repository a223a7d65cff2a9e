"""The words that the index knows: how many entries have them, what they are part of, what looks alike."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection

from gemeengoed.core.text import stems

from .models import Word

DUTCH = "nl"
# Letters that may stand between the parts of a Dutch compound.
JOINTS = ("", "s", "en", "e")
SHORTEST_PART, SHORTEST_REST = 4, 3
# For all words of a question together; each makes the search a little slower.
MOST_COMPOUNDS = 24
MOST_LOOKED_AT = 120
MOST_SIMILAR, LONG = 40, 12
LAST = "\U0010ffff"


def counts(words: Collection[str]) -> dict[str, int]:
    """In how many entries each of `words` stands, in whichever language; 0 for what nobody wrote."""
    sql = "SELECT word, SUM(entries) FROM search_word WHERE word IN ({}) GROUP BY word"
    found = _rows(sql.format(_places(words)), [*words]) if words else []
    return dict.fromkeys(words, 0) | {word: int(entries) for word, entries in found}


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    """Plain SQL, which both databases know: the ORM would take longer to write it than they to answer."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _places(words: Collection[str]) -> str:
    return ", ".join(["%s"] * len(words))


def commonest() -> int:
    """In how many entries the commonest word stands: nearly how many there are."""
    return Word.objects.order_by("-entries").values_list("entries", flat=True).first() or 0


def compounds(words: Collection[str]) -> dict[str, list[str]]:
    """For each word the stems of known Dutch compounds that begin or end with it, commonest first.

    'goederen' and 'gemeenschap' give 'gemeenschapsgoed'. What is left of the compound, without a joint,
    must be a known word as well.
    """
    parts = {word: _forms(word) for word in words}
    longer = _longer([form for forms in parts.values() for form in forms])
    rests = {
        (word, stem): [rest for form in forms for rest in _rests(stem, form)]
        for word, forms in parts.items()
        for stem in longer
    }
    return _with_known_rest(rests, MOST_COMPOUNDS // max(len(words), 1))


def _forms(word: str) -> list[str]:
    both = dict.fromkeys([stems.stem(word, DUTCH), word])
    return [form for form in both if len(form) >= SHORTEST_PART]


def _longer(forms: Sequence[str]) -> list[str]:
    """Stems that begin or end with one of `forms`, those of the commonest words first."""
    if not forms:
        return []
    ranges = " OR ".join(
        ["(stem > %s AND stem < %s) OR (backwards > %s AND backwards < %s)"] * len(forms)
    )
    sql = (
        "SELECT stem FROM search_word"  # noqa: S608
        f" WHERE ({ranges}) AND language = %s ORDER BY entries DESC, word LIMIT %s"
    )
    ends = [end for form in forms for part in (form, form[::-1]) for end in (part, part + LAST)]
    return list(dict.fromkeys(stem for (stem,) in _rows(sql, [*ends, DUTCH, MOST_LOOKED_AT])))


def _rests(stem: str, form: str) -> Iterable[str]:
    """What may be left of `stem` when `form` is taken from its front or its end."""
    for joint in JOINTS:
        if stem.startswith(form + joint):
            yield stem.removeprefix(form + joint)
        if stem.endswith(form):
            before = stem.removesuffix(form)
            if before.endswith(joint):
                yield before.removesuffix(joint)


def _with_known_rest(rests: dict[tuple[str, str], list[str]], most: int) -> dict[str, list[str]]:
    long = {rest for some in rests.values() for rest in some if len(rest) >= SHORTEST_REST}
    known = _known(long)
    found: dict[str, list[str]] = defaultdict(list)
    for (word, stem), some in rests.items():
        if known.intersection(some) and len(found[word]) < most:
            found[word].append(stem)
    return found


def _known(words: Collection[str]) -> set[str]:
    """Those of `words` that stand in Dutch entries, as they are or as a stem."""
    if not words:
        return set()
    columns = ("word", "stem")
    sql = "SELECT {} FROM search_word WHERE language = %s AND {} IN ({})"
    both = " UNION ".join(sql.format(column, column, _places(words)) for column in columns)
    return {found for (found,) in _rows(both, [DUTCH, *words, DUTCH, *words])}


def parts(word: str) -> list[str]:
    """The two known Dutch words that `word` is made of, those of the most equal length; or nothing."""
    splits = [
        (head.removesuffix(joint), word[at:])
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        for head in [word[:at]]
        for joint in JOINTS
        if head.endswith(joint) and len(head) - len(joint) >= SHORTEST_PART
    ]
    stemmed = {part: stems.stem(part, DUTCH) for split in splits for part in split}
    known = _known({*stemmed, *stemmed.values()})
    whole = [s for s in splits if all(known & {part, stemmed[part]} for part in s)]
    return list(min(whole, key=lambda split: _unlikely(split, known), default=()))


def _unlikely(split: tuple[str, str], known: set[str]) -> tuple[int, int]:
    """Parts that stand in a text as they are come first, then those of about the same length."""
    return sum(part not in known for part in split), abs(len(split[0]) - len(split[1]))


def grams(word: str) -> set[str]:
    """Each three letters in a row, with a sign for beginning and end."""
    return set(_in_order(word))


def _in_order(word: str) -> list[str]:
    marked = f"^{word}$"
    return [marked[at : at + 3] for at in range(len(marked) - 2)]


def alike(word: str) -> list[tuple[str, int]]:
    """At most three known words that `word` may have been meant for, nearest and commonest first, each
    with the number of its entries. Nearness is that of the words or of their stems."""
    most = _allowed(word)
    if not most:
        return []
    near: dict[str, tuple[int, int, str]] = {}
    for other, language, stem, entries in _similar(word, most):
        far = distance(word, other, most)
        far = min(far, distance(stems.stem(word, language), stem, most) or far)
        before, counted, _other = near.get(other, (far, 0, other))
        near[other] = min(far, before), counted - entries, other
    nearest = sorted(one for one in near.values() if 0 < one[0] <= most)
    return [(other, -counted) for far, counted, other in nearest if far == nearest[0][0]][:3]


def _allowed(word: str) -> int:
    """How many letters may be wrong: none in short words and in numbers, three in long ones."""
    length = len(word)
    if length < 4 or word.isdigit():
        return 0
    return 1 if length < 6 else 2 if length < 12 else 3


def _similar(word: str, most: int) -> list[tuple[str, str, str, int]]:
    """(word, language, stem, entries) of words whose stems share enough letters in a row to be within
    `most` changes, of which each touches three."""
    forms = {stems.stem(word, language) for language in stems.ALGORITHMS}
    own, least = _telling_grams(forms, most)
    sql = (
        "SELECT w.word, w.language, w.stem, w.entries FROM"  # noqa: S608
        " (SELECT word_id, COUNT(*) AS shared FROM search_gram"
        f" WHERE gram IN ({_places(own)}) AND length BETWEEN %s AND %s"
        # The inner limit tells PostgreSQL that few words will be fetched.
        " GROUP BY word_id HAVING COUNT(*) >= %s ORDER BY shared DESC LIMIT 400) AS g"
        " JOIN search_word AS w ON w.id = g.word_id"
        " WHERE w.entries > 0 ORDER BY g.shared DESC, w.entries DESC, w.word, w.language LIMIT %s"
    )
    lengths = [len(form) for form in forms]
    return _rows(sql, [*own, min(lengths) - most, max(lengths) + most, least, MOST_SIMILAR])


def _telling_grams(forms: Collection[str], most: int) -> tuple[list[str], int]:
    """Letters in a row to look for, and how many of them a word must have.

    Of a long word every third group is enough: a wrong letter spoils three in a row, so one of these,
    and two letters that changed places may spoil two.
    """
    long = min(map(len, forms)) >= LONG
    chosen = [set(_in_order(form)[:: 3 if long else 1]) for form in forms]
    spoilt = most + 1 if long else 3 * most
    return sorted(set().union(*chosen)), max(2, min(map(len, chosen)) - spoilt)


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change or swap with the next; anything above `most` counts as most + 1."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, another in enumerate(other, start=1):
            cost = last[column - 1] + (letter != another)
            cost = min(cost, last[column] + 1, now[column - 1] + 1)
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == another:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)
