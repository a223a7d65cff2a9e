"""What may be said, how long it is and how often."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.text.markdown import render_remark

from ..models import Comment

LONGEST = 5000
"""Characters of one comment."""
LONGEST_ANSWER = 500
"""Characters of a reason or an answer."""
PACE = ((timedelta(minutes=1), 10), (timedelta(hours=1), 120))
"""How many comments one person may write within how long; counted from the rows, so in every process."""


def rendered(text: str, field: str = "text") -> tuple[str, str]:
    """The text tidied, and its HTML. Raises ValidationError under `field`."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError({field: _("Write something first.")})
    short(text, field, LONGEST)
    try:
        return text, render_remark(text)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error


def short(text: str, field: str, most: int = LONGEST_ANSWER) -> str:
    """The text without white space around. Raises ValidationError when it is too long."""
    text = text.strip()
    if len(text) > most:
        told = _("Use %(most)d characters at most; this has %(count)d.")
        raise ValidationError({field: told % {"most": most, "count": len(text)}})
    return text


def reason(text: str, field: str = "reason") -> str:
    """As `short`; raises ValidationError when there is none."""
    text = short(text, field)
    if not text:
        raise ValidationError({field: _("Say why: whoever wrote it gets to read it.")})
    return text


def keep_pace(author: Actor) -> None:
    """Raises ValidationError (code too-many) for who writes faster than people do."""
    for span, most in PACE:
        recent = Comment.objects.filter(author=author, created__gt=timezone.now() - span)
        if recent.count() >= most:
            raise ValidationError(
                _("You wrote %(most)d comments in a short time. Wait a little and send it again.")
                % {"most": most},
                code="too-many",
            )
