"""Fills an instance's database with many published texts, straight into the tables, for growth."""

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents import newest
from gemeengoed.core.documents.models import Citation, Document, DocumentState, Revision, Work
from gemeengoed.core.sources.models import Source
from gemeengoed.core.text import markdown

STEMS = [
    "gemeen",
    "schap",
    "goed",
    "deel",
    "kennis",
    "zorg",
    "open",
    "bron",
    "tekst",
    "stad",
    "water",
    "land",
    "plan",
    "besluit",
    "vraag",
    "antwoord",
    "leer",
    "werk",
    "veld",
    "sloot",
    "brug",
    "molen",
    "huis",
    "markt",
    "overheid",
    "regel",
    "recht",
    "stem",
    "loting",
    "kaart",
    "brief",
    "avond",
]
BATCH = 1000


def vocabulary(chance: random.Random) -> list[str]:
    """Compounds as Dutch makes them, a few thousand."""
    words = {chance.choice(STEMS) for _ in range(60)}
    while len(words) < 4000:
        words.add("".join(chance.choice(STEMS) for _ in range(chance.choice((1, 2, 2, 3)))))
    return sorted(words)


def sentence(chance: random.Random, words: list[str], length: int) -> str:
    # Zipf: the n-th word is taken about 1/n as often as the first.
    picked = [
        words[min(int(len(words) ** chance.random()) - 1, len(words) - 1)] for _ in range(length)
    ]
    return " ".join(picked).capitalize() + "."


def fill(commons: Commons, total: int) -> None:
    """Makes publications until the commons has `total`; each of some 120 words."""
    chance = random.Random(2024)
    words = vocabulary(chance)
    have = commons.publications.count()
    for first in range(have, total, BATCH):
        _batch(commons, range(first, min(first + BATCH, total)), chance, words)


def tie(commons: Commons) -> None:
    """Ties what is not tied yet as texts are in use: two sources each, of which there is one for ten texts,
    and one text in five to a question of the commons."""
    chance = random.Random(2024)
    questions = list(commons.questions.values_list("pk", flat=True))
    waiting = list(commons.works.filter(citations=None).values_list("pk", flat=True).order_by("pk"))
    for first in range(0, len(waiting), BATCH):
        _tie(commons, waiting[first : first + BATCH], questions, chance)


@transaction.atomic
def _tie(commons: Commons, works: list[int], questions: list[int], chance: random.Random) -> None:
    Source.objects.bulk_create(
        Source(
            commons=commons, title=f"Source {chance.random()}", author=f"Author {chance.random()}"
        )
        for _number in range(max(len(works) // 10, 2))
    )
    sources = list(commons.sources.values_list("pk", flat=True))
    Citation.objects.bulk_create(
        Citation(work_id=work, source_id=source)
        for work in works
        for source in chance.sample(sources, 2)
    )
    through = Work.questions.through
    through.objects.bulk_create(
        through(work_id=work, question_id=chance.choice(questions)) for work in works[::5]
    )


def _batch(commons: Commons, numbers: range, chance: random.Random, words: list[str]) -> None:
    base = f"{commons.get_absolute_url()}publications"
    with transaction.atomic():
        works = Work.objects.bulk_create(
            Work(
                commons=commons,
                uri=f"{base}/text-{number}/",
                object_type="publication",
                licence=commons.licence,
            )
            for number in numbers
        )
        Publication.objects.bulk_create(
            Publication(work=work, commons=commons, slug=f"text-{number}", kind=Kind.ARTICLE)
            for work, number in zip(works, numbers, strict=True)
        )
        documents = Document.objects.bulk_create(
            Document(work=work, language="nl", state=DocumentState.PUBLISHED) for work in works
        )
        revisions = Revision.objects.bulk_create(
            _revision(document, chance, words) for document in documents
        )
        _show(documents, revisions)
        newest.keep(Work.objects.filter(pk__in=[work.pk for work in works]))


def _revision(document: Document, chance: random.Random, words: list[str]) -> Revision:
    paragraphs = [sentence(chance, words, 30) for _ in range(4)]
    text = f"## {sentence(chance, words, 3)}\n\n" + "\n\n".join(paragraphs)
    rendered = markdown.render(text)
    return Revision(
        document=document,
        number=1,
        version=1,
        title=sentence(chance, words, 5),
        summary=sentence(chance, words, 15),
        text=text,
        html=rendered.html,
        plain=rendered.plain,
        headings=[[h.level, h.id, h.text] for h in rendered.headings],
        words=rendered.words,
        published_at=timezone.now(),
    )


def _show(documents: list[Document], revisions: list[Revision]) -> None:
    long_ago = timezone.now() - timedelta(days=3000)
    for document, revision in zip(documents, revisions, strict=True):
        when = long_ago + timedelta(minutes=document.pk)
        document.head = document.published = revision
        document.published_at = document.changed_at = when
    Document.objects.bulk_update(
        documents, ["head", "published", "published_at", "changed_at"], batch_size=200
    )
