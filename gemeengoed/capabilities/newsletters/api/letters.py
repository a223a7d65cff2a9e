"""Reading letters, making them, and letting them go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime

from gemeengoed.core.commons.access import Access, enter, require_person
from gemeengoed.core.mail.models import Copy, CopyState
from gemeengoed.core.people.api_auth import anybody, read, write

from .. import checking, finding, languages, rendering
from ..finding import find, find_text
from ..models import Letter, LetterText
from ..queries import letters as queries
from ..services import approving, drafting, link_checks, sending, writing

router = Router()
LETTERS = "/commons/{handle}/letters"
ONE = LETTERS + "/{slug}"
TEXT = ONE + "/texts/{language}"


class TextOut(Schema):
    """`blocks` as `newsletters.blocks.FIELDS` lists them, each with its `kind`."""

    language: str
    subject: str
    preview: str
    edition: int
    blocks: list[dict[str, Any]]


class LetterOut(Schema):
    """`trouble` says why it does not go out, when something is wrong. That and `approved_by` are for editors,
    and so are blocks of objects that may not be seen any more."""

    slug: str
    state: str
    trouble: str
    author: str
    approved_by: str
    goes_out: datetime | None
    went_out: datetime | None
    texts: list[TextOut]


class LetterPage(Schema):
    total: int
    page: int
    items: list[LetterOut]


class BeginIn(Schema):
    """With `collect` it is the draft of this month's letter, and `subject` is not needed."""

    language: str
    subject: str = ""
    collect: bool = False


class TextIn(Schema):
    """`edition` is the one that was read; when it is no longer the newest the answer is 422 ('conflict')."""

    subject: str
    preview: str = ""
    blocks: list[dict[str, Any]]
    edition: int


class LanguageIn(Schema):
    language: str


class TopicsIn(Schema):
    """Slugs; none for everybody."""

    topics: list[str]


class ScheduleIn(Schema):
    """Without a moment: now."""

    goes_out: AwareDatetime | None = None


class ApproveIn(Schema):
    """`edition` of the letter as it was read (`/edition`); when it is another by now the answer is 422."""

    edition: str


class EditionOut(Schema):
    edition: str


class FindingOut(Schema):
    level: str
    words: str


class TallyOut(Schema):
    """How many copies are in each state; together they are `total`. `doubled` may have arrived twice."""

    total: int
    waiting: int
    sending: int
    sent: int
    failed: int
    bounced: int
    complained: int
    skipped: int
    doubled: int


class CopyOut(Schema):
    """One reader: `answer` is what the mail server said, or why it did not go; `doubts` counts the times
    after which they may have got it once more. Who was erased has no address."""

    address: str
    language: str
    state: str
    sent: datetime | None
    answer: str
    attempts: int
    doubts: int


class CopyPage(Schema):
    total: int
    page: int
    items: list[CopyOut]


def _enter(request: HttpRequest, handle: str, act: str) -> Access:
    access = enter(request, handle)
    access.require(act)
    return access


def _out(letter: Letter, texts: list[LetterText] | None = None) -> dict[str, Any]:
    return {
        "slug": letter.slug,
        "state": letter.state,
        "trouble": letter.trouble,
        "author": letter.author.handle if letter.author else "",
        "approved_by": letter.approved_by.handle if letter.approved_by else "",
        "goes_out": letter.goes_out,
        "went_out": letter.went_out,
        "texts": queries.texts(letter) if texts is None else texts,
    }


def _for_everybody(letters: Sequence[Letter]) -> list[dict[str, Any]]:
    """What they are to who does not write letters; of one commons, with their texts prefetched."""
    texts = [queries.in_order(one, one.texts.all()) for one in letters]
    every = [text for found in texts for text in found]
    for text, kept in zip(every, rendering.blocks_for_everybody(every), strict=True):
        text.blocks = kept
    pairs = zip(letters, texts, strict=True)
    return [_out(one, found) | {"trouble": "", "approved_by": ""} for one, found in pairs]


@router.get(LETTERS, response=LetterPage, auth=anybody)
def list_letters(
    request: HttpRequest, handle: str, page: int = 1, per_page: int = 20
) -> dict[str, Any]:
    """What went out, newest first; at most 100 a page."""
    access = enter(request, handle)
    rows = queries.out(access.commons, whole=True).select_related("author", "approved_by")
    current = Paginator(rows, max(1, min(per_page, 100))).get_page(page)
    for letter in current:
        letter.commons = access.commons
    if access.may("newsletters.write"):
        items = [_out(one, queries.in_order(one, one.texts.all())) for one in current]
    else:
        items = _for_everybody(list(current))
    return {"total": current.paginator.count, "page": current.number, "items": items}


@router.get(ONE, response=LetterOut, auth=anybody)
def read_letter(request: HttpRequest, handle: str, slug: str) -> dict[str, Any]:
    """Before it goes out editors alone read it."""
    access = enter(request, handle)
    letter = find(access, slug)
    if access.may("newsletters.write"):
        return _out(letter)
    if letter.went_out is None:
        raise Http404
    return _for_everybody([letter])[0]


@router.post(LETTERS, response={201: LetterOut}, auth=write)
def begin(request: HttpRequest, handle: str, given: BeginIn) -> Status[dict[str, Any]]:
    access = _enter(request, handle, "newsletters.write")
    language = languages.checked(given.language)
    if given.collect:
        text = drafting.draft(access.commons, access.actor, language)
    else:
        text = writing.begin(access.commons, access.actor, language=language, subject=given.subject)
    return Status(201, _out(find(access, text.letter.slug)))


@router.put(TEXT, response=TextOut, auth=write)
def save(request: HttpRequest, handle: str, slug: str, language: str, given: TextIn) -> LetterText:
    access = _enter(request, handle, "newsletters.write")
    return writing.save(
        find_text(access, slug, language),
        subject=given.subject,
        preview=given.preview,
        content=given.blocks,
        edition=given.edition,
        by=access.actor,
    )


@router.post(ONE + "/texts", response={201: TextOut}, auth=write)
def add_language(
    request: HttpRequest, handle: str, slug: str, given: LanguageIn
) -> Status[LetterText]:
    access = _enter(request, handle, "newsletters.write")
    letter = find(access, slug)
    language = languages.checked(given.language)
    first = queries.texts(letter)[0]
    return Status(201, writing.add_language(letter, language, first, access.actor))


@router.delete(TEXT, response={204: None}, auth=write)
def remove_language(request: HttpRequest, handle: str, slug: str, language: str) -> Status[None]:
    access = _enter(request, handle, "newsletters.write")
    writing.remove_language(find_text(access, slug, language), access.actor)
    return Status(204, None)


@router.delete(ONE, response={204: None}, auth=write)
def throw_away(request: HttpRequest, handle: str, slug: str) -> Status[None]:
    access = _enter(request, handle, "newsletters.write")
    writing.throw_away(find(access, slug), access.actor)
    return Status(204, None)


@router.put(ONE + "/topics", response=LetterOut, auth=write)
def set_topics(request: HttpRequest, handle: str, slug: str, given: TopicsIn) -> dict[str, Any]:
    access = _enter(request, handle, "newsletters.send")
    letter = find(access, slug)
    chosen = access.commons.topics.filter(slug__in=given.topics)
    writing.set_topics(letter, list(chosen.values_list("pk", flat=True)), access.actor)
    return _out(letter)


@router.get(ONE + "/findings", response=list[FindingOut], auth=read)
def findings(request: HttpRequest, handle: str, slug: str) -> list[checking.Finding]:
    """What to look at before it goes out."""
    return checking.of_letter(find(_enter(request, handle, "newsletters.send"), slug))


@router.get(ONE + "/tally", response=TallyOut, auth=read)
def tally(request: HttpRequest, handle: str, slug: str) -> Any:
    """Who got it, in numbers."""
    return queries.tally_of(find(_enter(request, handle, "newsletters.send"), slug))


@router.get(ONE + "/copies", response=CopyPage, auth=read)
def list_copies(
    request: HttpRequest,
    handle: str,
    slug: str,
    state: str = "",
    find: str = "",
    page: int = 1,
    per_page: int = 100,
) -> dict[str, Any]:
    """Who got it, who did not and why, for stewards; `state` may be 'doubled'. At most 500 a page."""
    access = _enter(request, handle, "newsletters.list")
    if state not in ("", queries.DOUBLED, *CopyState.values):
        raise Http404
    rows = queries.copies_of(finding.find(access, slug), state, find.strip())
    current = Paginator(rows, max(1, min(per_page, 500))).get_page(page)
    items = [_copy(copy) for copy in current]
    return {"total": current.paginator.count, "page": current.number, "items": items}


def _copy(copy: Copy) -> dict[str, Any]:
    names = ("state", "sent", "answer", "attempts", "doubts")
    return {
        **{name: getattr(copy, name) for name in names},
        "address": copy.recipient,
        "language": copy.mailing.reference.rpartition(":")[2],
    }


@router.post(ONE + "/schedule", response=LetterOut, auth=write)
def schedule(request: HttpRequest, handle: str, slug: str, given: ScheduleIn) -> dict[str, Any]:
    """Lets it go out, now or at a moment."""
    access = _enter(request, handle, "newsletters.send")
    letter = find(access, slug)
    sending.schedule(letter, access.actor, given.goes_out)
    return _again(access, letter)


@router.post(TEXT + "/test", response={204: None}, auth=write)
def test(request: HttpRequest, handle: str, slug: str, language: str) -> Status[None]:
    """Sends it to your own address."""
    access = _enter(request, handle, "newsletters.send")
    sending.test(find_text(access, slug, language), require_person(request))
    return Status(204, None)


def _again(access: Access, letter: Letter) -> dict[str, Any]:
    return _out(find(access, letter.slug))


@router.get(ONE + "/edition", response=EditionOut, auth=read)
def edition(request: HttpRequest, handle: str, slug: str) -> dict[str, str]:
    """The name of all that goes out as it is now, and to whom; it is another after any change."""
    letter = find(_enter(request, handle, "newsletters.send"), slug)
    return {"edition": approving.edition(letter)}


@router.post(ONE + "/approve", response=LetterOut, auth=write)
def approve(request: HttpRequest, handle: str, slug: str, given: ApproveIn) -> dict[str, Any]:
    """A second editor says that the edition they read can go."""
    access = _enter(request, handle, "newsletters.send")
    letter = find(access, slug)
    approving.approve(letter, access.actor, given.edition)
    return _again(access, letter)


@router.post(ONE + "/{verb}", response=LetterOut, auth=write)
def act(request: HttpRequest, handle: str, slug: str, verb: str) -> dict[str, Any]:
    """`verb`: unschedule, pause, resume, cancel or check-links."""
    access = _enter(request, handle, "newsletters.send")
    letter = find(access, slug)
    acts = {
        "unschedule": lambda: sending.unschedule(letter),
        "pause": lambda: sending.pause(letter),
        "resume": lambda: sending.resume(letter),
        "cancel": lambda: sending.cancel_rest(letter, access.actor),
        "check-links": lambda: link_checks.ask(letter),
    }
    if verb not in acts:
        raise Http404
    acts[verb]()
    return _again(access, letter)
