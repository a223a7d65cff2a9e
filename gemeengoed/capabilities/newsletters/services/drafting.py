"""'Draft this month's letter': what was published since the last one and what is coming, to be rewritten."""

from datetime import datetime

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gemeengoed.core import registry
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons

from ..blocks import OBJECT, WORDS, Block
from ..checking import LONG_SUBJECT
from ..models import Letter, LetterText
from .writing import begin

MOST = 12
"""Objects of one heading."""

Found = tuple[registry.LetterBlock, registry.BlockChoice]


def since(commons: Commons) -> datetime | None:
    """When the last letter went out; None before the first, which looks back on everything."""
    last = Letter.objects.filter(commons=commons, went_out__isnull=False).order_by("-went_out")
    return last.values_list("went_out", flat=True).first()


def draft(commons: Commons, author: Actor, language: str) -> LetterText:
    """A letter with a place for a greeting, and a heading each for what there is to read, what happened and
    what is coming."""
    begins = since(commons)
    with translation.override(language[:2]):
        month = date_format(timezone.localdate(), "F Y")
        subject = _subject(commons.name, month)
        content = _content(collected(commons, language, begins))
    slug = timezone.localdate().strftime("%Y-%m")
    return begin(commons, author, language=language, subject=subject, content=content, slug=slug)


def _subject(name: str, month: str) -> str:
    """With the name of the commons where a phone shows it whole; who sends it is named anyway."""
    subject = _("%(name)s, %(month)s") % {"name": name, "month": month}
    if len(subject) <= LONG_SUBJECT:
        return subject
    return _("The letter of %(month)s") % {"month": month}


def collected(commons: Commons, language: str, begins: datetime | None) -> list[Found]:
    """All that the sections in use offer since then, oldest first."""
    used = set(commons.capabilities)
    found = []
    for capability in registry.capabilities():
        if capability.built_in or capability.slug in used:
            for block in capability.letter_blocks:
                found += [(block, one) for one in block.choices(commons.handle, language, begins)]
    return sorted(found, key=lambda one: (one[1].moment is None, one[1].moment))


def _content(found: list[Found]) -> list[Block]:
    past = [one for one in found if not one[1].coming]
    new = [one for one in past if not one[0].happens][-MOST:]
    happened = [one for one in past if one[0].happens][-MOST:]
    coming = [one for one in found if one[1].coming][:MOST]
    blocks = [_words(_("Dear reader,\n\nWrite here in a few sentences what moved this month."))]
    if new:
        blocks += [_words(_("## New to read")), *map(_object, new)]
    if happened:
        blocks += [_words(_("## What happened")), *map(_object, happened)]
    if coming:
        blocks += [_words(_("## Coming")), *map(_object, coming)]
    if not found:
        blocks.append(_words(_("Nothing new was found since the last letter.")))
    return blocks


def _words(words: str) -> Block:
    return {"kind": WORDS, "markdown": words}


def _object(found: Found) -> Block:
    block, choice = found
    return {"kind": OBJECT, "block": block.slug, "uri": choice.uri, "words": ""}
