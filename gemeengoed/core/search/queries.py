"""Searching: what somebody may see, the exact word first, then stems, compounds and misspelt words."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from gemeengoed.core.commons.models import Commons, MemberRole, Membership
from gemeengoed.core.people.models import Person
from gemeengoed.core.registry import Audience, section_of
from gemeengoed.core.text import languages, stems

from . import snippets, tokens, vocabulary
from .expressions import All, Expression, Phrase, any_of
from .models import Entry
from .parsing import Wanted, parse
from .ranking import Ranked, Sought, rank

# With fewer objects than this, we also look for what may have been meant.
FEW = 3
MOST_PER_PAGE = 100
SEEN_BY = {
    MemberRole.MEMBER: [Audience.MEMBERS],
    MemberRole.EDITOR: [Audience.MEMBERS, Audience.EDITORS],
    MemberRole.STEWARD: [Audience.MEMBERS, Audience.EDITORS, Audience.STEWARDS],
}


@dataclass(frozen=True)
class Hit:
    """One object in the language, of those in which it was found, that the reader reads best."""

    uri: str
    language: str
    title: str
    snippet: SafeString
    kind: str
    commons: str
    commons_name: str
    published: datetime | None


@dataclass(frozen=True)
class Results:
    """`did_you_mean` is the question with other words, for which we searched as well; `loosened` says
    that nothing has all words, and these have some. `took` in milliseconds."""

    total: int = 0
    items: list[Hit] = field(default_factory=list)
    did_you_mean: str = ""
    loosened: bool = False
    took: float = 0.0


def search(
    query: str,
    *,
    person: Person | None,
    commons: Commons | None = None,
    preferred: Sequence[str] = (),
    page: int = 1,
    per_page: int = 20,
) -> Results:
    """What `person` may see of what `query` finds, in `commons` or everywhere; `page` counts from 1."""
    began = time.perf_counter()
    wanted = parse(query)
    if not wanted:
        return Results()
    per_page = max(1, min(per_page, MOST_PER_PAGE))
    asked = _Asked(wanted, _scope(person, commons), (max(page, 1) - 1) * per_page, per_page)
    results = _answer(asked, preferred)
    return replace(results, took=(time.perf_counter() - began) * 1000)


@dataclass(frozen=True)
class _Asked:
    wanted: Wanted
    scope: tuple[Expression, ...]
    first: int
    most: int

    def rank(self, sought: Sequence[Sought], *, loosely: bool = False) -> Ranked:
        phrases = tuple(Phrase(words) for words in self.wanted.phrases)
        without = tuple(Phrase(words) for words in self.wanted.excluded)
        frame = All((*phrases, *self.scope), without)
        return rank(frame, sought, first=self.first, most=self.most, loosely=loosely)


def _scope(person: Person | None, commons: Commons | None) -> tuple[Expression, ...]:
    """What may be seen: what is public, and in each commons what one's role there allows."""
    seen = [tokens.seen_by(Audience.PUBLIC, None)]
    if person is not None and person.is_active:
        roles = Membership.objects.filter(person=person).values_list("commons__actor_id", "role")
        seen += [
            tokens.seen_by(audience, actor)
            for actor, role in roles
            for audience in SEEN_BY[MemberRole(role)]
        ]
    here = [any_of([tokens.in_commons(commons.actor_id)])] if commons is not None else []
    return (any_of(seen), *here)


def _answer(asked: _Asked, preferred: Sequence[str]) -> Results:
    counts = vocabulary.counts(asked.wanted.words)
    sought = _sought(_telling(asked.wanted.words, counts))
    ranked, meant = asked.rank(sought), ""
    if ranked.total < FEW and sought:
        wider = [_wider(one, counts) for one in sought]
        if wider != sought:
            again = asked.rank(wider)
            if again.total > ranked.total:
                meant = _in_other_words(asked.wanted, sought, wider)
                ranked, sought = again, wider
    loosened = not ranked.total and len(sought) > 1
    if loosened:
        ranked = asked.rank(sought, loosely=True)
    hits = _hits(ranked, _matcher(asked.wanted, sought), preferred)
    return Results(ranked.total, hits, meant, loosened and bool(ranked.total))


def _telling(words: list[str], counts: dict[str, int]) -> list[str]:
    """The words without those that most entries have ('de', 'the'), as long as there are others."""
    if len(words) < 2:
        return words
    many = max(vocabulary.commonest() / 2, 20)
    return [word for word in words if counts[word] <= many and len(word) > 1] or words


def _sought(words: list[str]) -> list[Sought]:
    compounds = vocabulary.compounds(words)
    return [
        Sought(
            word,
            tokens.stem_marks(word, stems.ALGORITHMS),
            [f"{vocabulary.DUTCH}_{stem}" for stem in compounds.get(word, [])],
        )
        for word in words
    ]


def _wider(one: Sought, counts: dict[str, int]) -> Sought:
    """`one` with what it may have been meant for: words that look like it and are much commoner;
    failing that, the parts of a compound that nobody wrote. A word that nobody wrote makes place for what
    looks like it."""
    least = max(1, 5 * counts[one.word])
    like = [word for word, entries in vocabulary.alike(one.word) if entries >= least]
    words = like or ([] if counts[one.word] else vocabulary.parts(one.word))
    instead = [Sought(word, tokens.stem_marks(word, stems.ALGORITHMS)) for word in words]
    if like and not counts[one.word]:
        best, *others = instead
        return replace(
            best, others=[token for other in others for token in other.tokens], meant=like[0]
        )
    return replace(one, instead=instead, meant=like[0] if like else " ".join(words))


def _in_other_words(wanted: Wanted, sought: list[Sought], wider: list[Sought]) -> str:
    """The question with what was taken instead, as somebody would type it."""
    pairs = zip(sought, wider, strict=True)
    meant = {one.word: other.meant for one, other in pairs if other.meant}
    words = [meant.get(word, word) for word in wanted.words]
    return " ".join(
        [
            *words,
            *(f'"{" ".join(phrase)}"' for phrase in wanted.phrases),
            *(f'-"{" ".join(phrase)}"' for phrase in wanted.excluded),
        ]
    )


def _matcher(wanted: Wanted, sought: list[Sought]) -> snippets.Matcher:
    phrased = [Sought(word, []) for phrase in wanted.phrases for word in phrase]
    words: dict[str, int] = {}
    marks: dict[str, int] = {}
    for number, one in enumerate([*sought, *phrased]):
        for other in (one, *one.instead):
            words.setdefault(other.word, number)
            marks.update(
                {mark: number for mark in (*other.stems, *other.others) if mark not in marks}
            )
    return snippets.Matcher(words, marks)


def _hits(ranked: Ranked, matcher: snippets.Matcher, preferred: Sequence[str]) -> list[Hit]:
    """For each item its entry in the best language; one that went in the meantime is left out."""
    wanted = [entry for ids in ranked.page for entry in ids]
    entries = Entry.objects.select_related("commons__commons", "item").in_bulk(wanted)
    hits = []
    for ids in ranked.page:
        found = {
            entries[one].language: entries[one]
            for one in ids
            if one in entries and not _is_off(entries[one])
        }
        if found:
            language = languages.lookup(found, preferred) or min(found)
            hits.append(_hit(found[language], matcher))
    return hits


def _is_off(entry: Entry) -> bool:
    """Whether its section was switched off a moment ago, so that the index still holds it."""
    section = section_of(entry.object_type)
    return (
        section is not None
        and entry.commons is not None
        and section.slug not in entry.commons.commons.capabilities
    )


def _hit(entry: Entry, matcher: snippets.Matcher) -> Hit:
    return Hit(
        uri=entry.item.uri,
        language=entry.language,
        title=entry.title,
        snippet=snippets.make(entry.text, entry.language, matcher),
        kind=gettext(entry.kind) if entry.kind else "",
        commons=entry.commons.handle if entry.commons else "",
        commons_name=entry.commons.name if entry.commons else "",
        published=entry.published,
    )
