"""What the writing page does, over the API: convert, preview, a picture with its words, a document."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from gemeengoed.core.people.api_auth import write
from gemeengoed.core.text import incoming

from . import bringing, readings, rendering
from .access import WorkAccess, enter_work, require_any_writer
from .models import Work

router = Router(tags=["writing"])


class HtmlIn(Schema):
    html: str


class PictureIn(Schema):
    """One that came along; it stands in the Markdown as `![alt](picture:number)`. `data` is base64."""

    number: int
    alt: str
    media_type: str
    data: str


class Converted(Schema):
    markdown: str
    pictures: list[PictureIn]
    left_out: list[str]


class TextIn(Schema):
    text: str


class LongSentence(Schema):
    id: str
    words: int
    text: str


class Preview(Schema):
    """`score` of 0 (hard) to 100 (easy), null for a language without a formula."""

    html: str
    words: int
    minutes: int
    problems: list[str]
    score: int | None
    long: list[LongSentence]


class Line(Schema):
    line: str


class Document(Schema):
    title: str
    summary: str
    markdown: str
    left_out: list[str]
    without_words: int


def _work(request: HttpRequest, handle: str, uri: str) -> WorkAccess:
    """The work at `uri`, the path that other answers call `url`."""
    return enter_work(request, handle, get_object_or_404(Work.objects.only("pk"), uri=uri).pk)


@router.post("/commons/{handle}/texts/convert", response=Converted, auth=write)
def convert(request: HttpRequest, handle: str, given: HtmlIn) -> dict[str, Any]:
    """Foreign HTML as Markdown; nothing is stored."""
    require_any_writer(request, handle)
    return bringing.converted(incoming.convert(given.html))


@router.post("/commons/{handle}/texts/preview", response=Preview, auth=write)
def preview(
    request: HttpRequest, handle: str, given: TextIn, work: str = Query(...), language: str = "nl"
) -> dict[str, Any]:
    """Markdown as readers would see it, with what a writer should look at; nothing is stored."""
    entered = _work(request, handle, work)
    rendered = rendering.rendered(entered.work, language, given.text)
    read = readings.of(rendered.html, rendered.words, language).read
    return {
        "html": read.html,
        "words": rendered.words,
        "minutes": readings.minutes(rendered.words),
        "problems": rendered.problems,
        "score": read.score,
        "long": [vars(sentence) for sentence in read.long],
    }


@router.post("/commons/{handle}/texts/picture", response=Line, auth=write)
def picture(
    request: HttpRequest,
    handle: str,
    file: File[UploadedFile],
    work: str = Query(...),
    alt: str = Form(""),
    caption: str = Form(""),
    credit: str = Form(""),
) -> dict[str, str]:
    """Stores a picture with a work: its line of Markdown. Refused (422) without `alt`."""
    entered = _work(request, handle, work)
    line = bringing.bring_picture(entered.work, file, alt, caption, credit, entered.access.actor)
    return {"line": line}


@router.post("/commons/{handle}/texts/document", response=Document, auth=write)
def document(
    request: HttpRequest, handle: str, file: File[UploadedFile], work: str = Query(...)
) -> dict[str, Any]:
    """A .docx or .odt as Markdown, its pictures stored with the work; the text is not saved."""
    entered = _work(request, handle, work)
    brought = bringing.bring_file(entered.work, file, entered.access.actor)
    told = [*brought.told, *filter(None, [brought.to_do])]
    return {
        "title": brought.title,
        "summary": brought.summary,
        "markdown": brought.text,
        "left_out": told,
        "without_words": brought.without_words,
    }
