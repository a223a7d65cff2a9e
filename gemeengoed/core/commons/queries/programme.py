"""The programme: questions, phases, partners, charter and what is new."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Prefetch, QuerySet

from gemeengoed.core import registry
from gemeengoed.core.commons.models import CharterVersion, Commons, Partnership, Phase, Question
from gemeengoed.core.registry import Tied, TiedObject
from gemeengoed.core.text import languages, markdown

from .menu import switched_on

_SENTENCE = re.compile(r"(.+?[.!?])(\s|$)", re.DOTALL)


def questions(commons: Commons) -> list[Question]:
    """The main question first, then the others in their order."""
    return sorted(Question.objects.filter(commons=commons), key=lambda one: not one.main)


def phases(commons: Commons) -> QuerySet[Phase]:
    """In the order of their first day, each with the questions it works on."""
    return Phase.objects.filter(commons=commons).prefetch_related(
        Prefetch("questions", Question.objects.all())
    )


def partners(commons: Commons) -> QuerySet[Partnership]:
    return Partnership.objects.filter(
        commons=commons, organisation__actor__gone__isnull=True
    ).select_related("organisation__actor", "organisation__logo")


def latest_charter(commons: Commons) -> CharterVersion | None:
    return CharterVersion.objects.filter(commons=commons).select_related("author").first()


def charter_sentence(version: CharterVersion | None, preferred: Sequence[str]) -> tuple[str, str]:
    """Language and first sentence of the first answer, for the home page; ('', '') without one."""
    if version is None or not version.answers:
        return "", ""
    first = version.answers.get("boundaries") or next(iter(version.answers.values()))
    language, text = languages.best(first, preferred)
    plain = " ".join(markdown.render(text).plain.split())
    found = _SENTENCE.match(plain)
    return language, (found.group(1) if found else plain)[:240]


@dataclass(frozen=True)
class TiedInSections:
    """What is tied in several sections as one list, newest first, of which any slice can be asked."""

    sections: list[Tied]

    def __len__(self) -> int:
        return sum(len(tied) for tied in self.sections)

    def __getitem__(self, part: slice) -> Sequence[TiedObject]:
        if len(self.sections) == 1:
            return self.sections[0][part]
        newest = [one for tied in self.sections for one in tied[: part.stop]]
        return sorted(newest, key=_newest)[part]


def tied(question: Question, commons: Commons, language: str) -> TiedInSections:
    """All public things that were tied to the question, in any section or by a part of the core."""
    core = [one for one in registry.capabilities() if one.built_in]
    asked = [one.tied_to_question for one in [*switched_on(commons), *core]]
    return TiedInSections([ask(question.pk, language) for ask in asked if ask])


def latest(commons: Commons, language: str, most: int = 6) -> list[TiedObject]:
    """The newest public things of all sections together."""
    found = [
        one
        for section in switched_on(commons)
        if section.latest
        for one in section.latest(commons.handle, language, most)
    ]
    return sorted(found, key=_newest)[:most]


def _newest(one: TiedObject) -> float:
    moment = one.when or datetime.min.replace(tzinfo=UTC)
    return -moment.timestamp() if moment.year > 1 else float("inf")
