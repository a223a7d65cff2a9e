"""Publications and their texts in the API."""

from datetime import datetime
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from gemeengoed.core.commons.access import enter
from gemeengoed.core.documents import queries as documents
from gemeengoed.core.documents import translation
from gemeengoed.core.documents.models import Document, Revision
from gemeengoed.core.documents.services import EditConflict, Words
from gemeengoed.core.people.api_auth import anybody as any_reader
from gemeengoed.core.people.api_auth import write as reader_or_writer
from gemeengoed.core.people.models import Organisation
from gemeengoed.core.registry import Audience

from .. import queries, releasing, services
from ..finding import find
from ..models import Kind, Publication

router = Router(tags=["publications"])


class TextOut(Schema):
    """One language of a publication. `id` is the number of the text, `number` counts revisions, `version`
    what readers saw; `merged_with` is the revision that a save was merged with; `follows` ('nl:12') what a
    translation is up to date with."""

    id: int
    language: str
    state: str
    title: str
    summary: str
    number: int
    version: int | None
    merged_with: int | None
    follows: str
    published_at: datetime | None
    changed_at: datetime | None
    url: str


class PublicationOut(Schema):
    slug: str
    kind: str
    series: str | None
    number: int | None
    licence: str
    audience: str
    url: str
    texts: list[TextOut]


class DetailsOut(PublicationOut):
    """`questions` by slug; `on_behalf_of` are the handles of organisations that sign it."""

    questions: list[str]
    on_behalf_of: list[str]


class DetailsIn(Schema):
    """What is left out stays as it is. `series` is a slug, null for none."""

    kind: str | None = None
    series: str | None = None
    number: int | None = Field(None, ge=1, le=999)
    licence: str | None = None
    audience: Literal["public", "members"] | None = None
    questions: list[str] | None = None
    on_behalf_of: list[str] | None = None


class PublicationPage(Schema):
    total: int
    page: int
    items: list[PublicationOut]


class PublicationIn(Schema):
    title: str
    language: str
    kind: str = Kind.ARTICLE


class TextIn(Schema):
    """`base` is the revision number that the change builds on (0 for the first). `follows` tells with
    which revision of another language the text is up to date, as 'nl:12'."""

    title: str
    summary: str = ""
    text: str = ""
    reason: str = ""
    base: int = 0
    follows: str = ""


class TextBody(TextOut):
    text: str
    html: str


class Stretch(Schema):
    """A stretch of `field` that both changed: as both began from it, as you sent it, as it is now."""

    field: str
    base: str
    mine: str
    theirs: str


class Conflict(Schema):
    """`merged` has all that does not touch, and yours where it does; send it again, as you want it, with
    the `base` it names."""

    detail: str
    theirs: TextIn
    merged: TextIn
    conflicts: list[Stretch]


class ReleaseIn(Schema):
    """`at` with its offset from UTC."""

    at: AwareDatetime
    embargo: bool = False


class ReleaseOut(Schema):
    at: datetime
    embargo: bool
    error: str


class WithdrawIn(Schema):
    reason: str


def _text(document: Document, revision: Revision) -> dict[str, Any]:
    return {
        "id": document.pk,
        "language": document.language,
        "state": document.state,
        "title": revision.title,
        "summary": revision.summary,
        "number": revision.number,
        "version": revision.version,
        "merged_with": revision.merged_with,
        "follows": translation.mark_of(revision),
        "published_at": document.published_at,
        "changed_at": document.changed_at,
        "url": f"{document.work.uri}{document.language}/",
    }


def _out(publication: Publication, editor: bool) -> dict[str, Any]:
    texts = publication.work.documents.all()
    shown = texts if editor else documents.published(texts)
    return {
        "slug": publication.slug,
        "kind": publication.kind_slug,
        "series": publication.series.slug if publication.series else None,
        "number": publication.number,
        "licence": publication.work.licence,
        "audience": publication.work.audience,
        "url": publication.work.uri,
        "texts": [_text(d, r) for d in shown if (r := d.head if editor else d.published)],
    }


def _details(publication: Publication, editor: bool) -> dict[str, Any]:
    work = publication.work
    return {
        **_out(publication, editor),
        "questions": [question.slug for question in work.questions.all()],
        "on_behalf_of": list(work.on_behalf_of.values_list("actor__handle", flat=True)),
    }


@router.get("/commons/{handle}/publications", response=PublicationPage, auth=any_reader)
def list_publications(
    request: HttpRequest, handle: str, page: int = 1, per_page: int = 20
) -> dict[str, Any]:
    """Published ones that you may read, newest first; at most 100 a page."""
    access = enter(request, handle)
    current = queries.pages(access, max(1, min(per_page, 100))).get_page(page)
    items = [_out(one, editor=False) for one in queries.on_page(current.object_list)]
    return {"total": current.paginator.count, "page": current.number, "items": items}


@router.post(
    "/commons/{handle}/publications", response={201: PublicationOut}, auth=reader_or_writer
)
def create_publication(
    request: HttpRequest, handle: str, given: PublicationIn
) -> tuple[int, dict[str, Any]]:
    """Begins a draft with a title."""
    access = enter(request, handle)
    access.require("publications.write")
    publication = services.begin(
        access.commons, given.kind, given.language, given.title, access.actor
    )
    return 201, _out(publication, editor=True)


@router.get("/commons/{handle}/publications/{slug}", response=DetailsOut, auth=any_reader)
def read_publication(request: HttpRequest, handle: str, slug: str) -> dict[str, Any]:
    """404 for readers as long as no text of it is published."""
    access = enter(request, handle)
    editor = access.may("publications.write")
    out = _details(find(access, slug), editor)
    if not editor and not out["texts"]:
        raise Document.DoesNotExist
    return out


@router.patch("/commons/{handle}/publications/{slug}", response=DetailsOut, auth=reader_or_writer)
def change_details(
    request: HttpRequest, handle: str, slug: str, given: DetailsIn
) -> dict[str, Any]:
    """Kind and place in a series, licence, who may read it, questions, and who signs it: all or nothing."""
    access = enter(request, handle)
    access.require("publications.write")
    publication = find(access, slug)
    values = given.dict(exclude_unset=True)
    place = _place(publication, values)
    details = _about(publication, values)
    with transaction.atomic():
        services.arrange(publication, access.actor, **place)
        services.set_details(publication, access.actor, **details)
    return _details(publication, editor=True)


def _place(publication: Publication, values: dict[str, Any]) -> dict[str, Any]:
    series = publication.series
    if "series" in values:
        slug = values["series"]
        series = publication.commons.series.filter(slug=slug).first() if slug else None
        if slug and series is None:
            raise ValidationError({"series": _("There is no such series here.")})
    return {
        "kind": values.get("kind") or publication.kind_slug,
        "series": series,
        "number": values.get("number", publication.number),
    }


def _about(publication: Publication, values: dict[str, Any]) -> dict[str, Any]:
    work = publication.work
    questions, signing = work.questions.all(), work.on_behalf_of.all()
    if values.get("questions") is not None:
        slugs = set(values["questions"])
        questions = publication.commons.questions.filter(slug__in=slugs)
        if len(questions) != len(slugs):
            raise ValidationError({"questions": _("Choose questions of this commons.")})
    if values.get("on_behalf_of") is not None:
        handles = set(values["on_behalf_of"])
        signing = Organisation.objects.filter(actor__handle__in=handles)
        if len(signing) != len(handles):
            words = _("There is no organisation here with that name.")
            raise ValidationError({"on_behalf_of": words})
    return {
        "licence": values.get("licence") or work.licence,
        "audience": Audience(values.get("audience") or work.audience),
        "questions": list(questions),
        "on_behalf_of": list(signing),
    }


@router.get("/commons/{handle}/publications/{slug}/{language}", response=TextBody, auth=any_reader)
def read_text(request: HttpRequest, handle: str, slug: str, language: str) -> dict[str, Any]:
    """The newest text for editors, the published one for everybody else."""
    access = enter(request, handle)
    document = _document(find(access, slug), language)
    editor = access.may("publications.write")
    revision = document.head if editor else document.published
    if revision is None or not (editor or documents.published([document])):
        raise Document.DoesNotExist
    return {**_text(document, revision), "text": revision.text, "html": revision.html}


@router.put(
    "/commons/{handle}/publications/{slug}/{language}",
    response={200: TextOut, 409: Conflict},
    auth=reader_or_writer,
)
def write_text(
    request: HttpRequest, handle: str, slug: str, language: str, given: TextIn
) -> tuple[int, dict[str, Any]]:
    """Stores the next revision. When somebody saved since `base`, both are merged (`merged_with` tells)
    or, where they touch, nothing is stored: 409 with both."""
    access = enter(request, handle)
    access.require("publications.write")
    publication = find(access, slug)
    mark = translation.valid_mark(publication.work, language, translation.follows(given.follows))
    words = Words(given.title, given.summary, given.text, given.reason, mark)
    try:
        revision = services.write(publication, language, words, access.actor, given.base)
    except EditConflict as conflict:
        return 409, _conflict(conflict)
    return 200, _text(_document(publication, language), revision)


def _conflict(conflict: EditConflict) -> dict[str, Any]:
    theirs = conflict.theirs
    merged = conflict.merge.words(conflict.mine)
    return {
        "detail": str(conflict),
        "theirs": {**vars(theirs), "base": theirs.number},
        "merged": {**vars(merged), "base": theirs.number, "follows": ""},
        "conflicts": [
            {"field": name, **vars(stretch)} for name, _label, stretch in conflict.merge.conflicts
        ],
    }


@router.post(
    "/commons/{handle}/publications/{slug}/{language}/publish",
    response=TextOut,
    auth=reader_or_writer,
)
def publish_text(request: HttpRequest, handle: str, slug: str, language: str) -> dict[str, Any]:
    access = enter(request, handle)
    access.require("publications.publish")
    publication = find(access, slug)
    revision = services.publish(publication, _document(publication, language), access.actor)
    return _text(_document(publication, language), revision)


@router.put(
    "/commons/{handle}/publications/{slug}/{language}/release",
    response=ReleaseOut,
    auth=reader_or_writer,
)
def plan_text(
    request: HttpRequest, handle: str, slug: str, language: str, given: ReleaseIn
) -> dict[str, Any]:
    """Lets the newest version come out by itself at a moment."""
    access = enter(request, handle)
    access.require("publications.publish")
    document = _document(find(access, slug), language)
    made = releasing.schedule(document, given.at, access.actor, embargo=given.embargo)
    return {"at": made.at, "embargo": made.embargo, "error": made.error}


@router.delete(
    "/commons/{handle}/publications/{slug}/{language}/release",
    response={204: None},
    auth=reader_or_writer,
)
def cancel_plan(request: HttpRequest, handle: str, slug: str, language: str) -> Status[None]:
    access = enter(request, handle)
    access.require("publications.publish")
    releasing.cancel(_document(find(access, slug), language))
    return Status(204, None)


@router.post(
    "/commons/{handle}/publications/{slug}/{language}/withdraw",
    response=TextOut,
    auth=reader_or_writer,
)
def withdraw_text(
    request: HttpRequest, handle: str, slug: str, language: str, given: WithdrawIn
) -> dict[str, Any]:
    """Takes the text from readers; the reason is shown to them and stands in the public log."""
    access = enter(request, handle)
    access.require("publications.withdraw")
    publication = find(access, slug)
    document = _document(publication, language)
    services.withdraw(publication, document, access.actor, given.reason)
    document = _document(publication, language)
    return _text(document, document.revisions.latest("number"))


def _document(publication: Publication, language: str) -> Document:
    return publication.work.documents.select_related("head", "published", "work").get(
        language=language
    )
