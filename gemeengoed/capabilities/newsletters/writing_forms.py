"""The form of one letter in one language: its subject, and each block with what can be done to it.

It works without JavaScript: every button saves what was typed and does one thing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from . import blocks
from .blocks import Block

KINDS = ((blocks.WORDS, _("Words")), (blocks.PICTURE, _("A picture")), (blocks.QUOTE, _("A quote")))


class HeadForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=200)
    preview = forms.CharField(
        label=_("Line beside the subject"),
        max_length=200,
        required=False,
        help_text=_("Mail programs show it in the list: what is in this letter?"),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)


@dataclass(frozen=True)
class Wish:
    """What the pressed button asks besides saving: 'save', 'up', 'down', 'remove' or 'add', with a place."""

    verb: str
    place: int = 0
    kind: str = ""


def wish_of(posted: QueryDict) -> Wish:
    """The button is called `do` and says 'up 3', 'remove 0' or 'add'; what to add stands in `add`. What is no
    number is the place of no block."""
    verb, _space, place = posted.get("do", "save").partition(" ")
    number = int(place) if _is_number(place) else -1
    return Wish(verb, number, posted.get("add", "").replace("\0", ""))


def _is_number(words: str) -> bool:
    """Not so for '²', which is a digit and no number to Python, nor for more than a database can keep."""
    return words.isdecimal() and len(words) <= blocks.LONGEST_NUMBER


def posted_blocks(posted: QueryDict) -> list[Block]:
    """The blocks in the order of the page, as `blocks.checked` takes them."""
    found: list[Block] = []
    number = 0
    while f"block-{number}-kind" in posted and number <= blocks.MOST:
        kind = posted.get(f"block-{number}-kind", "")
        block: Block = {"kind": kind}
        for name in blocks.FIELDS.get(kind, ()):
            # PostgreSQL keeps no NUL; fields of a form refuse it, and these are none.
            block[name] = posted.get(f"block-{number}-{name}", "").replace("\0", "")
        if kind == blocks.PICTURE:
            block["file"] = int(block["file"]) if _is_number(block["file"]) else ""
        found.append(block)
        number += 1
    return found


def done(content: list[Block], wish: Wish) -> list[Block]:
    """The blocks after the wish."""
    if wish.verb in ("up", "down"):
        return blocks.moved(content, wish.place, -1 if wish.verb == "up" else 1)
    if wish.verb == "remove":
        return [block for place, block in enumerate(content) if place != wish.place]
    if wish.verb == "add" and wish.kind:
        return [*content, blocks.new(wish.kind)]
    return content


class ScheduleForm(forms.Form):
    """Empty: now."""

    goes_out = forms.SplitDateTimeField(
        label=_("When?"),
        required=False,
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date"}, time_attrs={"type": "time"}, time_format="%H:%M"
        ),
        help_text=_("Leave it empty to send it now."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Each of the two fields has a name of its own, beside that of the group."""
        super().__init__(*args, **kwargs)
        parts = self.fields["goes_out"].widget.widgets
        for part, name in zip(parts, (_("Date"), _("Time")), strict=True):
            part.attrs["aria-label"] = str(name)


LANGUAGES = (("nl", "Nederlands"), ("en", "English"))


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def __init__(self, *args: Any, without: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = [one for one in LANGUAGES if one[0] not in without]
        self.fields["language"].choices = left  # type: ignore[attr-defined]


def context_of(content: list[Block]) -> list[dict[str, Any]]:
    """For the template: each block with its place."""
    last = len(content) - 1
    return [
        {"block": block, "place": place, "first": place == 0, "last": place == last}
        for place, block in enumerate(content)
    ]
