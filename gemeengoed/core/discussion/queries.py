"""Reads of discussions: always a fixed number of queries, however many comments there are."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Document, Revision
from gemeengoed.core.registry import Audience

from .models import Comment, Place, Review, Rules, Suggestion, Thread


def rules_of(commons: Commons) -> Rules:
    """What the commons chose, or the defaults in a row that is not stored."""
    return Rules.objects.filter(commons=commons).first() or Rules(commons=commons)


def audience_of(thread: Thread, rules: Rules) -> Audience:
    """Who may read a thread."""
    if thread.among_writers:
        return Audience.EDITORS
    everybody = rules.readers == "everybody"
    return Audience(thread.document.work.audience) if everybody else Audience.MEMBERS


def threads(document: Document, revision: int, *, writer: bool) -> list[Thread]:
    """All of a text that this reader may see, the oldest first, each with `comments` and, as `here`,
    its place in that revision. Three queries."""
    rows = Thread.objects.filter(document=document)
    if not writer:
        rows = rows.filter(among_writers=False)
    comments = Comment.objects.select_related("author", "hidden_by")
    here = Place.objects.filter(revision=revision)
    return list(
        rows.select_related("resolved_by", "suggestion__answered_by").prefetch_related(
            Prefetch("comments", comments), Prefetch("places", here, to_attr="here")
        )
    )


def counted(document: Document, *, writer: bool) -> int:
    """Comments that can be read under a text."""
    rows = Comment.objects.filter(
        thread__document=document, taken_back__isnull=True, hidden__isnull=True
    )
    return (rows if writer else rows.filter(thread__among_writers=False)).count()


def thread_of(document: Document, pk: int, *, writer: bool) -> Thread:
    """Raises Thread.DoesNotExist for what this reader may not see."""
    rows = Thread.objects.filter(document=document)
    rows = rows if writer else rows.filter(among_writers=False)
    return rows.select_related("suggestion").get(pk=pk)


def comment_of(document: Document, pk: int, *, writer: bool) -> Comment:
    """Raises Comment.DoesNotExist for what this reader may not see."""
    rows = Comment.objects.filter(thread__document=document)
    rows = rows if writer else rows.filter(thread__among_writers=False)
    return rows.select_related("thread", "author").get(pk=pk)


def opener_of(thread: Thread) -> Comment:
    """The comment that a thread began with."""
    return thread.comments.select_related("author").earliest("pk")


def without_place(document: Document, revision: int) -> list[Thread]:
    """Threads of which is not known yet where they are in that revision."""
    placed = Place.objects.filter(thread=OuterRef("pk"), revision=revision)
    return list(Thread.objects.filter(document=document).exclude(Exists(placed)))


def to_settle(most: int) -> QuerySet[Document]:
    """Texts with open threads that were not yet placed in the newest revision."""
    placed = Place.objects.filter(
        thread=OuterRef("pk"), revision=OuterRef("document__head__number")
    )
    waiting = Thread.objects.filter(resolved__isnull=True, document__head__isnull=False)
    waiting = waiting.exclude(Exists(placed))
    return Document.objects.filter(pk__in=waiting.values("document")).select_related(
        "work", "head"
    )[:most]


def last_places(threads: Iterable[Thread], revision: int) -> dict[int, Place]:
    """By thread the latest known place up to that revision, else the earliest after it."""
    rows = Place.objects.filter(thread__in=list(threads), block__isnull=False)
    found: dict[int, Place] = {}
    for place in rows.order_by("revision"):
        if place.revision <= revision or place.thread_id not in found:
            found[place.thread_id] = place
    return found


def reviews(document: Document) -> QuerySet[Review]:
    """All of a text, the newest first."""
    rows = Review.objects.filter(document=document)
    return rows.select_related("asked_by", "of", "answered_by")


def approvals(document_id: int) -> dict[int, list[str]]:
    """By number of the revision, who approved it, in the active language. One query."""
    approved = Review.objects.filter(document=document_id, approved=True)
    found: dict[int, list[str]] = {}
    for review in approved.select_related("answered_by").order_by("pk"):
        who = review.answered_by.name if review.answered_by else "–"
        found.setdefault(review.revision, []).append(_("Approved by %(who)s") % {"who": who})
    return found


def writers_of_changes(document: Document) -> set[int]:
    """Actors who wrote what readers do not see yet: authors of revisions since the published one, and
    those whose suggestions are in them."""
    since = document.published.number if document.published else 0
    written = document.revisions.filter(number__gt=since).values_list("author", flat=True)
    taken = Suggestion.objects.filter(thread__document=document, saved_as__gt=since)
    first = Comment.objects.filter(thread=OuterRef("thread")).order_by("pk")
    suggested = taken.annotate(by=first.values("author")[:1]).values_list("by", flat=True)
    return {pk for pk in [*written, *suggested] if pk is not None}


def waiting_reviews(commons: Commons, actor: Actor) -> QuerySet[Review]:
    """What waits for `actor`: asked of them or of any editor, of the newest revision, and neither asked
    nor written by them. The oldest first."""
    shown = Coalesce(OuterRef("document__published__number"), 0)
    mine = Revision.objects.filter(document=OuterRef("document"), author=actor, number__gt=shown)
    rows = Review.objects.filter(
        Q(of=actor) | Q(of__isnull=True),
        document__work__commons=commons,
        approved__isnull=True,
        revision=F("document__head__number"),
    )
    rows = rows.exclude(Exists(mine)).exclude(asked_by=actor)
    return rows.select_related("document__work", "document__head", "asked_by", "of").order_by("pk")
