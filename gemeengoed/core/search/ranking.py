"""In which order: the same on every database, by sets and sums of our own.

What is found stands in tiers: all words as typed and each in the title or often in the text; all as
typed; all at least by their stem; and with compounds or with what may have been meant. Within a tier
points decide, the title above the text; then the newest, then the address. An item counts once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from . import tokens
from .expressions import All, Expression, any_of
from .models import Entry
from .stores import store

TITLE, STEM_IN_TITLE, FREQUENT, ANY = 8, 2, 1, 4
# More than all points together.
TIER = 1000
# Of so many items all tiers are looked at in one go; of more, the best tier that fills the page.
FEW = 300


@dataclass
class Sought:
    """One word with what stands for it: the marks of its stems, of compounds (`others`), and what was
    not typed (`instead`): words that it may have been meant for, or parts of a compound."""

    word: str
    stems: list[str]
    others: list[str] = field(default_factory=list)
    instead: list["Sought"] = field(default_factory=list)
    meant: str = ""
    """What stands in its place when the question is shown again."""

    @property
    def tokens(self) -> list[str]:
        return [self.word, *self.stems]

    @property
    def wider(self) -> list[str]:
        """Tokens that count as well, below what was typed."""
        return [*self.others, *(token for other in self.instead for token in other.tokens)]

    def prominent(self) -> Expression:
        """In the title, or often in the text, as it was typed."""
        return any_of([_title(self.word), f"{tokens.FREQUENT}_{self.word}"])

    def points(self) -> list[tuple[int, Expression]]:
        """For each expression that holds, so many points."""
        frequent = [f"{tokens.FREQUENT}_{token}" for token in self.tokens]
        given = [(TITLE, any_of([_title(self.word)])), (FREQUENT, any_of(frequent))]
        if self.stems:
            given.append((STEM_IN_TITLE, any_of([_title(mark) for mark in self.stems])))
        for other in self.instead:
            given.append((STEM_IN_TITLE, any_of([_title(token) for token in other.tokens])))
            given.append((FREQUENT, any_of(other.tokens)))
        return given


def _title(mark: str) -> str:
    return f"{tokens.TITLE}_{mark}"


@dataclass(frozen=True)
class Ranked:
    """How many items there are, and for those on the page their entries that were found."""

    total: int
    page: list[list[int]]


def rank(
    frame: All, sought: Sequence[Sought], *, first: int, most: int, loosely: bool = False
) -> Ranked:
    """Items within `frame` that have all words of `sought` (`loosely`: at least one), from the `first`
    (0) on."""
    sets = tiers(frame, sought, loosely=loosely)
    points = [given for one in sought for given in one.points()]
    if loosely:
        points += [(ANY, any_of(one.tokens)) for one in sought]
    total = _count(sets[-1])
    if first >= total:
        return Ranked(total, [])
    for number in range(len(sets) if total <= FEW else 1, len(sets) + 1):
        page = _page(sets[:number], points, first, most)
        if len(page) == most or number == len(sets):
            break
    if number < len(sets) and _have_several(page):
        page = _with_all_entries([item for item, _entries in page], sets[-1])
    return Ranked(total, [entries for _item, entries in page])


def tiers(frame: All, sought: Sequence[Sought], *, loosely: bool = False) -> list[All]:
    """Sets of which each holds the one before; the last is what is found."""
    if loosely:
        return [_within(frame, [any_of([token for one in sought for token in one.tokens])])]
    exact = [any_of([one.word]) for one in sought]
    sets = [
        _within(frame, [*exact, *(one.prominent() for one in sought)]),
        _within(frame, exact),
        _within(frame, [any_of(one.tokens) for one in sought]),
        _within(frame, [any_of([*one.tokens, *one.wider]) for one in sought]),
    ]
    return list(dict.fromkeys(sets))


def _within(frame: All, more: Sequence[Expression]) -> All:
    return All((*more, *frame.parts), frame.without)


def _count(found: Expression) -> int:
    here = store()
    sql = f"SELECT COUNT(DISTINCT id / {Entry.SLOTS}) FROM ({here.matching}) AS f"  # noqa: S608
    return int(_rows(sql, [here.compile(found)])[0][0])


def _page(
    sets: Sequence[Expression], points: Sequence[tuple[int, Expression]], first: int, most: int
) -> list[tuple[int, list[int]]]:
    """Items of the widest of `sets` with their entries there, in order.

    Adds up the points of each entry and takes the best of each item; `slots` has a bit for each entry.
    Only numbers of ours are pasted in; words go as parameters.
    """
    here = store()
    parts = [*((TIER, one) for one in sets), *points]
    sums = " UNION ALL ".join(
        f"SELECT id, {number} AS points FROM ({here.matching}) AS m"  # noqa: S608
        for number, _expression in parts
    )
    sql = f"""
        SELECT i.id, r.slots FROM (
            SELECT id / {Entry.SLOTS} AS item, MAX(points) AS points,
                SUM(CAST(1 AS bigint) << CAST(id & {Entry.SLOTS - 1} AS int)) AS slots
            FROM (SELECT id, SUM(points) AS points FROM ({sums}) AS p
                GROUP BY id HAVING SUM(points) >= {TIER}) AS s
            GROUP BY id / {Entry.SLOTS}
        ) AS r JOIN search_item AS i ON i.id = r.item
        ORDER BY r.points DESC, i.published DESC NULLS LAST, i.uri
        LIMIT %s OFFSET %s
    """  # noqa: S608
    matched = [here.compile(expression) for _number, expression in parts]
    return [
        (item, _entries(item, int(slots))) for item, slots in _rows(sql, [*matched, most, first])
    ]


def _entries(item: int, slots: int) -> list[int]:
    return [item * Entry.SLOTS + slot for slot in range(Entry.MOST) if slots >> slot & 1]


def _have_several(page: list[tuple[int, list[int]]]) -> bool:
    return Entry.objects.filter(item__in=[item for item, _e in page]).count() > len(page)


def _with_all_entries(items: list[int], found: Expression) -> list[tuple[int, list[int]]]:
    """`items` with all their entries that were found: a reader may prefer one of a lower tier."""
    here = store()
    places = ", ".join(["%s"] * len(items))
    sql = f"SELECT id FROM ({here.matching}) AS f WHERE id / {Entry.SLOTS} IN ({places})"  # noqa: S608
    entries = sorted(entry for (entry,) in _rows(sql, [here.compile(found), *items]))
    return [(item, [one for one in entries if one // Entry.SLOTS == item]) for item in items]


def _rows(sql: str, parameters: Sequence[str | int]) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
