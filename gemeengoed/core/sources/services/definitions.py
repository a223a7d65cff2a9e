"""Making, changing and removing definitions. Those of one term may compete, each with its source."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gemeengoed.core.activity import services as activity
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services.lock import locked
from gemeengoed.core.registry import Audience
from gemeengoed.core.text import languages, markdown

from ..models import Definition, Source

OBJECT_TYPE = "definition"
Words = dict[str, str]
LONGEST = {"term": 120, "text": 3000, "used_by": 300}
"""Characters in one language."""
RESERVED = frozenset({"new"})
LARGEST = 999


def save_definition(
    commons: Commons,
    by: Actor,
    *,
    term: Words,
    text: Words,
    used_by: Words | None = None,
    source: Source | None = None,
    position: int | None = None,
    slug: str = "",
    definition: Definition | None = None,
) -> Definition:
    """A new definition, or `definition` changed. `slug` puts a new one beside those of an existing term;
    without it the term makes it, and the same term is the same slug. Raises ValidationError by field."""
    kept = _checked({"term": term, "text": text, "used_by": used_by or {}})
    if source is not None and source.commons_id != commons.pk:
        raise ValidationError({"source": _("Choose a source of this commons.")})
    if position is not None and not 1 <= position <= LARGEST:
        raise ValidationError({"position": _("Give a number from 1 to 999.")})
    with transaction.atomic():
        commons = locked(commons)
        verb = "change" if definition else "define"
        if definition is None:
            slug = slug or _slug(kept["term"])
            definition = Definition(commons=commons, slug=slug, added_by=by, position=0)
        for name, value in kept.items():
            setattr(definition, name, value)
        definition.source = source
        definition.position = position or definition.position or _next(commons, slug)
        definition.save()
        _record(definition, by, verb)
    return definition


def remove_definition(definition: Definition, by: Actor) -> None:
    """Texts that link to a term without definitions keep the words; the link then leads nowhere, so the
    last definition of a term that is used had better stay: the page says by what."""
    with transaction.atomic():
        locked(definition.commons)
        _record(definition, by, "remove")
        definition.delete()


def _checked(words: dict[str, Words]) -> dict[str, Words]:
    errors: dict[str, list[str]] = {}
    kept: dict[str, Words] = {}
    for name, values in words.items():
        try:
            kept[name] = _tidied(name, values)
        except ValidationError as error:
            errors[name] = error.messages
    if not kept.get("term") and "term" not in errors:
        errors["term"] = [_("Give the term in at least one language.")]
    if not kept.get("text") and "text" not in errors:
        errors["text"] = [_("Say in at least one language what it means.")]
    if errors:
        raise ValidationError(errors)
    return kept


def _tidied(name: str, values: Words) -> Words:
    kept = {}
    for language, value in values.items():
        text = value.replace("\r\n", "\n").strip()
        if not text:
            continue
        if not languages.normal(language):
            raise ValidationError(_("Give the language as a code, such as nl or en."))
        if len(text) > LONGEST[name]:
            raise ValidationError(_("Use %(most)d characters at most.") % {"most": LONGEST[name]})
        if name == "text":
            markdown.check(text)
        kept[languages.normal(language)] = text if name == "text" else " ".join(text.split())
    return kept


def _slug(term: Words) -> str:
    made = slugify(next(iter(term.values())))[:60].strip("-") or "term"
    return f"{made}-term" if made in RESERVED else made


def _next(commons: Commons, slug: str) -> int:
    last = commons.definitions.filter(slug=slug).aggregate(last=Max("position"))["last"]
    return min((last or 0) + 1, LARGEST)


def _record(definition: Definition, by: Actor, verb: str) -> None:
    activity.record(
        by,
        verb,
        definition.get_absolute_url(),
        Audience.PUBLIC,
        object_type=OBJECT_TYPE,
        commons=definition.commons.actor,
        title=next(iter(definition.term.values()), definition.slug),
    )
