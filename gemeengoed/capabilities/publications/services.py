"""Verbs of publications. Every write goes through here; texts themselves are the core's documents."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gemeengoed.core.activity import services as activity
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons, Question
from gemeengoed.core.commons.services.lock import locked
from gemeengoed.core.commons.services.words import NAME, tidy, tidy_markdown
from gemeengoed.core.discussion.services.reviews import require_approval
from gemeengoed.core.documents import services as documents
from gemeengoed.core.documents.models import Document, Revision
from gemeengoed.core.log import services as log
from gemeengoed.core.people.models import Organisation
from gemeengoed.core.registry import Audience
from gemeengoed.core.sources.models import Source

from . import kinds
from .models import OBJECT_TYPE, EarlyReader, Publication, Release, Series

TAKEN_BY_PAGES = frozenset({"new", "series", "feed", "kinds", "early"})


def create_publication(
    commons: Commons,
    kind: str,
    slug: str,
    *,
    series: Series | None = None,
    number: int | None = None,
) -> Publication:
    """An empty draft at `/@<commons>/publications/<slug>/`; `kind` is the slug of one (see kinds.py).

    Raises ValidationError (by field)."""
    with transaction.atomic():
        commons = locked(commons)
        like, own = kinds.by_slug(commons, kind)
        slug = _free_slug(commons, slug)
        _check_number(series, number, None)
        work = documents.create_work(
            commons, f"{commons.get_absolute_url()}publications/{slug}/", OBJECT_TYPE
        )
        return Publication.objects.create(
            work=work,
            commons=commons,
            slug=slug,
            kind=like,
            own_kind=own,
            series=series,
            number=number,
        )


@transaction.atomic
def begin(commons: Commons, kind: str, language: str, title: str, author: Actor) -> Publication:
    """A draft with a title and no text yet. Raises ValidationError (title, language); then there is
    nothing."""
    publication = create_publication(commons, kind, title)
    write(publication, language, documents.Words(title=title), author, 0)
    return publication


def _free_slug(commons: Commons, wanted: str) -> str:
    slug = slugify(wanted[:200])[:70].strip("-") or "text"
    pattern = re.compile(rf"{re.escape(slug)}(-\d+)?")
    taken = set(commons.publications.filter(slug__startswith=slug).values_list("slug", flat=True))
    taken = {other for other in taken if pattern.fullmatch(other)} | TAKEN_BY_PAGES
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def write(
    publication: Publication, language: str, words: documents.Words, author: Actor, base: int
) -> Revision:
    """A new revision; see `documents.services.save_revision` for what it raises."""
    return documents.save_revision(publication.work, language, words, author, base)


def publish(
    publication: Publication, document: Document, person: Actor, when: datetime | None = None
) -> Revision:
    """Shows the newest revision to readers and tells who wants to know. `when`: see documents.

    Raises ValidationError when there is no text, or no approval where the commons wants one.
    """

    def record(published: Document, first: bool) -> None:
        require_approval(published)
        _record(publication, published, person, "publish" if first else "revise")
        for waiting in (Release, EarlyReader):
            waiting.objects.filter(document=published).delete()

    return documents.publish(document, record, when)


def withdraw(publication: Publication, document: Document, person: Actor, reason: str) -> None:
    """Takes the text from readers, with the reason in its place and in the public log."""

    def record(withdrawn: Document) -> None:
        _record(publication, withdrawn, person, "withdraw")
        _log_withdrawn(publication, withdrawn, person)

    documents.withdraw(document, reason, record)


def _log_withdrawn(publication: Publication, document: Document, person: Actor) -> None:
    """The log is everybody's: of a text for members it tells only that there was one."""
    owner = publication.commons.actor
    if publication.work.audience != Audience.PUBLIC:
        log.append(owner, "publication.withdrawn_from_members", person)
        return
    log.append(
        owner,
        "publication.withdrawn",
        person,
        object=publication.work.uri,
        reason=document.withdrawn_reason,
        details={"title": _title(document), "language": document.language},
    )


def _record(publication: Publication, document: Document, person: Actor, verb: str) -> None:
    activity.record(
        person,
        verb,
        publication.work.uri,
        Audience(publication.work.audience),
        object_type=OBJECT_TYPE,
        commons=publication.commons.actor,
        title=_title(document),
        data={"language": document.language},
    )


def _title(document: Document) -> str:
    return document.head.title if document.head else ""


def arrange(
    publication: Publication,
    person: Actor,
    *,
    kind: str,
    series: Series | None,
    number: int | None,
) -> None:
    """Sets kind (by slug) and place in a series. Raises ValidationError when the number is taken."""
    with transaction.atomic():
        commons = locked(publication.commons)
        _check_number(series, number, publication)
        publication.kind, publication.own_kind = kinds.by_slug(commons, kind)
        publication.series, publication.number = series, number if series else None
        publication.save(update_fields=["kind", "own_kind", "series", "number"])
        _details_changed(publication, person)


def set_details(
    publication: Publication,
    person: Actor,
    *,
    licence: str,
    audience: Audience,
    questions: Iterable[Question],
    on_behalf_of: Iterable[Organisation],
) -> None:
    """As `documents.services.set_details`, by `person`; search and kept pages follow."""
    with transaction.atomic():
        documents.set_details(
            publication.work,
            licence=licence,
            audience=audience,
            questions=questions,
            on_behalf_of=on_behalf_of,
            by=person,
        )
        _details_changed(publication, person)


def set_sources(publication: Publication, sources: Sequence[Source], person: Actor) -> None:
    """As `documents.services.set_sources`; kept pages follow."""
    with transaction.atomic():
        documents.set_sources(publication.work, sources)
        _details_changed(publication, person)


def cite(publication: Publication, sources: Sequence[Source], person: Actor) -> None:
    """Lists stored sources, as `documents.services.cite`; kept pages follow."""
    with transaction.atomic():
        documents.cite(publication.work, sources)
        _details_changed(publication, person)


def _check_number(
    series: Series | None, number: int | None, publication: Publication | None
) -> None:
    if series is None or number is None:
        return
    other = series.publications.filter(number=number)
    if publication is not None:
        other = other.exclude(pk=publication.pk)
    if other.exists():
        raise ValidationError(
            {"number": _("Number %(number)s of this series is taken.") % {"number": number}}
        )
    if series.total and number > series.total:
        raise ValidationError(
            {"number": _("This series has %(total)s parts.") % {"total": series.total}}
        )


def _details_changed(publication: Publication, person: Actor) -> None:
    """Search and kept pages follow from an activity; nobody is told of a change of details."""
    activity.record(
        person,
        "arrange",
        publication.work.uri,
        Audience.EDITORS,
        object_type=OBJECT_TYPE,
        commons=publication.commons.actor,
    )


def create_series(
    commons: Commons,
    slug: str,
    title: dict[str, str],
    total: int = 0,
    *,
    description: dict[str, str] | None = None,
) -> Series:
    """A series with its title and description by language; `total` 0 is open-ended.

    Raises ValidationError when the slug is taken.
    """
    slug = slugify(slug[:60])
    if not slug:
        raise ValidationError({"title": _("Give the series a title.")})
    title, told = tidy(title, "title", NAME), tidy_markdown(description, "description")
    with transaction.atomic():
        commons = locked(commons)
        if commons.series.filter(slug=slug).exists():
            raise ValidationError({"title": _("There is a series of this name already.")})
        return Series.objects.create(
            commons=commons, slug=slug, title=title, total=total, description=told
        )
