"""Reads of letters."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.mail.mailings.queries import Tally, mailing_of, tally
from gemeengoed.core.mail.models import Mailing
from gemeengoed.core.text import languages

from ..models import Letter, LetterState, LetterText


def reference(letter: Letter, language: str) -> str:
    """The name of its mailing in one language."""
    return f"newsletters:{letter.pk}:{language}"


def references(letter: Letter) -> str:
    """How the names of all its mailings begin."""
    return f"newsletters:{letter.pk}:"


def mailings_of(letter: Letter) -> list[Mailing]:
    rows = Mailing.objects.filter(reference__startswith=references(letter)).defer("template")
    return list(rows.order_by("pk"))


def tally_of(letter: Letter) -> Tally:
    """Of all languages together."""
    found = [tally(mailing) for mailing in mailings_of(letter)]
    return Tally(**{one.name: sum(getattr(t, one.name) for t in found) for one in fields(Tally)})


def texts(letter: Letter) -> list[LetterText]:
    """In each language, the one of the commons first."""
    found = list(LetterText.objects.filter(letter=letter).order_by("language"))
    for text in found:
        text.letter = letter
    return sorted(found, key=lambda text: text.language != letter.commons.language)


def out(commons: Commons) -> QuerySet[Letter]:
    """What went out, newest first, with its texts."""
    rows = Letter.objects.filter(commons=commons, went_out__isnull=False)
    return rows.prefetch_related(Prefetch("texts", LetterText.objects.defer("blocks"))).order_by(
        "-went_out", "-pk"
    )


def being_made(commons: Commons) -> QuerySet[Letter]:
    """What did not go out yet, the latest work first."""
    rows = Letter.objects.filter(commons=commons, went_out__isnull=True)
    rows = rows.exclude(state=LetterState.CANCELLED).select_related("author")
    return rows.prefetch_related(Prefetch("texts", LetterText.objects.defer("blocks"))).order_by(
        "-changed"
    )


def best(letter: Letter, preferred: Sequence[str]) -> LetterText:
    """The text that a reader gets; its texts are prefetched."""
    found = {text.language: text for text in letter.texts.all()}
    language = languages.lookup(found, preferred) or min(found)
    text = found[language]
    text.letter = letter
    return text


def is_empty(handle: str) -> bool:
    return not Letter.objects.filter(commons__actor__handle=handle, went_out__isnull=False).exists()


def sitemap() -> Iterable[tuple[str, datetime | None]]:
    rows = LetterText.objects.filter(letter__went_out__isnull=False).order_by("pk")
    columns = ("letter__commons__actor__handle", "letter__slug", "language", "letter__went_out")
    for handle, slug, language, moment in rows.values_list(*columns).iterator():
        yield f"/@{handle}/newsletters/{slug}/{language}/", moment


def of_message_ids(commons: Commons, message_ids: Sequence[str]) -> Letter | None:
    """The letter of which one of these is the Message-ID of a copy."""
    for name in mailing_of(message_ids):
        parts = name.split(":")
        if len(parts) == 3 and parts[0] == "newsletters" and parts[1].isdigit():
            found = Letter.objects.filter(commons=commons, pk=parts[1]).first()
            if found is not None:
                found.commons = commons
                return found
    return None
