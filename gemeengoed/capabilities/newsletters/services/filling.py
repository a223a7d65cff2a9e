"""A row for each reader of a letter, in the mailing of their language; and out with who left meanwhile."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Substr

from gemeengoed.core.database.paging import in_pages
from gemeengoed.core.mail.mailings import services as mailings
from gemeengoed.core.mail.models import Copy, CopyState, Mailing
from gemeengoed.core.text import languages

from .. import composing, letters_to_one
from ..models import Letter, LetterState, Subscriber, SubscriberState
from ..queries import letters as queries
from ..queries import subscribers

CANCELLED = "the rest was cancelled"
"""Why somebody does not get it, as it is kept with their copy; more in `letters_to_one`."""
READ = 2000
BATCH = 1000
"""Readers that are read, and that get a row, at once."""


def fill(letter: Letter) -> None:
    """Everybody on the list when it went out gets a row; nothing goes before all have one. Called again
    after a crash, or by two processes at once, it adds who is missing, each once, also when they chose
    another language meanwhile. What
    happens to the letter or to a reader while it is busy counts: `_settle` looks at that before the first
    goes."""
    found = {mailing.reference: mailing for mailing in queries.mailings_of(letter)}
    languages_of_it = [text.language for text in queries.texts(letter)]
    going = {one: found[queries.reference(letter, one)] for one in languages_of_it}
    if all(mailing.filled for mailing in going.values()):
        return
    for readers in _batches(letter):
        if not _add(letter, readers, going):
            return
    mailings.release(list(going.values()), settle=lambda: _settle(letter, going.values()))


def _batches(letter: Letter) -> Iterator[list[Subscriber]]:
    chosen = list(letter.topics.values_list("pk", flat=True))
    there = subscribers.who_get(letter.commons, chosen).exclude(confirmed__gt=letter.went_out)
    rows = in_pages(there, READ)
    while readers := list(islice(rows, BATCH)):
        yield readers


def _add(letter: Letter, readers: Sequence[Subscriber], going: Mapping[str, Mailing]) -> bool:
    """Whether more may be added; not once another process has let it go."""
    named = {letters_to_one.reference(one): one for one in readers}
    there = Copy.objects.filter(mailing__in=going.values(), reference__in=list(named))
    for reference in there.values_list("reference", flat=True):
        named.pop(reference, None)
    if not named:
        return True
    with transaction.atomic():
        # The lock: each process sees the rows of the other, also in another language.
        Letter.objects.select_for_update().get(pk=letter.pk)
        if not _unfilled(going).exists():
            return False
        for _pk, reference in there.values_list("pk", "reference"):
            named.pop(reference, None)
        in_language: dict[str, list[Subscriber]] = {language: [] for language in going}
        for one in named.values():
            in_language[_language(one, list(going))].append(one)
        for language, mailing in going.items():
            mailings.add(mailing, map(composing.recipient_of, in_language[language]))
    return True


def _unfilled(going: Mapping[str, Mailing]) -> QuerySet[Mailing]:
    return Mailing.objects.filter(
        pk__in=[mailing.pk for mailing in going.values()], filled__isnull=True
    )


def _language(subscriber: Subscriber, available: list[str]) -> str:
    """Theirs, or the nearest."""
    return languages.lookup(available, [subscriber.language]) or available[0]


def _settle(letter: Letter, going: Iterable[Mailing]) -> None:
    # The lock: whoever pauses or cancels waits until this is through, and then finds these mailings.
    state = Letter.objects.select_for_update().values_list("state", flat=True).get(pk=letter.pk)
    for mailing in going:
        take_out(mailing)
        if state == LetterState.PAUSED:
            mailings.pause(mailing)
        elif state == LetterState.CANCELLED:
            mailings.cancel(mailing, CANCELLED)


def take_out(mailing: Mailing) -> None:
    """Copies that wait for who left, whose mail came back or who was erased do not go."""
    waiting = Copy.objects.filter(mailing=mailing, state=CopyState.WAITING)
    if not waiting.filter(~_subscriber(state=SubscriberState.ON)).exists():
        return
    mailings.erase_where(mailing, ~_subscriber())
    mailings.skip_where(mailing, _subscriber(state=SubscriberState.BOUNCED), letters_to_one.BOUNCED)
    mailings.skip_where(mailing, ~_subscriber(state=SubscriberState.ON), letters_to_one.LEFT)


def _subscriber(**so: str) -> Q:
    """Whether the subscriber of a copy is there, in the state that is asked for."""
    number = Substr(OuterRef("reference"), len(letters_to_one.SUBSCRIBER) + 1)
    return Q(Exists(Subscriber.objects.filter(pk=Cast(number, BigIntegerField()), **so)))
