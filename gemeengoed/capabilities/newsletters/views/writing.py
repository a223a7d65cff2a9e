"""Making a letter: begin, draft this month's, write, add a language, preview."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.mail import html, plain
from gemeengoed.core.media.services import store_image
from gemeengoed.core.ui import keep
from gemeengoed.core.ui.saving import take_errors

from .. import blocks, composing
from ..finding import find, find_text
from ..models import Letter, LetterText
from ..queries import letters as queries
from ..queries import subscribers
from ..services import drafting, writing
from ..writing_forms import (
    KINDS,
    HeadForm,
    LanguageForm,
    Wish,
    context_of,
    done,
    posted_blocks,
    wish_of,
)

REMOVED = "letters-removed"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _editor(request: HttpRequest, handle: str) -> Access:
    access = enter(request, handle)
    access.require("newsletters.write")
    return access


@require_POST
def begin(request: HttpRequest, handle: str) -> HttpResponse:
    """An empty letter, or with `collect` the draft of this month's."""
    access = _editor(request, handle)
    language = (get_language() or access.commons.language)[:2]
    if request.POST.get("collect"):
        text = drafting.draft(access.commons, access.actor, language)
    else:
        subject = _("Letter of %(name)s") % {"name": access.commons.name}
        text = writing.begin(access.commons, access.actor, language=language, subject=subject)
    return redirect("newsletters:write", handle, text.letter.slug, text.language)


@get_or_post
@never_cache
def write(request: HttpRequest, handle: str, slug: str, language: str) -> HttpResponse:
    """Every button saves; what is wrong is told, with all that was typed still there."""
    access = _editor(request, handle)
    text = find_text(access, slug, language)
    if text.letter.state not in writing.OPEN:
        return redirect("newsletters:send", handle, slug)
    if request.method != "POST":
        form = HeadForm(
            initial={
                "subject": text.subject,
                "preview": text.preview,
                "edition": text.edition,
            }
        )
        # Who begins has a field to write in; it is kept once something is saved.
        return _page(request, access, text, form, text.blocks or [blocks.new(blocks.WORDS)])
    wish, content = wish_of(request.POST), posted_blocks(request.POST)
    form = HeadForm(request.POST)
    try:
        content = _with_pictures(request, access, content)
        if form.is_valid():
            _save(text, form, _after(request, text, content, wish), access)
            _remember(request, text, content, wish)
            keep.saved(request, _("Saved."), _kept(text))
            return redirect(_next(text, wish, len(content)))
    except writing.Conflict as conflict:
        return _page(request, access, text, form, content, theirs=conflict)
    except ValidationError as error:
        take_errors(form, error)
    return _page(request, access, text, form, content)


def _removed(request: HttpRequest, text: LetterText) -> tuple[int, blocks.Block] | None:
    """Where the block stood that was taken out last, and the block; None when nothing can be put back."""
    pk, place, block = request.session.get(REMOVED) or (0, 0, {})
    return (place, block) if pk == text.pk else None


def _after(
    request: HttpRequest, text: LetterText, content: list[blocks.Block], wish: Wish
) -> list[blocks.Block]:
    kept = _removed(request, text)
    if wish.verb == "restore" and kept is not None:
        place = max(wish.place, 0)
        return [*content[:place], kept[1], *content[place:]]
    return done(content, wish)


def _remember(
    request: HttpRequest, text: LetterText, content: list[blocks.Block], wish: Wish
) -> None:
    """What was taken out can be put back until somebody saves or looks at the letter."""
    if wish.verb == "remove" and 0 <= wish.place < len(content):
        request.session[REMOVED] = [text.pk, wish.place, content[wish.place]]
    elif wish.verb in ("save", "preview", "restore"):
        request.session.pop(REMOVED, None)


def _save(text: LetterText, form: HeadForm, content: list[blocks.Block], access: Access) -> None:
    fields = form.cleaned_data
    writing.save(
        text,
        subject=fields["subject"],
        preview=fields["preview"],
        content=content,
        edition=fields["edition"],
        by=access.actor,
    )


def _next(text: LetterText, wish: Wish, count: int) -> str:
    """Back to the block that was touched, so that the keyboard is where it was."""
    home = text.letter.get_absolute_url()
    place = {"up": wish.place - 1, "down": wish.place + 1, "add": count}.get(wish.verb, wish.place)
    if wish.verb == "preview":
        return f"{home}preview/{text.language}/"
    at = {"save": "", "remove": "#removed"}.get(wish.verb, f"#block-{place}")
    return f"{home}write/{text.language}/{at}"


def _kept(text: LetterText) -> str:
    return f"letters/{text.pk}"


def _with_pictures(
    request: HttpRequest, access: Access, content: list[blocks.Block]
) -> list[blocks.Block]:
    """Stores the pictures that were chosen. Raises ValidationError for a file that is none."""
    for place, block in enumerate(content):
        sent = request.FILES.get(f"block-{place}-upload")
        if block["kind"] == blocks.PICTURE and isinstance(sent, UploadedFile):
            block["file"] = store_image(sent, access.commons.actor, access.actor).pk
    return content


def _page(
    request: HttpRequest,
    access: Access,
    text: LetterText,
    form: HeadForm,
    content: list[blocks.Block],
    theirs: writing.Conflict | None = None,
) -> HttpResponse:
    if theirs is not None:
        # Saved once more it is meant to replace what the other wrote, which stands above it now.
        form.data = {**form.data.dict(), "edition": str(theirs.theirs.edition)}  # type: ignore[attr-defined]
        form.add_error(None, theirs)
    texts = queries.texts(text.letter)
    context: dict[str, Any] = {
        "text": text,
        "letter": text.letter,
        "form": form,
        "rows": _rows(text, content),
        "kinds": KINDS,
        "offered": _offered(access, text.language),
        "texts": texts,
        "language_form": LanguageForm(without=[one.language for one in texts]),
        "theirs": theirs.theirs if theirs else None,
        "keep_as": _kept(text),
        "removed": _removed(request, text),
    }
    return render(request, "newsletters/write.html", context, status=422 if form.is_bound else 200)


def _rows(text: LetterText, content: list[blocks.Block]) -> list[dict[str, Any]]:
    found = context_of(content)
    for row in found:
        if row["block"]["kind"] == blocks.OBJECT:
            row["content"] = blocks.content(row["block"], text.language)
    return found


def _offered(access: Access, language: str) -> list[tuple[Any, list[Any]]]:
    """What can be added, by kind: the newest of each."""
    found: dict[str, tuple[Any, list[Any]]] = {}
    for block, choice in reversed(drafting.collected(access.commons, language, None)):
        found.setdefault(block.slug, (block.name, []))[1].append(
            (f"{block.slug} {choice.uri}", choice)
        )
    return [(name, choices[:50]) for name, choices in found.values()]


@require_POST
def language(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """Adds a version to translate."""
    access = _editor(request, handle)
    letter = find(access, slug)
    form = LanguageForm(request.POST)
    texts = queries.texts(letter)
    try:
        if not form.is_valid():
            raise ValidationError(_("Choose a language."))
        text = writing.add_language(letter, form.cleaned_data["language"], texts[0], access.actor)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("newsletters:write", handle, slug, texts[0].language)
    return redirect("newsletters:write", handle, slug, text.language)


@get_or_post
@never_cache
def throw_away(request: HttpRequest, handle: str, slug: str, language: str = "") -> HttpResponse:
    """The whole letter, or one language of it. A GET asks once more, since nothing brings it back."""
    access = _editor(request, handle)
    letter = find(access, slug)
    if request.method != "POST":
        return _sure(request, letter, language)
    try:
        if language:
            writing.remove_language(find_text(access, slug, language), access.actor)
        else:
            writing.throw_away(letter, access.actor)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("newsletters:send", handle, slug)
    messages.success(request, _("Thrown away."))
    return redirect("newsletters:letters", handle)


def _sure(request: HttpRequest, letter: Letter, language: str) -> HttpResponse:
    texts = queries.texts(letter)
    text = next((one for one in texts if one.language == language), texts[0])
    context = {
        "heading": _("Throw this version away?") if language else _("Throw this letter away?"),
        "text": _("“%(subject)s” goes for good: nobody can bring it back.")
        % {"subject": text.subject},
        "action_label": _("Throw away"),
        "danger": True,
        "cancel_url": f"{letter.get_absolute_url()}write/{text.language}/",
    }
    return render(request, "ui/confirm.html", context)


@require_safe
@never_cache
def preview(request: HttpRequest, handle: str, slug: str, language: str) -> HttpResponse:
    """The letter at phone and desk width, light and dark, and as text."""
    access = _editor(request, handle)
    text = find_text(access, slug, language)
    page = _without_slots(composing.mail_of(text).html)
    context = {
        "text": text,
        "letter": text.letter,
        "texts": queries.texts(text.letter),
        "plain": plain.text_of(html.inlined(page)),
        "may_write": text.letter.state in writing.OPEN,
        "topics": subscribers.topics(access.commons),
    }
    return render(request, "newsletters/preview.html", context)


@require_safe
@never_cache
@xframe_options_sameorigin
def frame(request: HttpRequest, handle: str, slug: str, language: str, scheme: str) -> HttpResponse:
    """The mail itself, for the frames of the preview. `scheme` is 'light' or 'dark'."""
    access = _editor(request, handle)
    text = find_text(access, slug, language)
    if scheme not in ("light", "dark"):
        raise Http404
    page = _in_scheme(html.inlined(_without_slots(composing.mail_of(text).html)), scheme)
    answer = HttpResponse(page)
    # The mail brings its styles along; nothing in it runs and nothing is asked of other servers.
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; sandbox"
    )
    return answer


def _in_scheme(page: str, scheme: str) -> str:
    """As a mail program in that scheme shows it, whatever the scheme of this screen."""
    query = "@media (prefers-color-scheme: dark)"
    return page.replace(query, "@media all" if scheme == "dark" else "@media not all")


def _without_slots(page: str) -> str:
    return page.replace(composing.TOKEN, "a" * 25)
