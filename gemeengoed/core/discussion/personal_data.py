"""What discussions hold of persons."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import PersonalData

from .models import Comment, Review, Suggestion, Thread


def _comments(person_id: int) -> Iterable[dict[str, Any]]:
    earlier = Comment.objects.filter(thread=OuterRef("thread"), pk__lt=OuterRef("pk"))
    rows = Comment.objects.filter(author__person__pk=person_id).order_by("pk")
    rows = rows.annotate(answers=Exists(earlier))
    fields = {
        "text": "thread__document__work__uri",
        "language": "thread__document__language",
        "quote": "thread__quote",
        "proposed": "thread__suggestion__proposed",
    }
    names = ("text", "created", "edited", "hidden", "answers", *fields.values())
    for row in rows.values(*names).iterator():
        if row["answers"]:  # what the thread began with is another's
            row["thread__suggestion__proposed"] = None
        yield {
            "words": row["text"],
            "created": row["created"],
            "edited": row["edited"],
            "hidden": row["hidden"],
            **{name: row[column] for name, column in fields.items()},
        }


def _reviews(person_id: int) -> Iterable[dict[str, Any]]:
    asked = Review.objects.filter(asked_by__person__pk=person_id)
    answered = Review.objects.filter(answered_by__person__pk=person_id)
    fields = ("document__work__uri", "revision", "words", "created", "approved", "answered")
    return [dict(row) for row in (asked | answered).order_by("pk").values(*fields, "answer")]


def _decisions(person_id: int) -> Iterable[dict[str, Any]]:
    """What they resolved, hid or answered of others."""
    for what, when, by, rows in (
        ("resolved", "resolved", "resolved_by", Thread.objects.values("resolved")),
        ("hid", "hidden", "hidden_by", Comment.objects.values("hidden", "hidden_reason")),
        ("answered", "answered", "answered_by", Suggestion.objects.values("answered", "answer")),
    ):
        for row in rows.filter(**{f"{by}__person__pk": person_id}).order_by(when):
            yield {"did": what, **row}


HELD = [
    PersonalData(
        what=_("Comments and suggestions you wrote, at which passage and when"),
        why=_("So that people can work on a text together."),
        ground=_("Legitimate interest: shared work can be accounted for (GDPR art. 6.1.f)"),
        how_long=_(
            "Until you take them back; after you leave, what you wrote stays under a pseudonym."
        ),
        export=_comments,
    ),
    PersonalData(
        what=_("Which comments you resolved or hid, and how you answered suggestions"),
        why=_("So that people can see who decided that, and why."),
        ground=_("Legitimate interest: shared work can be accounted for (GDPR art. 6.1.f)"),
        how_long=_("As long as the text exists; after you leave, under a pseudonym."),
        export=_decisions,
    ),
    PersonalData(
        what=_("Reviews you asked for or gave"),
        why=_("So that everybody can see who approved a text."),
        ground=_("Legitimate interest: shared work can be accounted for (GDPR art. 6.1.f)"),
        how_long=_("As long as the text exists; after you leave, under a pseudonym."),
        export=_reviews,
    ),
]
