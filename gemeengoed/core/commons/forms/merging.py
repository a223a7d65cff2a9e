"""Two people wrote the charter at once: what the second one gets to see."""

from dataclasses import dataclass

from gemeengoed.core.commons.models import CharterVersion, Commons
from gemeengoed.core.commons.principles import principles
from gemeengoed.core.text import languages

from .charter import CharterForm


@dataclass(frozen=True)
class Clash:
    """An answer that both changed: where it is, and both texts."""

    title: dict[str, str]
    field: str
    language: str
    theirs: str
    yours: str


def merge(
    commons: Commons, typed: CharterForm, base: CharterVersion | None, latest: CharterVersion
) -> tuple[CharterForm, list[Clash]]:
    """A fresh form on top of `latest`: what was typed stays, what was not touched becomes theirs.

    The clashes are the answers that both changed, in different words.
    """
    form = CharterForm(commons, latest)
    form.initial["reason"] = typed.cleaned_data["reason"]
    clashes = []
    answers = typed.answers()
    for principle in principles():
        for code in form.languages:
            yours = answers[principle.key][code]
            before, theirs = _said(base, principle.key, code), _said(latest, principle.key, code)
            if yours in (before, theirs):
                continue
            name = f"{principle.key}_{code}"
            form.fields[name].initial = yours
            if theirs != before:
                clashes.append(Clash(principle.title, name, languages.name(code), theirs, yours))
    return form, clashes


def _said(version: CharterVersion | None, key: str, code: str) -> str:
    return version.answers.get(key, {}).get(code, "") if version else ""
