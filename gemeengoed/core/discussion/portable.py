"""What was said about texts, on its way to another server: rules, threads, comments, suggestions, reviews."""

from collections.abc import Iterable, Iterator
from typing import Any

from gemeengoed.core.database.paging import in_pages
from gemeengoed.core.documents.models import Document
from gemeengoed.core.portable import Arrival, Departure, Portable, Row, fields, values
from gemeengoed.core.text.markdown import render_remark

from .models import Comment, Place, Review, Rules, Suggestion, SuggestionState, Thread

THREAD = ("revision", "block", "quote", "among_writers", "created", "resolved")
PLACE = ("revision", "block", "words", "before", "after")
COMMENT = ("text", "created", "edited", "taken_back", "hidden", "hidden_reason")
SUGGESTION = ("original", "proposed", "state", "answered", "answer", "saved_as")
REVIEW = ("revision", "words", "created", "approved", "answered", "answer")


def _rules(departure: Departure) -> Iterable[Row]:
    for rules in Rules.objects.filter(commons__actor__handle=departure.handle):
        yield values(rules, "readers", "second_editor")


def _bring_rules(arrival: Arrival, rows: Iterator[Row]) -> None:
    for row in rows:
        given = fields(Rules, row, "readers", "second_editor")
        Rules.objects.create(commons_id=arrival.commons, **given)


def _text(departure: Departure, document: Document) -> list[str]:
    return [departure.below(document.work.uri), document.language]


def _threads(departure: Departure) -> Iterable[Row]:
    threads = Thread.objects.filter(document__work__commons__actor__handle=departure.handle)
    together = threads.select_related("document__work", "suggestion").prefetch_related(
        "places", "comments"
    )
    for thread in together.order_by("pk").iterator(chunk_size=200):
        suggestion = getattr(thread, "suggestion", None)
        yield {
            "at": _text(departure, thread.document),
            **values(thread, *THREAD),
            "resolved_by": departure.person(thread.resolved_by_id),
            "places": [values(place, *PLACE) for place in thread.places.all()],
            "comments": [_comment(departure, one) for one in thread.comments.all()],
            "suggestion": _suggestion(departure, suggestion) if suggestion else None,
        }


def _comment(departure: Departure, comment: Comment) -> Row:
    return {
        **values(comment, *COMMENT),
        "author": departure.person(comment.author_id),
        "hidden_by": departure.person(comment.hidden_by_id),
    }


def _suggestion(departure: Departure, suggestion: Suggestion) -> Row:
    row = values(suggestion, *SUGGESTION)
    if suggestion.state == SuggestionState.TAKING:  # lasts a moment, and not elsewhere
        row["state"] = SuggestionState.OPEN
    return {**row, "answered_by": departure.person(suggestion.answered_by_id)}


def _document(arrival: Arrival, at: list[Any]) -> int:
    return arrival.key("document", tuple(at))


def _bring_threads(arrival: Arrival, rows: Iterator[Row]) -> None:
    for row in rows:
        thread = Thread.objects.create(
            document_id=_document(arrival, row["at"]),
            resolved_by_id=arrival.person(row["resolved_by"]),
            **fields(Thread, row, *THREAD),
        )
        places = [Place(thread=thread, **fields(Place, one, *PLACE)) for one in row["places"]]
        Place.objects.bulk_create(places)
        Comment.objects.bulk_create(_came(arrival, thread, one) for one in row["comments"])
        if row["suggestion"]:
            Suggestion.objects.create(
                thread=thread,
                answered_by_id=arrival.person(row["suggestion"]["answered_by"]),
                **fields(Suggestion, row["suggestion"], *SUGGESTION),
            )


def _came(arrival: Arrival, thread: Thread, row: Row) -> Comment:
    return Comment(
        thread=thread,
        author_id=arrival.person(row["author"]),
        hidden_by_id=arrival.person(row["hidden_by"]),
        **fields(Comment, row, *COMMENT),
    )


def _render(commons: int) -> None:
    waiting = Comment.objects.filter(thread__document__work__commons=commons, html="")
    for comment in in_pages(waiting.exclude(text=""), 500):
        Comment.objects.filter(pk=comment.pk).update(html=render_remark(comment.text))


def _reviews(departure: Departure) -> Iterable[Row]:
    reviews = Review.objects.filter(document__work__commons__actor__handle=departure.handle)
    for review in reviews.select_related("document__work").order_by("pk"):
        people = {name: getattr(review, f"{name}_id") for name in ("asked_by", "of", "answered_by")}
        yield {
            "at": _text(departure, review.document),
            **values(review, *REVIEW),
            **{name: departure.person(actor) for name, actor in people.items()},
        }


def _bring_reviews(arrival: Arrival, rows: Iterator[Row]) -> None:
    Review.objects.bulk_create(
        Review(
            document_id=_document(arrival, row["at"]),
            asked_by_id=arrival.person(row["asked_by"]),
            of_id=arrival.person(row["of"]),
            answered_by_id=arrival.person(row["answered_by"]),
            **fields(Review, row, *REVIEW),
        )
        for row in rows
    )


PORTABLE = (
    Portable("discussion-rules", _rules, _bring_rules),
    Portable("discussion-threads", _threads, _bring_threads, finish=_render),
    Portable("reviews", _reviews, _bring_reviews),
)
