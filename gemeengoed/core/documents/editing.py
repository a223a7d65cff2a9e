"""The flow of writing one revision, for the views of every capability made of documents."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.safestring import SafeString

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.text import differences

from .figures import add_figure
from .forms import WriteForm, initial_words
from .models import Document, Revision, Work
from .services import EditConflict, save_revision


@dataclass
class Writing:
    """What became of a form: `saved` when stored; otherwise show `form` again, with what stands in the
    way. `theirs` and `between` are set when somebody else saved first."""

    form: WriteForm
    saved: Revision | None = None
    theirs: Revision | None = None
    between: SafeString = field(default_factory=SafeString)
    picture_added: bool = False


def begin(work: Work, language: str, author: Actor) -> Writing:
    """The form with the newest revision in it."""
    document = Document.objects.filter(work=work, language=language).select_related("head").first()
    revision = document.head if document else None
    return Writing(_form(work, language, author, initial=initial_words(revision)))


def _form(work: Work, language: str, author: Actor, *args: Any, **kwargs: Any) -> WriteForm:
    kwargs.setdefault("keep_as", kept_as(work, language))
    return WriteForm(*args, work=work, author=author, **kwargs)


def write(request: HttpRequest, work: Work, language: str, author: Actor) -> Writing:
    """Tries to store what was posted. Whatever happens, the form holds all that was typed."""
    form = _form(work, language, author, request.POST, request.FILES)
    writing = Writing(form)
    if not form.is_valid():
        return writing
    if form.cleaned_data["picture"]:
        return _with_picture(writing, work, language, author)
    try:
        base = form.cleaned_data["base"] or 0
        writing.saved = save_revision(work, language, form.words(), author, base)
    except ValidationError as error:
        form.add_error(None, error)
    except EditConflict as conflict:
        _show_both(writing, work, conflict.theirs, author)
    return writing


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


def _show_both(writing: Writing, work: Work, theirs: Revision, author: Actor) -> None:
    """The next save is a choice made with both texts in view, so it may build on theirs."""
    typed = dict(writing.form.data.items())
    mine = writing.form.text_typed()
    typed["base"] = str(theirs.number)
    keep_as = f"{theirs.document_id}.{theirs.number}"
    writing.form = WriteForm(typed, work=work, author=author, keep_as=keep_as)
    writing.theirs = theirs
    writing.between = differences.as_html(differences.compare(theirs.text, mine))


def retyped(request: HttpRequest, work: Work, language: str, author: Actor) -> Writing:
    """The form as it was posted, without trying to store it."""
    return Writing(_form(work, language, author, request.POST))
