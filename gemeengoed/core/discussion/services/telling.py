"""Who hears of a comment, a suggestion or a review, and what stands under the latest news."""

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from gemeengoed.core import registry
from gemeengoed.core.activity.services import record
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Membership
from gemeengoed.core.documents.models import Document
from gemeengoed.core.notices.services import tell
from gemeengoed.core.people.models import Person
from gemeengoed.core.registry import Role

from .. import queries
from ..models import Comment, Review, Thread

MENTION = re.compile(r"(?<![\w/@.])@([a-z0-9][a-z0-9_-]{0,28}[a-z0-9])", re.IGNORECASE)
MOST_MENTIONS = 10
_FROM = {
    Role.MEMBER: ["member", "editor", "steward"],
    Role.EDITOR: ["editor", "steward"],
    Role.STEWARD: ["steward"],
}


def page_of(document: Document) -> str:
    """Address of the discussion; a path."""
    return f"{document.work.commons.get_absolute_url()}texts/{document.pk}/discussion/"


def review_page_of(document: Document) -> str:
    return f"{document.work.commons.get_absolute_url()}texts/{document.pk}/review/"


def address(comment: Comment) -> str:
    return f"{page_of(comment.thread.document)}#{comment.anchor}"


def title_of(document: Document) -> str:
    shown = document.published or document.head
    return shown.title if shown else ""


def writers(document: Document) -> QuerySet[Person]:
    """Members who may write this text."""
    kind = registry.document_kind(document.work.object_type)
    least = registry.least_role(kind.write) if kind else None
    return _members(document, least or Role.STEWARD)


def _members(document: Document, least: Role) -> QuerySet[Person]:
    roles = _FROM.get(least, [])
    memberships = Membership.objects.filter(commons=document.work.commons, role__in=roles)
    return Person.objects.filter(pk__in=memberships.values("person")).select_related("actor")


def readers(thread: Thread) -> QuerySet[Person]:
    """Members who may read the thread."""
    document = thread.document
    return writers(document) if thread.among_writers else _members(document, Role.MEMBER)


def of_comment(comment: Comment, verb: str = "comment") -> None:
    """Tells who spoke before in the thread, who is named and who wrote the text; each once."""
    thread = comment.thread
    _record(thread, comment, verb)
    allowed = readers(thread)
    before = thread.comments.exclude(pk=comment.pk).values("author")
    _tell(comment, "reply", allowed.filter(actor__in=before))
    _tell(comment, "mention", _named(comment, allowed))
    written = thread.document.revisions.values("author")
    kind = "suggestion" if verb == "suggest" else "comment"
    _tell(comment, kind, allowed.filter(actor__in=written))


def _named(comment: Comment, allowed: QuerySet[Person]) -> Iterable[Person]:
    names = {name.lower() for name in MENTION.findall(comment.text)[:MOST_MENTIONS]}
    return allowed.filter(username__in=names) if names else []


def _tell(comment: Comment, kind: str, persons: Iterable[Person]) -> None:
    tell(
        persons,
        f"discussion.{kind}",
        address(comment),
        actor=comment.author,
        title=title_of(comment.thread.document),
        words=comment.plain,
    )


def of_answer(thread: Thread, kind: str, by: Actor, words: str = "") -> None:
    """Tells who made a suggestion what became of it; `kind` is accepted or declined."""
    first = queries.opener_of(thread)
    uri = f"{page_of(thread.document)}#{first.anchor}"
    if kind == "accepted":
        _record(thread, first, "accept", by)
    tell(
        readers(thread).filter(actor=first.author),
        f"discussion.{kind}",
        uri,
        actor=by,
        title=title_of(thread.document),
        words=words,
        thing=f"{uri} {kind}",
    )


def of_review(review: Review, by: Actor, kind: str, words: str) -> None:
    """`kind` is asked (tells of whom, or every other writer) or answered (tells who asked)."""
    document = review.document
    whom = review.of if kind == "asked" else review.asked_by
    persons = writers(document)
    if kind == "answered" or whom is not None:
        persons = persons.filter(actor=whom)
    tell(
        persons,
        f"discussion.review_{kind}",
        review_page_of(document),
        actor=by,
        title=document.head.title if document.head else "",
        words=words,
        thing=f"{review_page_of(document)}{review.pk}/{kind}",
    )
    _write(document, review_page_of(document), "review", by, registry.Audience.EDITORS)


def _record(thread: Thread, comment: Comment, verb: str, by: Actor | None = None) -> None:
    rules = queries.rules_of(thread.document.work.commons)
    audience = queries.audience_of(thread, rules)
    _write(thread.document, address(comment), verb, by or comment.author, audience)


def _write(
    document: Document, uri: str, verb: str, by: Actor | None, audience: registry.Audience
) -> None:
    record(
        by,
        verb,
        uri,
        audience,
        object_type="comment" if verb != "review" else "review",
        commons=document.work.commons.actor,
        title=title_of(document),
        data={"text": document.work.uri, "language": document.language},
    )
