"""Reviews before publishing, and the rules of a commons."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from gemeengoed.core.commons.access import enter, require_person
from gemeengoed.core.documents.access import TextAccess, enter_text
from gemeengoed.core.people.api_auth import read, write
from gemeengoed.core.people.queries import find_person

from .. import queries
from ..models import Review, Rules
from ..services import reviews, rules

router = Router(tags=["discussion"])
TEXT = "/commons/{handle}/texts/{pk}/reviews"


class ReviewOut(Schema):
    """`approved` is null until it is answered; `current` whether it is of the newest revision."""

    id: int
    text: int
    revision: int
    current: bool
    asked_by: str
    of: str
    words: str
    created: datetime
    approved: bool | None
    answered: datetime | None
    answered_by: str
    answer: str


class AskIn(Schema):
    """`of` is a handle; empty for whoever has time."""

    of: str = ""
    words: str = ""


class AnswerIn(Schema):
    approve: bool
    text: str = ""


class RulesOut(Schema):
    """`readers`: members or everybody."""

    readers: str
    second_editor: bool


class RulesIn(Schema):
    """What is left out stays as it is."""

    readers: str | None = None
    second_editor: bool | None = None


def _out(review: Review) -> dict[str, Any]:
    names = ("id", "revision", "words", "created", "approved", "answered", "answer")
    head = review.document.head
    people = {name: getattr(review, name) for name in ("asked_by", "of", "answered_by")}
    return {
        **{name: getattr(review, name) for name in names},
        **{name: actor.handle if actor else "" for name, actor in people.items()},
        "text": review.document_id,
        "current": head is not None and head.number == review.revision,
    }


def _reviewing(request: HttpRequest, handle: str, pk: int) -> TextAccess:
    text = enter_text(request, handle, pk)
    text.access.require("discussion.review")
    text.require_writer()
    text.document.work.commons = text.access.commons
    return text


def _review(text: TextAccess, pk: int) -> Review:
    found = get_object_or_404(queries.reviews(text.document), pk=pk)
    found.document = text.document
    return found


@router.get(TEXT, response=list[ReviewOut], auth=read)
def list_reviews(request: HttpRequest, handle: str, pk: int) -> list[dict[str, Any]]:
    """Of one text, the newest first; at most 100."""
    text = _reviewing(request, handle, pk)
    found = list(queries.reviews(text.document)[:100])
    for review in found:
        review.document = text.document
    return [_out(review) for review in found]


@router.post(TEXT, response={201: ReviewOut}, auth=write)
def ask(request: HttpRequest, handle: str, pk: int, given: AskIn) -> Status[dict[str, Any]]:
    """Asks for a review of the newest revision."""
    text = _reviewing(request, handle, pk)
    of = find_person(given.of).actor if given.of else None
    return Status(201, _out(reviews.ask(text.document, text.access.actor, of, given.words)))


@router.post(f"{TEXT}/{{review}}/answer", response=ReviewOut, auth=write)
def answer(
    request: HttpRequest, handle: str, pk: int, review: int, given: AnswerIn
) -> dict[str, Any]:
    text = _reviewing(request, handle, pk)
    found = _review(text, review)
    reviews.answer(found, text.access.actor, approve=given.approve, text=given.text)
    return _out(_review(text, review))


@router.delete(f"{TEXT}/{{review}}", response={204: None}, auth=write)
def withdraw(request: HttpRequest, handle: str, pk: int, review: int) -> Status[None]:
    """Ends a question that nobody answered."""
    text = _reviewing(request, handle, pk)
    reviews.withdraw(_review(text, review), text.access.actor)
    return Status(204, None)


@router.get("/commons/{handle}/reviews", response=list[ReviewOut], auth=read)
def waiting(request: HttpRequest, handle: str) -> list[dict[str, Any]]:
    """What waits for you, the oldest first; at most 100."""
    access = enter(request, handle)
    access.require("discussion.review")
    rows = queries.waiting_reviews(access.commons, access.actor)[:100]
    return [_out(review) for review in rows]


@router.get("/commons/{handle}/discussion", response=RulesOut, auth=read)
def read_rules(request: HttpRequest, handle: str) -> Rules:
    access = enter(request, handle)
    access.require("discussion.comment")
    return queries.rules_of(access.commons)


@router.patch("/commons/{handle}/discussion", response=RulesOut, auth=write)
def change_rules(request: HttpRequest, handle: str, given: RulesIn) -> Rules:
    """For stewards; the public log tells it."""
    access = enter(request, handle)
    access.require("discussion.settings")
    person = require_person(request)
    return rules.change(access.commons, person.actor, **given.dict(exclude_none=True))
