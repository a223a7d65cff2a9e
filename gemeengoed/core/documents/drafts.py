"""What somebody is writing and did not save yet, kept on the server and offered again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.text import languages
from gemeengoed.core.text.markdown import limits

from .models import Draft, Revision, Work

KEPT = timedelta(days=30)
MOST_BYTES = {"title": 4000, "summary": 100_000, "text": 2 * limits.MAX_BYTES}
"""More than can be saved, so that nothing is lost that still has to become shorter."""


@dataclass(frozen=True)
class Typed:
    """What stands in the form; nothing is required of it. `base` is the revision it began from."""

    title: str = ""
    summary: str = ""
    text: str = ""
    base: int = 0


def keep(work: Work, language: str, author: Actor, typed: Typed) -> datetime | None:
    """Keeps what is typed in the place of what was; when, or None where it is just the newest revision.

    Raises ValidationError for what is too large or no language.
    """
    if not languages.normal(language):
        raise ValidationError({"language": _("Give the language as a code, such as nl or en.")})
    for name, most in MOST_BYTES.items():
        if len(getattr(typed, name).encode()) > most:
            raise ValidationError({name: _("This is too much to keep here.")})
    if _is_newest(work, language, typed):
        drop(author, work, language)
        return None
    now = timezone.now()
    Draft.objects.update_or_create(
        person=author.person,
        work=work,
        language=language,
        defaults={**vars(typed), "base": max(0, typed.base), "changed": now},
    )
    return now


def _is_newest(work: Work, language: str, typed: Typed) -> bool:
    head = newest(work, language)
    words = (typed.title.strip(), typed.summary.strip(), typed.text)
    if head is None:
        return not any(words)
    return words == (head.title, head.summary, head.text)


def newest(work: Work, language: str) -> Revision | None:
    return Revision.objects.filter(head_of__work=work, head_of__language=language).first()


def drop(author: Actor, work: Work, language: str) -> None:
    """Puts away what `author` was writing there."""
    Draft.objects.filter(person__actor=author, work=work, language=language).delete()


def kept(work: Work, language: str, author: Actor) -> Draft | None:
    return Draft.objects.filter(person__actor=author, work=work, language=language).first()


def offered(draft: Draft | None, head: Revision | None) -> Draft | None:
    """`draft` when it says something else than the newest revision: its author did not save it, for
    saving drops it, whatever others did since."""
    if draft is None or head is None:
        return draft
    words = (draft.title.strip(), draft.summary.strip(), draft.text)
    return draft if words != (head.title, head.summary, head.text) else None


def sweep() -> None:
    """Erases what nobody went on with for 30 days."""
    Draft.objects.filter(changed__lt=timezone.now() - KEPT).delete()
