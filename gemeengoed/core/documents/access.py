"""Coming to one text of a commons, for the core's own pages about it (`/@<handle>/texts/<id>/…`)."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from gemeengoed.core import registry
from gemeengoed.core.commons.access import Access, enter, require_section
from gemeengoed.core.registry import DocumentKind

from .contents import PACKED
from .models import Document, DocumentState, Work

LARGE = [f"{shown}__{name}" for shown in ("head", "published") for name in PACKED]


@dataclass(frozen=True)
class TextAccess:
    """One person (or a visitor) at one text. `kind` says which acts its capability asks for."""

    access: Access
    document: Document
    kind: DocumentKind

    @property
    def may_write(self) -> bool:
        return self.access.may(self.kind.write)

    def require_writer(self) -> None:
        """Raises LoginRequired or PermissionDenied for who may not write this text."""
        self.access.require(self.kind.write)


def enter_text(request: HttpRequest, handle: str, pk: int) -> TextAccess:
    """The text with that number, with its work and both shown revisions, whose large columns are read
    when somebody asks for them (`contents.text_of` and `contents_of` do it in one query).

    Raises Http404 for what this reader may not know of: another commons, another audience, or a text
    that is not published when they may not write.
    """
    access = enter(request, handle)
    document = get_object_or_404(
        Document.objects.select_related("work", "head", "published").defer(*LARGE),
        pk=pk,
        work__commons=access.commons,
        work__audience__in=[str(audience) for audience in access.audiences],
    )
    kind = _kind_of(access, document.work)
    found = TextAccess(access, document, kind)
    if document.state != DocumentState.PUBLISHED and not found.may_write:
        raise Http404
    return found


def _kind_of(access: Access, work: Work) -> DocumentKind:
    """Raises Http404 for what nobody declared, and where the commons does not use that section."""
    kind = registry.document_kind(work.object_type)
    section = registry.section_of(work.object_type)
    if kind is None:
        raise Http404
    if section is not None:
        require_section(access.commons, section.slug)
    return kind


@dataclass(frozen=True)
class WorkAccess:
    """One person at one work, also where its text in some language is not begun."""

    access: Access
    work: Work
    kind: DocumentKind


def enter_work(request: HttpRequest, handle: str, pk: int) -> WorkAccess:
    """The work with that number, for who may write it. Raises Http404, LoginRequired, PermissionDenied."""
    access = enter(request, handle)
    work = get_object_or_404(
        Work.objects.select_related("commons__actor"),
        pk=pk,
        commons=access.commons,
        audience__in=[str(audience) for audience in access.audiences],
    )
    kind = _kind_of(access, work)
    access.require(kind.write)
    return WorkAccess(access, work, kind)


def require_any_writer(request: HttpRequest, handle: str) -> Access:
    """Comes into the commons as somebody who may write texts of any kind there. Raises as `enter_work`."""
    access = enter(request, handle)
    acts = [kind.write for one in registry.capabilities() for kind in one.documents]
    access.require(next(filter(access.may, acts), "texts.write"))
    return access
