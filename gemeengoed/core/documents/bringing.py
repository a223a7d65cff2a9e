"""What comes into a text from elsewhere: a picture with its words, a document with its pictures.

Everything is read and decoded before a row is written.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.media.services import store_image
from gemeengoed.core.text import incoming

from . import drafts
from .editing import figure_line
from .figures import add_figure
from .models import Work

LONGEST_ALT = 500
LONGEST_CAPTION = 300
PICTURE = re.compile(rf"!\[((?:\\.|[^\]\\])*)\]\({incoming.SCHEME}(\d+)((?: \"[^\"\n]*\")?)\)")
NOTE = re.compile(r"\[\^(\d{1,6})\]")


@dataclass(frozen=True)
class Brought:
    """A document as Markdown of ours, its pictures stored with the work. `without_words` counts pictures
    that still need what they show between the square brackets."""

    title: str
    text: str
    summary: str = ""
    told: list[str] = field(default_factory=list)
    without_words: int = 0
    failed: bool = False

    @property
    def to_do(self) -> str:
        """What the writer must do for pictures that came without words; empty when there are none."""
        if not self.without_words:
            return ""
        return ngettext(
            "%(number)d picture still needs words: say between the square brackets of ![](…) what it "
            "shows. Until then the text cannot be saved.",
            "%(number)d pictures still need words: say between the square brackets of ![](…) what they "
            "show. Until then the text cannot be saved.",
            self.without_words,
        ) % {"number": self.without_words}


def bring_picture(
    work: Work, upload: File | None, alt: str, caption: str, credit: str, actor: Actor
) -> str:
    """Stores a picture with the work; returns its line of Markdown. Raises ValidationError by field."""
    errors: dict[str, str] = {}
    alt = " ".join(alt.split())
    caption = " · ".join(filter(None, [" ".join(caption.split()), " ".join(credit.split())]))
    if not alt:
        errors["alt"] = _("Say what the picture shows, for who cannot see it.")
    for name, value, most in (("alt", alt, LONGEST_ALT), ("caption", caption, LONGEST_CAPTION)):
        if len(value) > most:
            errors[name] = _("Use %(most)d characters at most.") % {"most": most}
    if upload is None:
        errors["picture"] = _("Choose a picture.")
    if errors or upload is None:
        raise ValidationError(errors)
    try:
        file = store_image(upload, work.commons.actor, actor)
    except ValidationError as error:
        raise ValidationError({"picture": error.messages}) from error
    return figure_line(add_figure(work, file).name, alt, caption)


def bring_file(work: Work, upload: File, actor: Actor, beside: str = "") -> Brought:
    """The text of a .docx or .odt; see `bring`. Raises ValidationError that says what to do."""
    return bring(work, incoming.read_file(upload), actor, beside)


def bring(work: Work, read: incoming.Incoming, actor: Actor, beside: str = "") -> Brought:
    """A document that was read, its pictures now stored with the work. `beside` is the text that it
    comes to stand with: the notes of that keep their numbers."""
    text, told = _with_pictures(work, read, actor)
    text = renumbered(text, beside)
    return Brought(
        title=read.title,
        text=text,
        summary=read.summary,
        told=[*read.left_out, *told],
        without_words=text.count("![]("),
    )


def into_form(work: Work, upload: File | None, actor: Actor, typed: dict[str, Any]) -> Brought:
    """Puts a document behind the `text` in `typed`, and its title and summary where there are none. What
    is wrong with it stands in the answer: nothing typed is lost."""
    before = str(typed.get("text", "")).replace("\r\n", "\n").rstrip()
    try:
        if upload is None:
            raise ValidationError(_("Choose a document."))
        brought = bring_file(work, upload, actor, before)
    except ValidationError as error:
        return Brought("", "", told=error.messages, failed=True)
    typed["text"] = f"{before}\n\n{brought.text}" if before else brought.text
    typed["title"] = typed.get("title") or brought.title
    typed["summary"] = typed.get("summary") or brought.summary
    return brought


def as_draft(
    work: Work, language: str, actor: Actor, title: str, read: incoming.Incoming
) -> Brought:
    """Keeps a document as what `actor` is writing in a text that was just begun."""
    brought = bring(work, read, actor)
    drafts.keep(work, language, actor, drafts.Typed(title, brought.summary, brought.text, base=1))
    return brought


def _with_pictures(work: Work, read: incoming.Incoming, actor: Actor) -> tuple[str, list[str]]:
    """The text with each picture under the name it has with the work."""
    names: dict[str, str] = {}
    refused: list[str] = []
    for picture in read.pictures:
        try:
            name = picture.name or f"{_('picture')}-{picture.number}"
            file = store_image(ContentFile(picture.data, name), work.commons.actor, actor)
        except ValidationError as error:
            refused += error.messages[:1]
            continue
        names[str(picture.number)] = add_figure(work, file).name

    def placed(found: re.Match[str]) -> str:
        alt, number, title = found.groups()
        return f"![{alt}](figure:{names[number]}{title})" if number in names else alt

    return PICTURE.sub(placed, read.markdown), _refusals(refused)


def _refusals(refused: Iterable[str]) -> list[str]:
    refused = list(refused)
    if not refused:
        return []
    words = ngettext(
        "%(number)d picture was left out: %(why)s",
        "%(number)d pictures were left out. Of the first: %(why)s",
        len(refused),
    )
    return [words % {"number": len(refused), "why": refused[0]}]


def renumbered(text: str, beside: str) -> str:
    """`text` with its numbered notes counted on from those of `beside`."""
    first = max((int(number) for number in NOTE.findall(beside)), default=0)
    if not first:
        return text
    return NOTE.sub(lambda found: f"[^{int(found[1]) + first}]", text)


def converted(read: incoming.Incoming) -> dict[str, Any]:
    """What was read, as values that JSON has; the bytes of a picture in base64."""
    pictures = [
        {
            "number": picture.number,
            "alt": picture.alt,
            "media_type": picture.media_type,
            "data": base64.b64encode(picture.data).decode("ascii"),
        }
        for picture in read.pictures
    ]
    return {"markdown": read.markdown, "pictures": pictures, "left_out": read.left_out}
