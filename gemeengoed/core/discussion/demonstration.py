"""A few words at the first published text in each language, so that a newcomer sees how it works."""

from typing import Any

from gemeengoed.core.documents.models import Document, DocumentState
from gemeengoed.core.text.markdown import Block

from .models import Thread
from .services import comments, suggestions
from .spots import blocks_of, spot

WORDS = {
    "nl": {
        "ask": "Kan hier een voorbeeld bij? Voor wie dit voor het eerst leest is het nog *abstract*.",
        "answer": "Goed punt, @member. Ik zoek er een uit de buurt.",
        "why": "Zo is het ook duidelijk voor wie alleen deze zin leest.",
        "more": "Dat geldt voor iedereen die meedoet.",
    },
    "en": {
        "ask": "Could this have an example? For who reads it the first time it is still *abstract*.",
        "answer": "Good point, @member. I will look for one nearby.",
        "why": "Then it is clear also to who reads this sentence alone.",
        "more": "That holds for everybody who takes part.",
    },
}


def build(handle: str, persons: dict[str, Any]) -> None:
    """Adds what is missing: nothing where a text has been discussed already."""
    texts = Document.objects.filter(
        work__commons__actor__handle=handle,
        state=DocumentState.PUBLISHED,
        language__in=WORDS,
    ).select_related("work__commons__actor", "published")
    for language, words in WORDS.items():
        document = texts.filter(language=language).order_by("pk").first()
        if document and not Thread.objects.filter(document=document).exists():
            _discuss(document, words, persons)


def _discuss(document: Document, words: dict[str, str], persons: dict[str, Any]) -> None:
    revision = document.published
    if revision is None:
        return
    blocks = blocks_of(document, revision)
    long = [block for block in blocks if block.kind == "paragraph" and len(block.plain) > 120]
    if len(long) < 2:
        return
    member, editor = persons["member"].actor, persons["editor"].actor
    asked = comments.begin(_spot(document, long[0], blocks), member, words["ask"])
    comments.reply(asked.thread, editor, words["answer"])
    proposed = f"{long[1].source} {words['more']}"
    suggestions.suggest(_spot(document, long[1], blocks), member, proposed, words["why"])


def _spot(document: Document, block: Block, blocks: list[Block]) -> Any:
    assert document.published is not None  # noqa: S101 - `_discuss` looked
    return spot(document, document.published, blocks, block.number)
