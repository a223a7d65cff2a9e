"""What the page where somebody writes asks the server for, as JSON: convert, preview, picture, file."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gemeengoed.core.text import incoming

from .. import bringing, readings, rendering
from ..access import enter_work, require_any_writer


@never_cache
@require_POST
def convert(request: HttpRequest, handle: str) -> JsonResponse:
    """HTML (the body, UTF-8, at most 5 MB) as Markdown, for who may write anything here.

    `{markdown, pictures: [{number, alt, media_type, data}], left_out: [sentence]}`; `data` is base64 and
    the picture stands in the text as `![alt](picture:number)`.
    """
    require_any_writer(request, handle)
    if int(request.META.get("CONTENT_LENGTH") or 0) > incoming.MAX_HTML:
        return _refused(*incoming.too_large().messages, status=413)
    try:
        read = incoming.convert(request.body.decode("utf-8", "replace"))
    except ValidationError as error:
        return _refused(*error.messages)
    return JsonResponse(bringing.converted(read))


@never_cache
@require_POST
def preview(request: HttpRequest, handle: str, work: str, language: str) -> JsonResponse:
    """`text` (Markdown) as readers would see it, with its long sentences marked; nothing is stored.

    `{html, words, minutes, problems: [sentence], readability: {score, word, long: [{id, words, text}]}}`;
    `figures` and `attention` say the same in words.
    """
    entered = enter_work(request, handle, int(work))
    text = request.POST.get("text", "").replace("\r\n", "\n")
    try:
        rendered = rendering.rendered(entered.work, language, text)
    except ValidationError as error:
        return _refused(*error.messages)
    found = readings.of(rendered.html, rendered.words, language)
    read = found.read
    return JsonResponse(
        {
            "html": read.html,
            "words": rendered.words,
            "minutes": readings.minutes(rendered.words),
            "figures": found.figures,
            "attention": readings.attention(len(rendered.problems) + len(read.long)),
            "problems": rendered.problems,
            "readability": {
                "score": read.score,
                "word": read.word,
                "long": [vars(sentence) for sentence in read.long],
            },
        }
    )


@never_cache
@require_POST
def picture(request: HttpRequest, handle: str, work: str, language: str) -> JsonResponse:
    """Stores `picture` (a file) with `alt`, `caption`, `credit`: `{line}`, or `{detail, fields}`."""
    entered = enter_work(request, handle, int(work))
    posted = request.POST
    try:
        line = bringing.bring_picture(
            entered.work,
            request.FILES.get("picture"),
            posted.get("alt", ""),
            posted.get("caption", ""),
            posted.get("credit", ""),
            entered.access.actor,
        )
    except ValidationError as error:
        fields = error.message_dict
        return JsonResponse({"detail": error.messages, "fields": fields}, status=422)
    return JsonResponse({"line": line})


@never_cache
@require_POST
def file(request: HttpRequest, handle: str, work: str, language: str) -> JsonResponse:
    """A .docx or .odt (`document`) as Markdown, its pictures stored: `{title, summary, markdown,
    left_out, without_words}`. Notes count on from those in `text`."""
    entered = enter_work(request, handle, int(work))
    upload = request.FILES.get("document")
    if upload is None:
        return _refused(_("Choose a document."))
    try:
        brought = bringing.bring_file(
            entered.work, upload, entered.access.actor, request.POST.get("text", "")
        )
    except ValidationError as error:
        return _refused(*error.messages)
    answer: dict[str, Any] = {
        "title": brought.title,
        "summary": brought.summary,
        "markdown": brought.text,
        "left_out": [*brought.told, *filter(None, [brought.to_do])],
        "without_words": brought.without_words,
    }
    return JsonResponse(answer)


def _refused(*sentences: str, status: int = 422) -> JsonResponse:
    return JsonResponse({"detail": sentences}, status=status)
