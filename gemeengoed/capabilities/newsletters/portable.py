"""Letters and their list on the way to another server.

Who is on the list goes along with the proof of consent: the commons asked for it, not the server. Nobody
who left, was never confirmed or whose mail came back does. What was sent to whom stays behind.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.mail import addresses
from gemeengoed.core.portable import Arrival, BadRow, Departure, Portable, Row, fields, values

from . import blocks, languages
from .models import (
    Letter,
    LetterState,
    LetterText,
    Proof,
    Settings,
    Subscriber,
    SubscriberState,
    Topic,
)
from .services.subscribing import checked_address
from .services.writing import checked_preview, checked_subject

TOPIC = ("slug", "name", "place")
SUBSCRIBER = ("address", "folded", "name", "language", "created", "confirmed")
PROOF = ("what", "how", "words", "moment")
LETTER = ("slug", "goes_out", "went_out", "ended", "created", "changed")
TEXT = ("language", "subject", "preview")


def _settings(departure: Departure) -> Iterable[Row]:
    for kept in Settings.objects.filter(commons__actor__handle=departure.handle):
        yield values(kept, "postal_address", "needs_approval", "footer")


def _bring_settings(arrival: Arrival, rows: Iterator[Row]) -> None:
    for row in rows:
        given = fields(Settings, row, "postal_address", "needs_approval", "footer")
        Settings.objects.create(commons_id=arrival.commons, **given)


def _topics(departure: Departure) -> Iterable[Row]:
    for topic in Topic.objects.filter(commons__actor__handle=departure.handle):
        yield values(topic, *TOPIC)


def _bring_topics(arrival: Arrival, rows: Iterator[Row]) -> None:
    for row in rows:
        topic = Topic.objects.create(commons_id=arrival.commons, **fields(Topic, row, *TOPIC))
        arrival.found["topic", topic.slug] = topic.pk


def _subscribers(departure: Departure) -> Iterable[Row]:
    rows = Subscriber.objects.filter(
        commons__actor__handle=departure.handle, state=SubscriberState.ON
    )
    for one in rows.prefetch_related("topics", "proofs").order_by("pk").iterator(chunk_size=500):
        yield {
            **values(one, *SUBSCRIBER),
            "topics": [topic.slug for topic in one.topics.all()],
            "topics_gone": one.topics_gone,
            "proofs": [values(proof, *PROOF) for proof in one.proofs.all()],
        }


def _bring_subscribers(arrival: Arrival, rows: Iterator[Row]) -> None:
    for row in rows:
        one = Subscriber.objects.create(
            commons_id=arrival.commons,
            token=addresses.new_token(),
            state=SubscriberState.ON,
            **_addressed(row),
        )
        one.topics.set([arrival.key("topic", slug) for slug in row["topics"]])
        Proof.objects.bulk_create(
            Proof(subscriber=one, **fields(Proof, proof, *PROOF)) for proof in row["proofs"]
        )


def _addressed(row: Row) -> Row:
    """The columns of a subscriber, with an address that mail can be sent to. Raises BadRow."""
    row = {"topics_gone": False, **row}
    found = fields(Subscriber, row, *SUBSCRIBER, "topics_gone")
    try:
        address = checked_address(found["address"])
    except ValidationError as error:
        raise BadRow(f"Subscriber.address: {' '.join(error.messages)}") from error
    return found | {"address": address, "folded": address.lower()}


def _letters(departure: Departure) -> Iterable[Row]:
    rows = Letter.objects.filter(commons__actor__handle=departure.handle)
    for letter in rows.prefetch_related("texts", "topics").order_by("pk").iterator(chunk_size=100):
        yield {
            **values(letter, *LETTER),
            "author": departure.person(letter.author_id),
            "changed_by": departure.person(letter.changed_by_id),
            "topics": [topic.slug for topic in letter.topics.all()],
            "texts": [_text(departure, text) for text in letter.texts.all()],
        }


def _text(departure: Departure, text: LetterText) -> Row:
    return {**values(text, *TEXT), "blocks": [_block(departure, one) for one in text.blocks]}


def _block(departure: Departure, block: dict[str, Any]) -> dict[str, Any]:
    if block.get("file"):
        return {**block, "file": departure.file(block["file"])}
    if block.get("uri"):
        return {**block, "uri": departure.below(block["uri"])}
    return block


def _bring_letters(arrival: Arrival, rows: Iterator[Row]) -> None:
    """What went out has gone out; what was being made is a draft here."""
    for row in rows:
        went_out = row["went_out"] is not None
        letter = Letter.objects.create(
            commons_id=arrival.commons,
            state=LetterState.SENT if went_out else LetterState.DRAFT,
            author_id=arrival.person(row["author"]),
            changed_by_id=arrival.person(row.get("changed_by", "")),
            **fields(Letter, row, *LETTER) | ({} if went_out else {"goes_out": None}),
        )
        letter.topics.set([arrival.key("topic", slug) for slug in row["topics"]])
        LetterText.objects.bulk_create(
            LetterText(
                letter=letter,
                blocks=_blocks(arrival, text["blocks"]),
                **_words(text),
            )
            for text in row["texts"]
        )


def _words(row: Row) -> Row:
    """Language, subject and preview, checked as if they were typed here. Raises BadRow."""
    found = fields(LetterText, {**row, "preview": checked_preview(str(row["preview"]))}, *TEXT)
    try:
        subject = checked_subject(found["subject"])
        return found | {"subject": subject, "language": languages.checked(found["language"])}
    except ValidationError as error:
        raise BadRow(f"LetterText: {' '.join(error.messages)}") from error


def _blocks(arrival: Arrival, given: object) -> list[dict[str, Any]]:
    """Checked as if they were typed here, without objects of sections that this server does not have. Raises
    BadRow."""
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise BadRow(f"LetterText.blocks: {str(given)[:100]} are no blocks")
    known = [one for one in given if not _is_unknown(one)]
    try:
        return blocks.checked([_came(arrival, one) for one in known])
    except ValidationError as error:
        raise BadRow(f"LetterText.blocks: {' '.join(error.messages)}") from error


def _is_unknown(block: dict[str, Any]) -> bool:
    """An object of a section that this server does not have."""
    offered = map(str, registry.letter_blocks())
    return block.get("kind") == blocks.OBJECT and str(block.get("block")) not in offered


def _came(arrival: Arrival, block: dict[str, Any]) -> dict[str, Any]:
    if block.get("file"):
        return {**block, "file": arrival.file(block["file"])}
    if block.get("uri"):
        return {**block, "uri": arrival.address(block["uri"])}
    return block


PORTABLE = (
    Portable("letter-settings", _settings, _bring_settings),
    Portable("letter-topics", _topics, _bring_topics),
    Portable(
        "subscribers",
        _subscribers,
        _bring_subscribers,
        holds=_(
            "Who gets the letters: address, name, choices, and the proof that they asked for it. Nobody who "
            "left the list. Over there they get letters from another address: tell them beforehand."
        ),
    ),
    Portable(
        "letters",
        _letters,
        _bring_letters,
        holds=_("The letters that went out and those being written; not who got which."),
    ),
)
