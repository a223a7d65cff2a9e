"""The history of a text in the API: what its pages can do, with the same services."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from ninja import Router, Schema

from gemeengoed.core.jobs import wake
from gemeengoed.core.people.api_auth import anybody as any_reader
from gemeengoed.core.people.api_auth import write as reader_or_writer
from gemeengoed.core.text import differences

from . import drafts, translation, undoing
from .access import TextAccess, WorkAccess, enter_text, enter_work
from .authorship import AT_ONCE, keep_authorship, passages, runs_at
from .contents import both_texts, contents_of
from .models import Revision
from .queries import history, others_writing

router = Router(tags=["texts"])
LARGEST = 999_999_999


class RevisionOut(Schema):
    """`number` counts revisions, `version` what readers saw. `licence` is SPDX, as it was then."""

    number: int
    version: int | None
    title: str
    author: str
    reason: str
    licence: str
    words: int
    created: datetime
    merged_with: int | None
    follows: str


class RevisionPage(Schema):
    total: int
    page: int
    items: list[RevisionOut]


class RevisionBody(RevisionOut):
    summary: str
    text: str
    html: str


class ChangeOut(Schema):
    """`kind` is 'same', 'added' or 'removed'."""

    kind: str
    text: str


class PartOut(Schema):
    text: str
    author: str
    when: datetime


class ReasonIn(Schema):
    reason: str = ""


class DraftIn(Schema):
    title: str = ""
    summary: str = ""
    text: str = ""
    base: int = 0


class DraftOut(Schema):
    """What you are writing: `kept` is when, null when nothing is; `others` who wrote here in the last two
    minutes."""

    kept: datetime | None
    others: list[str]
    title: str = ""
    summary: str = ""
    text: str = ""
    base: int = 0


def _out(revision: Revision) -> dict[str, Any]:
    names = ("number", "version", "title", "reason", "licence", "words", "created", "merged_with")
    return {name: getattr(revision, name) for name in names} | {
        "author": revision.author.name if revision.author else "",
        "follows": translation.mark_of(revision),
    }


def _revision(entered: TextAccess, number: int) -> Revision:
    seen = entered.document.revisions.select_related("author")
    if not entered.may_write:
        seen = seen.filter(version__isnull=False)
    if not 0 < number <= LARGEST:
        raise Revision.DoesNotExist
    revision = seen.get(number=number)
    revision.document = entered.document
    return revision


def _enter(request: HttpRequest, handle: str, text: int) -> TextAccess:
    return enter_text(request, handle, min(max(text, 0), LARGEST))


@router.get("/commons/{handle}/texts/{text}/history", response=RevisionPage, auth=any_reader)
def read_history(request: HttpRequest, handle: str, text: int, page: int = 1) -> dict[str, Any]:
    """Newest first, 100 a page; for who may not write only what was published."""
    entered = _enter(request, handle, text)
    found = history(entered.document)
    if not entered.may_write:
        found = found.filter(version__isnull=False)
    current = Paginator(found, 100).get_page(page)
    items = [_out(revision) for revision in current]
    return {"total": current.paginator.count, "page": current.number, "items": items}


@router.get(
    "/commons/{handle}/texts/{text}/history/{number}", response=RevisionBody, auth=any_reader
)
def read_revision(request: HttpRequest, handle: str, text: int, number: int) -> dict[str, Any]:
    revision = _revision(_enter(request, handle, text), number)
    found = contents_of(revision)
    return _out(revision) | {"summary": revision.summary, "text": found.text, "html": found.html}


@router.get(
    "/commons/{handle}/texts/{text}/compare/{old}/{new}", response=list[ChangeOut], auth=any_reader
)
def compare_revisions(
    request: HttpRequest, handle: str, text: int, old: int, new: int
) -> list[dict[str, str]]:
    """The stretches of the text that make `new` of `old`, in order."""
    entered = _enter(request, handle, text)
    before, after = _revision(entered, old), _revision(entered, new)
    return [vars(change) for change in differences.compare(*both_texts(before, after))]


@router.post(
    "/commons/{handle}/texts/{text}/history/{number}/undo",
    response=RevisionOut,
    auth=reader_or_writer,
)
def undo_change(
    request: HttpRequest, handle: str, text: int, number: int, given: ReasonIn
) -> dict[str, Any]:
    """Takes that change out of the newest text, as a new revision. 422 when later changes touch it."""
    entered = _enter(request, handle, text)
    entered.require_writer()
    revision = _revision(entered, number)
    return _out(undoing.undo(entered.document, revision, entered.access.actor, given.reason))


@router.post(
    "/commons/{handle}/texts/{text}/history/{number}/return",
    response=RevisionOut,
    auth=reader_or_writer,
)
def return_to_revision(
    request: HttpRequest, handle: str, text: int, number: int, given: ReasonIn
) -> dict[str, Any]:
    """Makes the text of that revision the newest, as a new revision."""
    entered = _enter(request, handle, text)
    entered.require_writer()
    revision = _revision(entered, number)
    return _out(undoing.go_back(entered.document, revision, entered.access.actor, given.reason))


@router.get(
    "/commons/{handle}/texts/{text}/authors",
    response={200: list[list[PartOut]], 202: None},
    auth=any_reader,
)
def read_authors(request: HttpRequest, handle: str, text: int) -> tuple[int, Any]:
    """A list of paragraphs, each a list of stretches with who wrote them; 202 while that is worked out."""
    entered = _enter(request, handle, text)
    shown = entered.document.head if entered.may_write else entered.document.published
    runs = runs_at(entered.document, shown.number, AT_ONCE) if shown else []
    if runs is None:
        wake(keep_authorship, entered.document.pk)
        return 202, None
    found = passages(shown, runs).paragraphs if shown else []
    return 200, [[vars(part) for part in paragraph.parts] for paragraph in found]


def _draft_out(entered: WorkAccess, language: str) -> dict[str, Any]:
    actor = entered.access.actor
    draft = drafts.kept(entered.work, language, actor)
    found: dict[str, Any] = {
        "kept": draft.changed if draft else None,
        "others": others_writing(entered.work, language, actor),
    }
    if draft is not None:
        found |= {name: getattr(draft, name) for name in ("title", "summary", "text", "base")}
    return found


@router.get(
    "/commons/{handle}/works/{work}/drafts/{language}", response=DraftOut, auth=reader_or_writer
)
def read_draft(request: HttpRequest, handle: str, work: int, language: str) -> dict[str, Any]:
    """What you were writing there and did not save."""
    return _draft_out(enter_work(request, handle, min(max(work, 0), LARGEST)), language)


@router.put(
    "/commons/{handle}/works/{work}/drafts/{language}", response=DraftOut, auth=reader_or_writer
)
def keep_draft(
    request: HttpRequest, handle: str, work: int, language: str, given: DraftIn
) -> dict[str, Any]:
    """Keeps it for 30 days, until you save it."""
    entered = enter_work(request, handle, min(max(work, 0), LARGEST))
    base = min(max(given.base, 0), LARGEST)
    typed = drafts.Typed(given.title, given.summary, given.text, base)
    drafts.keep(entered.work, language, entered.access.actor, typed)
    return _draft_out(entered, language)


@router.delete(
    "/commons/{handle}/works/{work}/drafts/{language}", response=DraftOut, auth=reader_or_writer
)
def drop_draft(request: HttpRequest, handle: str, work: int, language: str) -> dict[str, Any]:
    """Puts it away."""
    entered = enter_work(request, handle, min(max(work, 0), LARGEST))
    drafts.drop(entered.access.actor, entered.work, language)
    return _draft_out(entered, language)
