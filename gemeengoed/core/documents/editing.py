"""The flow of writing one revision, for the views of every capability made of documents."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor

from . import drafts, translation
from .both import Both, chosen, is_choice, side_by_side
from .figures import add_figure
from .forms import WriteForm, initial_words
from .merged import Words
from .models import Document, Draft, Revision, Work
from .queries import others_writing
from .services import EditConflict, save_revision


@dataclass
class Writing:
    """What became of a form: `saved` when stored; otherwise show `form` again, with what stands in the
    way. `both` is set when somebody else saved first and it touches; `draft` is offered when this person
    was writing here before; `to_translate` when the text in another language is ahead."""

    form: WriteForm
    saved: Revision | None = None
    both: Both | None = None
    draft: Draft | None = None
    to_translate: translation.ToTranslate | None = None
    others: list[str] = field(default_factory=list)
    """Names of those who are writing here as well."""
    picture_added: bool = False
    text_pages: str = ""
    """Where the pages about this text (history, authors) stand, once it is begun."""


def begin(work: Work, language: str, author: Actor, asked: QueryDict | None = None) -> Writing:
    """The form with the newest revision in it; with `?draft=1` what this person was writing."""
    document = Document.objects.filter(work=work, language=language).select_related("head").first()
    revision = document.head if document else None
    draft = drafts.offered(drafts.kept(work, language, author), revision)
    asked = asked if asked is not None else QueryDict()
    go_on = draft is not None and "draft" in asked
    words = _kept_words(draft) if draft is not None and go_on else initial_words(revision)
    return Writing(
        _form(work, language, author, initial=words),
        draft=None if go_on else draft,
        to_translate=translation.to_translate(work, language, asked="translate" in asked),
        text_pages=text_pages(work, document),
        others=others_writing(work, language, author),
    )


def text_pages(work: Work, document: Document | None) -> str:
    return f"/@{work.commons.handle}/texts/{document.pk}/" if document else ""


def _kept_words(draft: Draft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in ("title", "summary", "text", "base")}


def _form(work: Work, language: str, author: Actor, *args: Any, **kwargs: Any) -> WriteForm:
    kwargs.setdefault("keep_as", kept_as(work, language))
    return WriteForm(*args, work=work, author=author, **kwargs)


def write(request: HttpRequest, work: Work, language: str, author: Actor) -> Writing:
    """Tries to store what was posted. Whatever happens, the form holds all that was typed."""
    form = _form(work, language, author, request.POST, request.FILES)
    document = Document.objects.filter(work=work, language=language).first()
    writing = Writing(form, text_pages=text_pages(work, document))
    if not form.is_valid():
        return writing
    if form.cleaned_data["picture"]:
        return _with_picture(writing, work, language, author)
    base = form.cleaned_data["base"] or 0
    words = _words(request.POST, document, work, language, form.words())
    try:
        writing.saved = save_revision(work, language, words, author, base, drop_draft=True)
    except ValidationError as error:
        form.add_error(None, _on_the_form(form, error))
    except EditConflict as conflict:
        _show_both(writing, work, conflict, base, author)
    if writing.saved is None:
        asked = "follows" in request.POST
        writing.to_translate = translation.to_translate(work, language, asked=asked)
    return writing


def _on_the_form(form: WriteForm, error: ValidationError) -> ValidationError:
    """What is wrong with something that has no field, such as the language, stands above the form."""
    if hasattr(error, "error_dict") and not error.error_dict.keys() <= form.fields.keys():
        return ValidationError(error.messages)
    return error


def _words(
    posted: QueryDict, document: Document | None, work: Work, language: str, words: Words
) -> Words:
    """What was typed, with the choices between two versions and the mark of a translation."""
    if document is not None and is_choice(posted):
        words = chosen(posted, document, words)
    mark = translation.follows(posted.get("follows", ""))
    known = translation.valid_mark(work, language, mark)
    if document is None and known is None:
        known = translation.NOTHING  # the writer saw the box and did not tick it
    return replace(words, follows=known)


def told(saved: Revision) -> str:
    """What the writer hears of it."""
    text = _("Saved as draft. Readers do not see it yet.")
    if saved.merged_with is None:
        return text
    other = saved.document.revisions.filter(number=saved.merged_with).select_related("author")
    who = ", ".join(str(revision.author) for revision in other if revision.author)
    return f"{text} " + _("It was merged with the text that %(who)s saved meanwhile.") % {
        "who": who or _("somebody")
    }


def kept_as(work: Work, language: str) -> str:
    """Under which name the browser keeps what is typed (see core/ui/keep.py)."""
    return f"{work.uri}{language}"


def _with_picture(writing: Writing, work: Work, language: str, author: Actor) -> Writing:
    """Puts the picture at the end of the text and shows the form again."""
    fields = writing.form.cleaned_data
    figure = add_figure(work, fields["picture"])
    line = figure_line(figure.name, fields["picture_alt"], fields["picture_caption"])
    typed = dict(writing.form.data.items())
    typed["text"] = f"{writing.form.text_typed().rstrip()}\n\n{line}\n"
    typed["picture_alt"] = typed["picture_caption"] = typed["picture-kept"] = ""
    writing.form = _form(work, language, author, typed)
    writing.picture_added = True
    return writing


def figure_line(name: str, alt: str, caption: str) -> str:
    """One line of Markdown; brackets and quotes that would end it early are made harmless."""
    alt = " ".join(alt.split()).replace("[", "(").replace("]", ")")
    caption = " ".join(caption.split()).replace('"', "”")
    return f'![{alt}](figure:{name} "{caption}")' if caption else f"![{alt}](figure:{name})"


def _show_both(
    writing: Writing, work: Work, conflict: EditConflict, base: int, author: Actor
) -> None:
    """The next save is a choice made with both texts in view, so it may build on theirs."""
    theirs, merged = conflict.theirs, conflict.merge.words(conflict.mine)
    typed = dict(writing.form.data.items())
    typed |= {"title": merged.title, "summary": merged.summary, "text": merged.text}
    typed["base"] = str(theirs.number)
    keep_as = f"{theirs.document_id}.{theirs.number}"
    writing.form = WriteForm(typed, work=work, author=author, keep_as=keep_as)
    writing.both = side_by_side(conflict, base)


def retyped(request: HttpRequest, work: Work, language: str, author: Actor) -> Writing:
    """The form as it was posted, without trying to store it."""
    return Writing(_form(work, language, author, request.POST))


def retyped_as(work: Work, language: str, author: Actor, typed: dict[str, Any]) -> Writing:
    """The form with `typed` in it, without trying to store it."""
    return Writing(_form(work, language, author, typed))
