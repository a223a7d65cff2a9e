"""Terms and their definitions, which may compete."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from gemeengoed.core.commons.access import Access, enter
from gemeengoed.core.commons.api.coming_in import come_in
from gemeengoed.core.people.api_auth import anybody, write

from .. import queries
from ..finding import LARGEST, find_source
from ..models import Definition, Source
from ..services import definitions as services
from ..ties import all_ties

router = Router(tags=["definitions"])
Words = dict[str, str]
ACT = "definitions.write"


class DefinitionIn(Schema):
    """`term`, `text` (Markdown) and `used_by` by language; `source` is the number of a source."""

    term: Words
    text: Words
    used_by: Words = {}
    source: int | None = None
    position: int | None = None


class DefinitionOut(DefinitionIn):
    id: int


class TermOut(Schema):
    slug: str
    name: str
    url: str
    definitions: list[DefinitionOut]


class Use(Schema):
    title: str
    url: str
    language: str


class TermWithUse(TermOut):
    used_in: list[Use]


def _definition(row: Definition) -> dict[str, Any]:
    names = ("term", "text", "used_by", "position")
    fields = {name: getattr(row, name) for name in names}
    return {**fields, "id": row.pk, "source": row.source_id}


def _term(term: queries.Term) -> dict[str, Any]:
    return {
        "slug": term.slug,
        "name": term.name,
        "url": settings.BASE_URL + term.address,
        "definitions": [_definition(row) for row in term.definitions],
    }


@router.get("/commons/{handle}/definitions", response=list[TermOut], auth=anybody)
def list_terms(request: HttpRequest, handle: str) -> list[dict[str, Any]]:
    """All terms by the alphabet of your language."""
    access = enter(request, handle)
    return [_term(term) for term in queries.terms(access.commons, access.preferred)]


@router.get("/commons/{handle}/definitions/{slug}", response=TermWithUse, auth=anybody)
def read_term(request: HttpRequest, handle: str, slug: str) -> dict[str, Any]:
    """With the texts that use it, as far as you may know of them."""
    access = enter(request, handle)
    found = queries.term(access.commons, slug, access.preferred)
    if found is None:
        raise Definition.DoesNotExist
    used = [one for ties in all_ties for one in ties.using(slug, access)]
    shown = [
        {"title": one.title, "url": settings.BASE_URL + one.uri, "language": one.language}
        for one in used
    ]
    return {**_term(found), "used_in": shown}


@router.post("/commons/{handle}/definitions", response={201: DefinitionOut}, auth=write)
def add_definition(
    request: HttpRequest, handle: str, given: DefinitionIn, slug: str = ""
) -> Status[Any]:
    """A new term, or with `slug` another definition of one that is there."""
    access, person = come_in(request, handle, ACT)
    if slug and not access.commons.definitions.filter(slug=slug).exists():
        raise Definition.DoesNotExist
    made = services.save_definition(
        access.commons, person.actor, slug=slug, **_typed(access, given)
    )
    return Status(201, _definition(made))


@router.put("/commons/{handle}/definitions/{slug}/{number}", response=DefinitionOut, auth=write)
def change_definition(
    request: HttpRequest, handle: str, slug: str, number: int, given: DefinitionIn
) -> dict[str, Any]:
    access, person = come_in(request, handle, ACT)
    row = _find(access, slug, number)
    typed = _typed(access, given)
    made = services.save_definition(access.commons, person.actor, definition=row, **typed)
    return _definition(made)


@router.delete("/commons/{handle}/definitions/{slug}/{number}", response={204: None}, auth=write)
def remove_definition(request: HttpRequest, handle: str, slug: str, number: int) -> Status[Any]:
    access, person = come_in(request, handle, ACT)
    services.remove_definition(_find(access, slug, number), person.actor)
    return Status(204, None)


def _find(access: Access, slug: str, number: int) -> Definition:
    rows = Definition.objects.select_related("commons__actor")
    known = number if 0 <= number <= LARGEST else 0
    return get_object_or_404(rows, commons=access.commons, slug=slug, pk=known)


def _typed(access: Access, given: DefinitionIn) -> dict[str, Any]:
    source: Source | None = find_source(access, given.source) if given.source else None
    return {**given.dict(), "source": source}
