"""Reads of letters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.mail.mailings.queries import Tally, mailing_of, tally
from gemeengoed.core.mail.models import Copy, Mailing, MailingState
from gemeengoed.core.registry import Audience, Standing
from gemeengoed.core.text import languages

from ..models import Letter, LetterState, LetterText

GOING = (LetterState.SENDING, LetterState.PAUSED)
DOUBLED = "doubled"
"""For `copies_of`: those who may have got it twice."""
MAILINGS = "newsletters:"
"""How the references of our mailings begin."""


def reference(letter: Letter, language: str) -> str:
    """The name of its mailing in one language."""
    return f"newsletters:{letter.pk}:{language}"


def references(letter: Letter) -> str:
    """How the names of all its mailings begin."""
    return f"newsletters:{letter.pk}:"


def mailings_of(letter: Letter) -> list[Mailing]:
    rows = Mailing.objects.filter(reference__startswith=references(letter)).defer("template")
    return list(rows.order_by("pk"))


def going() -> QuerySet[Letter]:
    """Letters that go out, also those of which somebody may still wait for a row."""
    unfilled = Mailing.objects.filter(filled__isnull=True, reference__startswith=MAILINGS)
    names = unfilled.values_list("reference", flat=True)
    numbers = {name.split(":")[1] for name in names}
    return Letter.objects.filter(
        Q(state__in=GOING) | Q(pk__in=[one for one in numbers if one.isdigit()])
    ).order_by("pk")


def unfinished(commons: Commons) -> QuerySet[Letter]:
    """What has not gone out, or not to everybody."""
    ended = Q(state__in=[LetterState.SENT, LetterState.CANCELLED])
    mine = Letter.objects.filter(commons=commons)
    return mine.filter(~ended | Q(pk__in=going().order_by().values("pk"))).order_by("pk")


def in_trouble() -> QuerySet[Letter]:
    """Letters that should go out, and cannot."""
    rows = Letter.objects.filter(state__in=[*GOING, LetterState.SCHEDULED, LetterState.STUCK])
    return rows.exclude(trouble="").select_related("commons__actor").order_by("pk")


def of_reference(reference: str) -> Letter | None:
    """The letter of a mailing."""
    kind, _colon, rest = reference.partition(":")
    number = rest.partition(":")[0]
    if f"{kind}:" != MAILINGS or not number.isdigit():
        return None
    return Letter.objects.filter(pk=number).first()


def refusals(letter: Letter) -> list[str]:
    """What the relay said when it refused one reader after the other, after which it is not asked on."""
    if letter.state != LetterState.SENDING:
        return []
    paused = (one for one in mailings_of(letter) if one.state == MailingState.PAUSED)
    return list(dict.fromkeys(one.why for one in paused))


def tally_of(letter: Letter) -> Tally:
    """Of all languages together."""
    found = [tally(mailing) for mailing in mailings_of(letter)]
    return Tally(**{one.name: sum(getattr(t, one.name) for t in found) for one in fields(Tally)})


def copies_of(letter: Letter, state: str = "", words: str = "") -> QuerySet[Copy]:
    """Of all languages, in the order in which they were added: those in one state, or DOUBLED; those with
    `words` in their address."""
    rows = Copy.objects.filter(mailing__in=mailings_of(letter)).order_by("pk")
    rows = rows.select_related("mailing").defer("mailing__template")
    if words:
        rows = rows.filter(recipient__icontains=words)
    if state == DOUBLED:
        return rows.filter(doubts__gt=0)
    return rows.filter(state=state) if state else rows


def texts(letter: Letter) -> list[LetterText]:
    """In each language, the one of the commons first."""
    return in_order(letter, LetterText.objects.filter(letter=letter))


def in_order(letter: Letter, found: Iterable[LetterText]) -> list[LetterText]:
    """Its texts as `texts` gives them, without asking for them."""
    for text in (ordered := sorted(found, key=lambda text: text.language)):
        text.letter = letter
    return sorted(ordered, key=lambda text: text.language != letter.commons.language)


def out(commons: Commons, *, whole: bool = False) -> QuerySet[Letter]:
    """What went out, newest first, with its texts; their blocks when it is `whole`."""
    rows = Letter.objects.filter(commons=commons, went_out__isnull=False)
    texts = LetterText.objects.all() if whole else LetterText.objects.defer("blocks")
    return rows.prefetch_related(Prefetch("texts", texts)).order_by("-went_out", "-pk")


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


def stands_at(uris: Sequence[str], language: str) -> Mapping[str, Standing]:
    """As `registry.Capability.stands_at`: letters by their subject, also those being made."""
    slugs = {uri.removesuffix("/").rpartition("/newsletters/")[2] for uri in uris}
    rows = Letter.objects.filter(slug__in=slugs).select_related("commons__actor")
    texts = Prefetch("texts", LetterText.objects.defer("blocks"))
    found = {one.get_absolute_url(): one for one in rows.prefetch_related(texts)}
    return {uri: _standing(found[uri], language) for uri in uris if uri in found}


def _standing(letter: Letter, language: str) -> Standing:
    audience = Audience.PUBLIC if letter.went_out is not None else Audience.EDITORS
    return Standing(best(letter, [language]).subject, audience)


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
        found = of_reference(name)
        if found is not None and found.commons_id == commons.pk:
            found.commons = commons
            return found
    return None
