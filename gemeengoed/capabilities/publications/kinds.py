"""Kinds of publication as data: what follows from each, and the ones that a commons adds."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services.lock import locked

from .models import Kind, OwnKind, Publication


@dataclass(frozen=True)
class About:
    """`schema_type` is of schema.org; above `pages_advised` an editor is advised to shorten."""

    schema_type: str
    pages_advised: int | None = None


ABOUT: dict[str, About] = {
    Kind.EXPLAINER: About("Report", 5),
    Kind.REPORT: About("Report"),
    Kind.ARTICLE: About("Article"),
    Kind.MINUTES: About("Report"),
}
MOST = 20
"""Own kinds in one commons."""
LONGEST_NAME = 40


def schema_type(publication: Publication) -> str:
    return ABOUT[publication.kind].schema_type


def pages_advised(publication: Publication) -> int | None:
    own = publication.own_kind
    if own is not None and own.pages_advised is not None:
        return own.pages_advised or None
    return ABOUT[publication.kind].pages_advised


def choices(commons: Commons) -> list[tuple[str, str]]:
    """(slug, name) of all kinds that a text of `commons` can have."""
    own = [(one.slug, str(one)) for one in commons.own_kinds.order_by("slug")]
    return [*((value, str(label)) for value, label in Kind.choices), *own]


def by_slug(commons: Commons, slug: str) -> tuple[Kind, OwnKind | None]:
    """The kind and, if it is one of the commons, the row of it. Raises ValidationError (kind)."""
    if slug in Kind.values:
        return Kind(slug), None
    own = commons.own_kinds.filter(slug=slug).first()
    if own is None:
        raise ValidationError({"kind": _("There is no such kind of text here.")})
    return Kind(own.like), own


def add(
    commons: Commons, name: dict[str, str], like: Kind, pages_advised: int | None = None
) -> OwnKind:
    """A new kind with a `name` by language. Raises ValidationError (name)."""
    name = {language: " ".join(words.split()) for language, words in name.items() if words.strip()}
    slug = slugify(next(iter(name.values()), ""))[:20].strip("-")
    if not slug:
        raise ValidationError({"name": _("Give the kind a name in at least one language.")})
    if any(len(words) > LONGEST_NAME for words in name.values()):
        raise ValidationError(
            {"name": _("Use %(most)d characters at most.") % {"most": LONGEST_NAME}}
        )
    with transaction.atomic():
        commons = locked(commons)
        taken = {*Kind.values, *commons.own_kinds.values_list("slug", flat=True)}
        if slug in taken:
            raise ValidationError({"name": _("There is a kind of this name already.")})
        if len(taken) >= len(Kind.values) + MOST:
            raise ValidationError(
                _("A commons can have %(most)d kinds of its own.") % {"most": MOST}
            )
        return OwnKind.objects.create(
            commons=commons, slug=slug, name=name, like=like, pages_advised=pages_advised
        )


@transaction.atomic
def remove(kind: OwnKind) -> None:
    """Texts of this kind become what it was like."""
    locked(kind.commons)
    kind.publications.update(own_kind=None)
    kind.delete()
